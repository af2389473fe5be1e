"""How a target is judged by all that was told of it, whatever the order in which it was."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.meaning.target import Proof, TargetState, Told, judge

DAY = date(2024, 6, 30)
ON_IT = "2024-06-30"
STATED, ACCEPTED, CARDED = Proof.STATED, Proof.ACCEPTED, Proof.CARDED


def told(
    as_of: str, lacking: int, proof: Proof = STATED, hour: int = 8, population: int | None = None
) -> Told:
    recorded = datetime(2024, 8, 1, hour, tzinfo=UTC)
    day = date.fromisoformat(as_of)
    return Told(day, lacking, proof, recorded, "02617@base", "2024-06", 1, population)


@pytest.mark.parametrize(
    ("words", "percent", "state", "since"),
    [
        ([], 100, "unknown", None),
        ([told("2024-06-30", 50)], 100, "missed", None),
        ([told("2024-06-29", 50)], 100, "unknown", None),
        ([told("2024-05-31", 0)], 100, "reached", "2024-05-31"),
        ([told("2024-05-31", 0), told("2024-06-30", 4)], 100, "missed", None),
        ([told("2024-06-30", 4), told("2024-07-31", 0)], 100, "reached", "2024-07-31"),
        # Who comes to the group after the day takes nothing back; a correction of the day does.
        ([told("2024-06-30", 0), told("2024-07-31", 3)], 100, "reached", "2024-06-30"),
        (
            [told("2024-06-30", 0), told("2024-06-30", 2, hour=11), told("2024-07-31", 3)],
            100,
            "missed",
            None,
        ),
        ([told("2024-05-31", 0), told("2024-06-30", 0)], 100, "reached", "2024-05-31"),
        ([told("2024-06-30", 4, ACCEPTED), told("2024-06-30", 0)], 100, "missed", None),
        (
            [told("2024-06-30", 4, ACCEPTED), told("2024-06-30", 0, CARDED)],
            100,
            "reached",
            "2024-06-30",
        ),
        (
            [told("2024-06-30", 4, hour=8), told("2024-06-30", 0, hour=9)],
            100,
            "reached",
            "2024-06-30",
        ),
        ([told("2024-06-30", 5)], 95, "unknown", None),
        ([told("2024-06-30", 5, population=100)], 95, "reached", ON_IT),
        ([told("2024-06-30", 6, population=100)], 95, "missed", None),
        ([told("2024-06-30", 6, population=4)], 95, "unknown", None),
    ],
)
def test_a_target_stands_as_its_newest_figures_say(
    words: list[Told], percent: int, state: str, since: str | None
) -> None:
    found = judge(words, DAY, percent)
    assert found.state == state
    assert found.since == (date.fromisoformat(since) if since else None)


_WORDS = st.builds(
    told,
    st.dates(date(2024, 5, 1), date(2024, 8, 1)).map(str),
    st.integers(0, 3),
    st.sampled_from(Proof),
    st.integers(0, 23),
)


@given(st.lists(_WORDS, max_size=8, unique_by=lambda one: (one.as_of, one.proof, one.recorded_at)))
def test_the_order_in_which_it_was_told_changes_nothing_and_missed_needs_its_day(
    words: list[Told],
) -> None:
    found = judge(words, DAY, 100)
    assert found == judge(reversed(words), DAY, 100)
    assert (found.since is not None) == (found.state is TargetState.REACHED)
    if found.state is TargetState.MISSED:
        assert found.by
        assert found.by.as_of >= DAY
        assert found.by.lacking > 0
