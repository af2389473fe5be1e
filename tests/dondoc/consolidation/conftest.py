"""Here all communes count."""

import pytest

from rules.rulebook import Rulebook


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is consolidated is a round of all communes."""
    return whole
