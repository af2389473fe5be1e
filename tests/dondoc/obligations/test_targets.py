"""How a target stands, and what is said of it, by what its bearers really filed."""

from datetime import date

from sqlalchemy import select

from dondoc.obligations.targets import target_standings
from models import Kind, Notice, Obligation
from rules.meaning.figures import Filled
from rules.meaning.target import TargetStanding
from tests.offices import DAI_PHU, Scene
from tests.reporting import file_report, form, group

# Near-poor people, enrolled and carded, by 30/6/2024; a body of ours bears it.
DAY = date(2024, 6, 30)


def target_of(office: Scene, bearer: str = DAI_PHU, due: date = DAY) -> Obligation:
    with office.office.reading() as session:
        return session.scalars(
            select(Obligation).where(
                Obligation.bearer_uid == bearer,
                Obligation.kind == Kind.TARGET.value,
                Obligation.due_on == due,
            )
        ).one()


def standing(office: Scene, bearer: str = DAI_PHU) -> TargetStanding:
    row = target_of(office, bearer)
    with office.office.reading() as session:
        return target_standings(session, office.office.rulebook, [row])[row.id]


def said(office: Scene, bearer: str = DAI_PHU) -> list[str]:
    row = target_of(office, bearer)
    with office.office.reading() as session:
        found = session.scalars(
            select(Notice).where(Notice.obligation_id == row.id).order_by(Notice.id)
        )
        return [f"{n.created_at:%d/%m} {n.step} → {n.recipient_post}: {n.state}" for n in found]


def left(closing: int, as_of: str = "2024-06-30", **more: int) -> Filled:
    """A form in which so many near-poor people are not enrolled."""
    opening = closing + more.get("enrolled", 0)
    near_poor = group(opening=opening, closing=closing, **more)
    return form(as_of, can_ngheo=near_poor, dtts=group(opening=9, closing=9))


def test_who_reported_everybody_enrolled_hears_nothing_more(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(0), "2024-07-01 06:30", due="2024-07-05")
    before = said(office)
    office.days("2024-07-01", "2024-07-08")
    assert standing(office).state == "reached"
    assert standing(office).since == DAY
    assert said(office) == before


def test_who_reported_people_left_on_the_day_missed_it_and_hears_so_once_a_month(
    office: Scene,
) -> None:
    office.day("2024-06-28")
    file_report(office, left(50), "2024-07-01 06:30", due="2024-07-05")
    before = len(said(office))
    office.days("2024-07-01", "2024-07-08")
    office.day("2024-08-01")
    assert [line.partition(":")[0] for line in said(office)[before:]] == [
        "01/07 target_missed → officer",
        "01/07 target_missed → chair",
        "01/08 target_missed → officer",
        "01/08 target_missed → chair",
    ]


def test_older_figures_leave_it_unknown_and_are_asked_for_anew(office: Scene) -> None:
    office.day("2024-06-28")
    file_report(office, left(50, "2024-06-28"), "2024-07-01 06:30", due="2024-07-05")
    before = len(said(office))
    office.days("2024-07-01", "2024-07-08")
    found = standing(office)
    assert found.state == "unknown"
    assert found.by
    assert (found.by.lacking, found.by.as_of) == (50, date(2024, 6, 28))
    assert [line.partition(":")[0] for line in said(office)[before:]] == [
        "01/07 ask_figures → officer"
    ]
