"""How far a dispatch has been carried out: each clause has an honest answer."""

from collections.abc import Callable
from datetime import date

from dondoc.day.registering import register_named
from dondoc.desk import issue
from dondoc.desk.context import desk
from dondoc.documents.parts.carried import Carried, State, clauses
from dondoc.visible import Visible
from tests.offices import D2021, D2024, DAI_PHU, SON_NAM, Scene, at, played
from tests.reporting import MAY, file_report


@played
def may(office: Scene) -> None:
    """One report of May is in, the others are late, and a công văn went out."""
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00", bearer=DAI_PHU)
    office.days("2024-05-04", "2024-05-09")
    out = issue.Request(
        D2024, date(2024, 5, 10), "45/UBND-VX", date(2024, 5, 9), "Ma B", "CT", (SON_NAM,)
    )
    with desk(office.office, at("2024-05-09 15:00"), "van-phong/mailbox") as opened:
        issue.issue(opened, out)


def carried(office: Scene, when: str, **more: Visible) -> dict[str, Carried]:
    with office.office.reading() as session:
        found = clauses(session, office.office.rulebook, D2024, at(when), **more)
    return {one.duty.clause: one for one in found}


def test_what_is_filed_late_and_open_stands_with_its_clause(office: Scene) -> None:
    may(office)
    found = carried(office, "2024-05-09 16:00")
    monthly = found["B-1.4"]
    assert monthly.state is State.OVERDUE
    assert "01 lượt hoàn thành đúng hạn" in map(str, monthly.evidence)
    assert "05 lượt chưa hoàn thành, quá hạn" in map(str, monthly.open)
    assert found["B-1.1d"].state is State.OPEN
    urging = found["B-2.1b"]
    assert urging.state is State.RECORDED
    told = [str(one) for one in urging.evidence]
    assert "01 công văn đôn đốc đã phát hành (ngày 09/5/2024)" in told
    assert any("lượt gửi “" in said for said in told)


def test_what_nobody_recorded_is_said_to_be_just_that(office: Scene) -> None:
    may(office)
    found = carried(office, "2024-05-09 16:00")
    visits = found["B-1.1b"]
    assert (visits.state, visits.evidence, visits.open) == (State.NONE, (), ())
    assert visits.as_json()["gaps"]


def test_a_past_day_knows_no_more_than_was_known(office: Scene) -> None:
    may(office)
    then = carried(office, "2024-05-02 09:00")
    assert then["B-1.4"].state is State.OPEN
    assert not any("công văn" in str(one) for one in then["B-2.1b"].evidence)


def test_who_sees_one_body_reads_of_that_alone(office: Scene) -> None:
    may(office)
    own = carried(office, "2024-05-09 16:00", visible=Visible(own=frozenset({DAI_PHU})))
    assert (own["B-1.4"].state, own["B-1.4"].open) == (State.OPEN, own["B-1.4"].open)
    assert not any("quá hạn" in str(one) for one in own["B-1.4"].open)


def test_all_thirty_five_clauses_have_an_answer(office_with: Callable[..., Scene]) -> None:
    made = office_with(directives=[D2021, D2024])
    register_named(made.office, at("2024-04-26 08:00"))
    answered = 0
    for directive in (D2021, D2024):
        declared = made.office.rulebook.directives[directive]
        with made.office.reading() as session:
            found = clauses(session, made.office.rulebook, directive, at("2024-04-26 09:00"))
        assert {one.duty.clause for one in found} == {
            one.clause for one in declared.duties.values()
        }
        assert all(one.state is not State.DONE for one in found if not one.evidence)
        answered += len(found)
    assert answered == 35
