"""A morning past one machine, set up by the page, with a worker and the database killed in it."""

from pathlib import Path

import pytest

from tests.flows.country_office import LEASE
from tests.flows.morning import commands, play

# A relay that takes its time: both are killed while letters leave.
COMMUNES, DUTIES, DELAY = 150, 2, 0.1
# Of each run that is killed one letter; and of the first, which nobody had judged when the database
# went too and took its turns along, the window of a second.
DOUBTS = 4 + int(1 / DELAY)
# A run that outlives its database tells how far it was, unless that takes longer than the lease.
UNTOLD = int(1 / DELAY)


def test_the_page_names_what_sets_it_up() -> None:
    said = [words[:3] for words in commands()]
    assert said == [
        ["createuser", "--pwprompt", "dondoc"],
        ["createdb", "--owner", "dondoc"],
        ["createdb", "--owner", "dondoc"],
        ["dondoc", "contacts", "import"],
        ["prefect", "server", "start"],
        ["dondoc", "deploy"],
        ["prefect", "worker", "start"],
    ]


@pytest.mark.slow
@pytest.mark.postgres
def test_a_killed_worker_and_database_lose_and_double_nothing_and_doubts_are_listed(
    tmp_path: Path,
) -> None:
    outcome = play(tmp_path, COMMUNES, DUTIES, DELAY)
    print(f"\n{outcome}")  # noqa: T201
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.states.keys() <= {"sent", "unknown"}
    assert sum(outcome.states.values()) == COMMUNES
    untold = UNTOLD if outcome.down >= LEASE else 0
    assert outcome.doubts == outcome.listed <= DOUBTS + untold
