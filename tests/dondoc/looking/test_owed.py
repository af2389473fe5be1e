"""What a body owes over all directives, each where its people look for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from dondoc.desk import draft, give_back
from dondoc.desk.context import Desk, Which, desk
from dondoc.desk.look import look
from dondoc.errors import Refused
from dondoc.looking.owed import Owed, Owing, Part, owed
from dondoc.reports.draft_text import Typed
from dondoc.visible import Sight
from tests.few import COMMUNES
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at
from tests.reporting import MAY, file_report

OF = Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
OFFICER, BHXH = f"{DAI_PHU}/officer", "bhxh-huyen/officer"


@contextmanager
def looking(scene: Scene, when: str, who: str = OFFICER) -> Iterator[Desk]:
    with desk(scene.office, at(when), who, looks=True) as opened:
        yield opened


def seen(scene: Scene, when: str, who: str = OFFICER) -> Owed:
    with looking(scene, when, who) as opened:
        return owed(look(opened, Sight.STATUS))


def monthly(found: Owed, period: str = "2024-04") -> Owing:
    return next(one for one in found.rows if one.row.duty == MONTHLY and one.row.period == period)


@pytest.fixture
def opened(office: Scene) -> Scene:
    office.day("2024-04-26")
    return office


@pytest.mark.parametrize(
    ("when", "part"),
    [
        ("2024-04-26 09:00", Part.LATER),
        ("2024-05-02 09:00", Part.SOON),
        ("2024-05-04 09:00", Part.TODAY),
        # The text's day, and the day it rolls to: due, and nobody is late yet.
        ("2024-05-06 09:00", Part.TODAY),
        ("2024-05-07 09:00", Part.LATE),
    ],
)
def test_a_report_moves_from_later_to_late_with_the_days(
    opened: Scene, when: str, part: Part
) -> None:
    assert monthly(seen(opened, when)).part is part


def test_of_what_comes_later_the_next_round_alone_is_shown(opened: Scene) -> None:
    found = [one for one in seen(opened, "2024-05-07 09:00").rows if one.row.duty == MONTHLY]
    assert [one.row.period for one in found] == ["2024-04", "2024-05"]


def test_a_returned_report_is_to_be_answered_with_its_reason_and_day(opened: Scene) -> None:
    file_report(opened, MAY, "2024-05-02 09:00")
    with desk(opened.office, at("2024-05-03 09:00"), BHXH) as one:
        give_back.give_back(one, give_back.Request(OF, {"dtts.closing": "xem lại"}))
    found = monthly(seen(opened, "2024-05-03 10:00"))
    assert (found.part, found.mark.letter, found.reason) == (Part.ANSWER, "T", "xem lại")
    # Saturday 4 May is worked in exchange for a day off.
    assert found.reply_by == date(2024, 5, 6)


def test_what_was_filed_this_week_is_done_and_gone_a_week_later(opened: Scene) -> None:
    file_report(opened, MAY, "2024-05-02 09:00")
    assert monthly(seen(opened, "2024-05-08 10:00")).part is Part.DONE
    assert all(one.row.period != "2024-04" for one in seen(opened, "2024-05-12 10:00").rows)


def test_a_draft_is_shown_and_leaves_its_obligation_where_it_is(opened: Scene) -> None:
    with desk(opened.office, at("2024-05-02 09:00"), OFFICER) as one:
        draft.save(one, draft.Request(OF, Typed(0, {"done": "đã họp"}), "Lan"))
    found = monthly(seen(opened, "2024-05-04 10:00"))
    assert found.draft is not None
    assert (found.part, found.mark.letter) == (Part.TODAY, "C")


def test_who_consolidates_is_asked_which_late_reports_came(opened: Scene) -> None:
    assert seen(opened, "2024-05-06 10:00", BHXH).questions == []
    [question] = seen(opened, "2024-05-07 10:00", BHXH).questions
    assert (question.duty.id, question.bearers) == (MONTHLY, len(COMMUNES))


def test_the_statements_do_not_grow_with_what_is_owed(opened: Scene) -> None:
    def counted(who: str) -> int:
        seen_statements: list[str] = []
        engine = opened.office.database
        listen = lambda *args: seen_statements.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        try:
            with looking(opened, "2024-05-07 10:00", who) as one:
                owed(look(one, Sight.STATUS))
        finally:
            event.remove(engine, "before_cursor_execute", listen)
        return len(seen_statements)

    # One owes three things, the other one alone; what is read for a target comes on top.
    assert counted(OFFICER) <= 16
    assert counted(BHXH) <= 16


def test_who_has_nothing_to_do_with_it_sees_nothing(opened: Scene) -> None:
    with pytest.raises(Refused):
        seen(opened, "2024-05-07 10:00", f"{DAI_PHU}/administrator")
