"""Here nine communes count: those of the round that `tests/rounds.py` plays, each with its part."""

import pytest

from rules.rulebook import Rulebook
from tests.few import NINE, few_of


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is consolidated is a round of all the communes there are."""
    return few_of(whole, NINE)
