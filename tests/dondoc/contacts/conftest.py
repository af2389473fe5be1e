"""Here all communes count."""

import pytest

from rules.rulebook import Rulebook


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """The lists name communes all over the district."""
    return whole
