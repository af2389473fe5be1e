"""Registering: idempotent, past is history, what is not yet due follows the rules."""

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from dondoc.day.registering import register_named
from dondoc.decisions.decide import Grounds, pause
from dondoc.errors import Refused
from dondoc.obligations.register import register_event
from dondoc.obligations.registrar import Registration
from models import Notice, Obligation
from rules.meaning.deadline import Sense
from rules.meaning.duty import Due
from rules.rulebook import HOME, Rulebook, load
from tests.offices import D2021, D2024, DAI_PHU, MONTHLY, Scene, at


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is told here is told of all communes."""
    return whole


def states(scene: Scene, duty: str = MONTHLY) -> Counter[tuple[str, str]]:
    with scene.office.reading() as session:
        rows = session.scalars(select(Obligation).where(Obligation.duty == duty))
        return Counter((row.due_on.isoformat(), row.state) for row in rows)


def test_every_month_and_commune_gets_its_obligation(any_office: Scene) -> None:
    done = register_named(any_office.office, at("2024-08-01 08:00"))
    assert (done[0].opened, done[0].historic) == (4 * 30 + 31 + 5 + 8, 3 * 31 + 3 + 12)
    assert states(any_office)[("2024-08-05", "open")] == 31
    assert states(any_office)[("2024-09-05", "open")] == 30
    assert states(any_office)[("2024-07-05", "historic")] == 31


def test_registering_twice_changes_nothing(office: Scene) -> None:
    register_named(office.office, at("2024-04-15 08:00"))
    before = len(office.entries("obligation.registered"))
    again = register_named(office.office, at("2024-04-16 08:00"))
    assert again[0].unchanged
    assert len(office.entries("obligation.registered")) == before == 276


def test_the_2021_dispatch_is_one_off(office_with) -> None:  # type: ignore[no-untyped-def]
    office = office_with(directives=[D2021])
    done = register_named(office.office, at("2021-06-07 08:00"))
    assert (done[0].opened, done[0].historic) == (31 + 1 + 31, 0)


def test_a_merger_reaches_the_obligations_on_the_day_it_is_known(office: Scene) -> None:
    register_named(office.office, at("2024-07-22 08:00"))
    assert states(office)[("2024-09-05", "open")] == 31
    done = register_named(office.office, at("2024-07-23 08:00"))
    # Four months of two communes go, four months of the new one come.
    assert (done[0].withdrawn, done[0].opened) == (8, 4)
    assert states(office)[("2024-09-05", "open")] == 30
    assert states(office)[("2024-08-05", "open")] == 31
    assert len(office.entries("obligation.withdrawn")) == 8
    assert len(office.entries("directive.changed")) == 1


def changed_rules(folder: Path, old: str, new: str, *more: tuple[str, str]) -> Path:
    target = folder / "rules"
    shutil.copytree(HOME, target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = target / "directives" / D2024 / "directive.yaml"
    text = file.read_text("utf-8")
    for before, after in ((old, new), *more):
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, "utf-8")
    return target


def test_a_changed_duty_moves_only_what_is_not_yet_due(office: Scene, tmp_path: Path) -> None:
    register_named(office.office, at("2024-04-15 08:00"))
    folder = changed_rules(
        tmp_path,
        "opens: last working day of the month before\n    consolidates",
        "opens: 3 working days before aim\n    consolidates",
    )
    office.office.rulebook = load(folder)
    done = register_named(office.office, at("2024-07-11 08:00"))
    # May, June and July are over; August to December move. (The merger is not yet known.)
    assert (done[0].moved, done[0].opened, done[0].withdrawn) == (5, 0, 0)
    moved = office.entries("obligation.moved")
    assert len(moved) == 5
    assert '"opens_on":"2024-07-31"' in moved[0].data
    assert '"opens_on":"2024-08-06"' in moved[0].data


def test_what_is_done_before_its_day_keeps_its_dates_under_changed_rules(
    office: Scene, tmp_path: Path
) -> None:
    register_named(office.office, at("2024-04-15 08:00"))
    office.record("2024-07-31 10:00", bearer="bhxh-huyen", due="2024-08-10")
    folder = changed_rules(
        tmp_path,
        "opens: last working day of the month before\n    consolidates",
        "opens: 3 working days before aim\n    consolidates",
    )
    office.office.rulebook = load(folder)
    # August is not due yet, but over; September to December move.
    assert register_named(office.office, at("2024-08-01 08:00"))[0].moved == 4


def test_what_a_person_suspended_is_not_moved_by_a_changed_duty(
    office: Scene, tmp_path: Path
) -> None:
    register_named(office.office, at("2024-04-15 08:00"))
    with office.office.writing() as session:
        row = session.merge(office.obligation("bhxh-huyen", "2024-08-10"))
        grounds = Grounds("bão số 3", "ubnd-huyen/leader")
        pause(session, [row], date(2024, 8, 20), grounds, at("2024-07-10 08:00"))
    folder = changed_rules(
        tmp_path,
        "opens: last working day of the month before\n    consolidates",
        "opens: 3 working days before aim\n    consolidates",
    )
    office.office.rulebook = load(folder)
    assert register_named(office.office, at("2024-07-11 08:00"))[0].moved == 4


@pytest.mark.parametrize(
    ("when", "state"), [("2024-12-05 08:00", "withdrawn"), ("2024-12-06 08:00", "open")]
)
def test_a_duty_taken_out_ends_what_is_not_yet_over(
    office: Scene, tmp_path: Path, when: str, state: str
) -> None:
    register_named(office.office, at("2024-11-15 08:00"))
    with_it = ("last: 2024-12-10", "last: 2024-11-10")
    folder = changed_rules(tmp_path, "last: 2024-12-05", "last: 2024-11-05", with_it)
    office.office.rulebook = load(folder)
    register_named(office.office, at(when))
    assert states(office)[("2024-12-05", state)] > 25


def test_a_duty_taken_out_by_mistake_comes_back_with_its_obligations(
    office: Scene, tmp_path: Path
) -> None:
    register_named(office.office, at("2024-04-15 08:00"))
    shipped = office.office.rulebook
    # Whoever takes out a round of reports takes out its consolidation with it.
    with_it = ("last: 2024-12-10", "last: 2024-11-10")
    folder = changed_rules(tmp_path, "last: 2024-12-05", "last: 2024-11-05", with_it)
    office.office.rulebook = load(folder)
    assert register_named(office.office, at("2024-04-16 08:00"))[0].withdrawn == 32
    assert states(office)[("2024-12-05", "withdrawn")] == 31
    office.office.rulebook = shipped
    register_named(office.office, at("2024-04-17 08:00"))
    assert states(office)[("2024-12-05", "open")] == 31
    assert len(office.entries("obligation.reopened")) == 32


def with_event_duty(rulebook: Rulebook) -> Rulebook:
    """The 2024 dispatch as if one duty read "trong thời hạn 05 ngày làm việc kể từ ngày …"."""
    declared = rulebook.directives[D2024]
    due = Due(
        "trong thời hạn 05 ngày làm việc kể từ ngày nhận được danh sách",
        Sense.WITHIN,
        after="nhan-danh-sach",
        days=5,
        unit="working_days",
    )
    old = declared.clause("B-1.1b")
    duties = {**declared.duties, old.id: replace(old, kind="report", due=due, to="ubnd-huyen")}
    directives = {**rulebook.directives, D2024: replace(declared, duties=duties)}
    return replace(rulebook, directives=directives, digest=rulebook.digest[::-1])


def test_what_was_queued_for_a_date_that_moved_is_called_off_and_the_new_one_is_reminded_of(
    office: Scene,
) -> None:
    office.lives_itself()
    office.sweep("2024-05-02 07:00")
    assert [n.step for n in office.notices() if n.state == "pending"] == ["reminder"]
    book = office.office.rulebook
    declared = book.directives[D2024]
    duty = declared.duties[MONTHLY]
    assert duty.due
    later = replace(duty, due=replace(duty.due, day=8))
    moved = replace(declared, duties={**declared.duties, MONTHLY: later})
    office.office.rulebook = replace(
        book, directives={**book.directives, D2024: moved}, digest=book.digest[::-1]
    )
    register_named(office.office, at("2024-05-02 07:02"))
    office.dispatch("2024-05-02 07:05")
    assert office.story(due="2024-05-08") == ["02/05 reminder → officer: cancelled"]
    office.days("2024-05-03", "2024-05-07")
    assert office.story(due="2024-05-08")[1:] == [
        "03/05 first → officer: sent",
        "04/05 reminder → officer: sent",
        "07/05 due_today → officer: sent",
    ]


CLERK = "van-phong/specialist"


def test_an_event_opens_what_is_counted_from_it(office: Scene) -> None:
    office.office.rulebook = book = with_event_duty(office.office.rulebook)
    duty = book.directives[D2024].clause("B-1.1b").id
    register_named(office.office, at("2024-04-15 08:00"))

    def tell(when: str) -> Registration:
        readings = office.office.settings.settings.readings_for_rules()
        with office.office.writing() as session:
            return register_event(
                session,
                book,
                D2024,
                duty,
                date(2024, 4, 25),
                [DAI_PHU],
                readings,
                at(when),
                by=CLERK,
            )

    assert tell("2024-04-26 08:00").opened == 1
    assert tell("2024-04-26 09:00").opened == 0
    opened = [orjson.loads(entry.data) for entry in office.entries("obligation.registered")]
    assert [said["bearer"] for said in opened if said.get("by") == CLERK] == [DAI_PHU]
    # 25/4 is not counted; 26/4, 02/5, 03/5, 04/5 (made up), 06/5.
    assert states(office, duty) == {("2024-05-06", "open"): 1}
    # What an event founded is not withdrawn when the rules are read again.
    office.office.rulebook = replace(book, digest="x" * 64)
    assert register_named(office.office, at("2024-04-27 08:00"))[0].withdrawn == 0


def test_an_event_for_a_duty_with_a_date_is_refused(office: Scene) -> None:
    register_named(office.office, at("2024-04-15 08:00"))
    readings = office.office.settings.settings.readings_for_rules()
    book, now, day = office.office.rulebook, at("2024-04-26 08:00"), date(2024, 4, 25)
    with (
        office.office.writing() as session,
        pytest.raises(Refused, match="không tính hạn từ một sự kiện"),
    ):
        register_event(session, book, D2024, MONTHLY, day, [], readings, now)


def test_what_comes_back_is_reminded_again(office: Scene, tmp_path: Path) -> None:
    office.sweep("2024-05-06 07:00")
    shipped = office.office.rulebook
    without = changed_rules(tmp_path, "[Chi Thiết, Đại Phú, Đông Thọ", "[Đại Phú, Đông Thọ")
    file = without / "directives" / D2024 / "cases.yaml"
    assert file.exists()
    office.office.rulebook = load(without)
    assert register_named(office.office, at("2024-05-07 06:00"))[0].withdrawn == 1
    office.office.rulebook = shipped
    assert register_named(office.office, at("2024-05-08 06:00"))[0].opened == 1
    office.sweep("2024-05-31 07:00")
    with office.office.reading() as session:
        told = session.scalars(select(Notice.recipient_uid).where(Notice.step == "target_30"))
        assert len(set(told)) == 12


def test_who_was_gone_before_the_date_is_not_blamed_after_days_down(office: Scene) -> None:
    """Down from July over the merger of 1/9: nobody asks the two communes that ended."""
    office.sweep("2024-07-20 07:00")
    office.sweep("2024-09-20 07:00")
    september = states(office)
    assert september[("2024-09-05", "open")] == 29
    assert september[("2024-09-05", "withdrawn")] == 2
    assert september[("2024-09-05", "historic")] == 1
    with office.office.reading() as session:
        told = session.scalars(
            select(Obligation.bearer_uid)
            .join(Notice)
            .where(Obligation.due_on == date(2024, 9, 5), Notice.step == "proposal")
        )
        assert not {"02593@base", "02608@base"} & set(told)
