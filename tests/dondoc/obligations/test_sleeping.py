"""A row is looked at again on the day on which it can have something to say, not every day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from dondoc.decisions.call import Said, call
from dondoc.decisions.decide import Grounds, move, pause
from models import Event, Obligation
from models.trail import append
from rules.meaning.engine import PolicyEngine
from rules.rulebook import HOME, load
from tests.offices import Scene, at

LATE = Path("policies") / "escalations.yaml"


@pytest.fixture
def late(office: Scene) -> Scene:
    """An office on the first late morning of May's round."""
    office.day("2024-04-26")
    office.day("2024-05-07")
    return office


def sooner(office: Scene, folder: Path) -> None:
    """Let the leader be told two working days after a body is late, no longer five."""
    home = copytree(HOME, folder / "rules", ignore=ignore_patterns("*.py", "__pycache__"))
    text = (home / LATE).read_text("utf-8")
    (home / LATE).write_text(
        text.replace("{working_days_late: 5}", "{working_days_late: 2}").replace(
            "{working_days_since_told: 2}", "{working_days_since_told: 1}"
        ),
        "utf-8",
    )
    office.office.rulebook = load(home)
    office.office.policies = PolicyEngine(office.office.rulebook.policies)


def test_a_late_row_sleeps_until_the_leader_is_told_and_then_until_the_monthly_word(
    late: Scene,
) -> None:
    assert late.obligation().wake_at == at("2024-05-13 07:00")
    late.day("2024-05-13")
    assert late.obligation().wake_at == at("2024-06-07 07:00")


def test_other_rules_have_whatever_sleeps_looked_at_on_that_morning(
    late: Scene, tmp_path: Path
) -> None:
    sooner(late, tmp_path)
    late.sweep("2024-05-08 07:00")
    assert [notice.policy for notice in late.notices()][-1] == "de-xuat-lanh-dao"


def test_other_rules_do_not_wake_who_promised_a_day(late: Scene, tmp_path: Path) -> None:
    office = late.office
    with office.writing() as session:
        row = session.merge(late.obligation())
        said = Said(met="văn thư", promised_on=date(2024, 5, 8))
        call(session, office.rulebook, row, said, "o", at("2024-05-07 09:00"), late.work.at)
    held = late.obligation().wake_at
    sooner(late, tmp_path)
    late.sweep("2024-05-08 07:00")
    assert late.obligation().wake_at == held


BHXH, ITS_DATE = "bhxh-huyen", "2024-05-10"
GROUNDS = Grounds("mưa lũ", "ubnd-huyen/leader")
NOON = at("2024-04-26 12:00")
BOOK = load(HOME)


@pytest.fixture
def opened(office: Scene) -> Scene:
    """An office on the morning on which May's round opens."""
    office.day("2024-04-26")
    return office


def test_a_consolidation_sleeps_until_the_reports_of_its_round_can_be_late(opened: Scene) -> None:
    assert opened.obligation(BHXH, ITS_DATE).wake_at == at("2024-05-07 07:00")


def by_hand(session: Session, row: Obligation, **columns: object) -> None:
    session.execute(update(Obligation).where(Obligation.id == row.id).values(**columns))
    append(session, NOON, [Event("obligation.moved", f"obligation:{row.id}", {})])


@pytest.mark.parametrize(
    "moves",
    [
        lambda session, row: pause(session, [row], date(2024, 5, 20), GROUNDS, NOON),
        lambda session, row: move(session, BOOK, [row], 5, GROUNDS, NOON),
        lambda session, row: by_hand(session, row, state="withdrawn"),
        lambda session, row: by_hand(session, row, received_at=NOON),
        lambda session, row: by_hand(session, row, late_from=NOON),
    ],
    ids=["paused", "moved", "withdrawn", "received", "late sooner"],
)
def test_whatever_moves_a_report_has_its_consolidation_looked_at(
    opened: Scene, moves: Callable[[Session, Obligation], object]
) -> None:
    """On the next working day: it was swept today, and the 27th is a day off."""
    with opened.office.writing() as session:
        moves(session, session.merge(opened.obligation()))
    assert opened.obligation(BHXH, ITS_DATE).wake_at == at("2024-05-02 07:00")


def test_what_moves_no_report_lets_it_sleep(opened: Scene) -> None:
    with opened.office.writing() as session:
        by_hand(session, opened.obligation(), via_checked_at=NOON)
    assert opened.obligation(BHXH, ITS_DATE).wake_at == at("2024-05-07 07:00")


def test_a_report_moved_of_another_round_lets_it_sleep(opened: Scene) -> None:
    with opened.office.writing() as session:
        by_hand(session, opened.obligation(due="2024-06-05"), received_at=NOON)
    assert opened.obligation(BHXH, ITS_DATE).wake_at == at("2024-05-07 07:00")
