"""Nothing skips the evidence: how a case stands follows from what is on record, and from that."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.cases.road import UP, Evidence, State, standing_of
from rules.meaning.case import Leave, Need

DAY = date(2021, 6, 20)
ALL = tuple(Need)
WHOLE = Evidence(informed_on=DAY, mobilised_on=DAY, helped_on=DAY, answered_on=DAY)

_days = st.none() | st.just(DAY)
_evidence = st.builds(
    Evidence,
    informed_on=_days,
    mobilised_on=_days,
    helped_on=_days,
    sought_on=_days,
    left=st.none() | st.sampled_from(Leave),
)


@given(_evidence, st.none() | st.sampled_from(State))
def test_a_case_may_be_reported_only_with_all_its_evidence(
    evidence: Evidence, reached: State | None
) -> None:
    found = standing_of(evidence, ALL, reached)
    whole = evidence.informed_on and evidence.mobilised_on
    helped = evidence.helped_on or evidence.sought_on
    if found.reportable:
        assert whole
        assert helped
        assert evidence.left is None


@given(_evidence, st.sampled_from(sorted(UP)))
def test_what_has_gone_up_goes_up_no_second_time(evidence: Evidence, reached: State) -> None:
    assert not standing_of(evidence, ALL, reached).reportable


@pytest.mark.parametrize(
    ("evidence", "lacking"),
    [
        (Evidence(), ALL),
        (Evidence(informed_on=DAY), (Need.MOBILISED, Need.HELPED)),
        (Evidence(informed_on=DAY, mobilised_on=DAY), (Need.HELPED,)),
        (Evidence(informed_on=DAY, mobilised_on=DAY, sought_on=DAY), ()),
        (WHOLE, ()),
    ],
)
def test_what_lacks_is_said(evidence: Evidence, lacking: tuple[Need, ...]) -> None:
    found = standing_of(evidence, ALL)
    assert found.missing == lacking
    assert found.state is (State.OPEN if lacking else State.READY)


def test_a_clause_that_asks_less_evidence_is_met_with_less() -> None:
    found = standing_of(Evidence(informed_on=DAY), (Need.INFORMED,))
    assert found.state is State.READY


@pytest.mark.parametrize("reached", [None, *State])
@pytest.mark.parametrize("left", list(Leave))
def test_whoever_joins_or_goes_leaves_the_road_however_far_it_was(
    reached: State | None, left: Leave
) -> None:
    assert standing_of(Evidence(DAY, DAY, DAY, left=left), ALL, reached).state is State.LEFT


def test_after_a_decision_the_road_begins_again_once_something_was_done() -> None:
    before = standing_of(WHOLE, ALL, State.DECIDED, DAY)
    after = standing_of(WHOLE, ALL, State.DECIDED, DAY - timedelta(days=1))
    assert (before.state, after.state) == (State.DECIDED, State.READY)
