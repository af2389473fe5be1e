"""The four-way return, reproducible as of any past instant."""

from datetime import date

import pytest

from dondoc.decisions.decide import Grounds, move
from dondoc.looking.status import DutyStatus, last_rounds, status
from dondoc.reports.undo import undo
from rules.rulebook import Rulebook
from tests.offices import D2024, MONTHLY, Scene, at
from tests.rounds import inputs


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is told here is told of all communes."""
    return whole


def counted(scene: Scene, as_of: str, due: str = "2024-05-05") -> DutyStatus:
    with scene.office.reading() as session:
        rows = status(session, scene.office.rulebook, D2024, at(as_of))
    (row,) = [row for row in rows if row.due_on.isoformat() == due]
    return row


def four(row: DutyStatus) -> tuple[int, int, int, int]:
    return row.done_on_time, row.done_late, row.open_in_time, row.open_overdue


def test_the_four_ways_as_of_each_day(any_office: Scene) -> None:
    any_office.days("2024-04-26", "2024-05-03")
    any_office.record("2024-05-03 10:00")
    any_office.record("2024-05-08 10:00", bearer="02620@base")
    assert four(counted(any_office, "2024-05-03 09:59")) == (0, 0, 31, 0)
    assert four(counted(any_office, "2024-05-03 10:00")) == (1, 0, 30, 0)
    assert four(counted(any_office, "2024-05-06 23:59")) == (1, 0, 30, 0)
    assert four(counted(any_office, "2024-05-07 00:00")) == (1, 0, 0, 30)
    assert four(counted(any_office, "2024-05-08 10:00")) == (1, 1, 0, 29)


def test_a_report_in_time_recorded_late_counts_from_when_it_was_known(office: Scene) -> None:
    office.days("2024-04-26", "2024-04-26")
    office.record("2024-05-05 10:00", "2024-05-08 10:00")
    assert four(counted(office, "2024-05-07 12:00")) == (0, 0, 0, 31)
    assert four(counted(office, "2024-05-09 12:00")) == (1, 0, 0, 30)


def test_an_undone_record_counted_while_it_stood(office: Scene) -> None:
    office.days("2024-04-26", "2024-04-26")
    office.record("2024-05-03 10:00")
    with office.office.writing() as session:
        undo(session, office.obligation().id, "nhầm", "x/y", at("2024-05-04 10:00"))
    assert four(counted(office, "2024-05-03 12:00")) == (1, 0, 30, 0)
    assert four(counted(office, "2024-05-04 12:00")) == (0, 0, 31, 0)


def test_a_target_without_figures_is_unknown_never_late(office: Scene) -> None:
    office.days("2024-04-26", "2024-04-26")
    row = counted(office, "2024-07-02 00:00", "2024-06-30")
    assert (four(row), row.unknown) == ((0, 0, 0, 0), 12)


def test_what_lay_before_the_registration_is_unknown_not_blamed(office: Scene) -> None:
    office.days("2024-07-15", "2024-07-15")
    row = counted(office, "2024-07-16 00:00")
    assert (four(row), row.unknown) == ((0, 0, 0, 0), 31)


def test_the_consolidation_says_how_many_block_it(office: Scene) -> None:
    office.days("2024-04-26", "2024-04-26")
    office.record("2024-05-03 10:00")
    assert counted(office, "2024-05-03 12:00", "2024-05-10").blocked_by == 30


def test_nothing_was_known_before_the_registration(office: Scene) -> None:
    office.days("2024-04-26", "2024-04-26")
    with office.office.reading() as session:
        assert status(session, office.office.rulebook, None, at("2024-04-20 00:00")) == []


def test_an_extension_of_one_body_is_not_the_rounds_date(office: Scene) -> None:
    office.day("2024-04-26")
    rows = inputs(office)
    with office.office.writing() as session:
        row = session.merge(min(rows, key=lambda row: row.id))
        grounds, now = Grounds("lũ cuốn cầu", "ubnd-huyen/leader"), at("2024-05-02 14:00")
        move(session, office.office.rulebook, [row], 3, grounds, now, extension=True)
    for moment in ("2024-05-01 08:00", "2024-05-03 08:00"):
        with office.office.reading() as session:
            found = status(session, office.office.rulebook, D2024, at(moment))
        [may] = [one for one in found if one.duty == MONTHLY and one.due_on.month == 5]
        assert (may.due_on, may.open_in_time) == (date(2024, 5, 5), 31)


def test_the_last_rounds_are_those_of_the_whole_status(office: Scene) -> None:
    with office.office.reading() as session:
        for day in ("2024-04-26 09:00", "2024-05-07 09:00", "2025-03-03 09:00"):
            rows = status(session, office.office.rulebook, None, at(day))
            begun = {one.directive: one for one in rows if one.begun and one.duty == MONTHLY}
            found = last_rounds(session, office.office.rulebook, at(day))
            assert {one.directive: one for one in found} == begun
