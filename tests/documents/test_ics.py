"""The calendar file, read back by icalendar."""

from dataclasses import replace
from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from dondoc.documents.kinds.agenda.calendar import calendar as ics
from tests.documents import samples


def events(data: bytes) -> list[Event]:
    return [event for event in Calendar.from_ical(data).walk("VEVENT") if isinstance(event, Event)]


def test_each_deadline_is_a_day_on_its_last_working_day() -> None:
    found = events(ics(samples.agenda()))
    assert [event.decoded("dtstart") for event in found] == [
        date(2024, 5, 4),
        date(2024, 6, 4),
        date(2024, 7, 4),
    ]
    assert "trước ngày 05 hàng tháng" in str(found[0]["description"])


def test_the_same_deadline_keeps_its_uid_when_it_moves() -> None:
    agenda = samples.agenda()
    moved = replace(agenda.items[1], aim_on=date(2024, 6, 6), sequence=1)
    before, after = events(ics(agenda))[1], events(ics(replace(agenda, items=(moved,))))[0]
    assert before["uid"] == after["uid"]
    assert int(after["sequence"]) > int(before["sequence"])


def test_an_open_deadline_reminds_and_a_done_or_cancelled_one_does_not() -> None:
    agenda = samples.agenda()
    cancelled = replace(agenda.items[2], cancelled=True)
    done, still_open, gone = events(ics(replace(agenda, items=(*agenda.items[:2], cancelled))))
    assert [len(event.walk("VALARM")) for event in (done, still_open, gone)] == [0, 1, 0]
    alarm = still_open.walk("VALARM")[0]
    assert alarm.decoded("trigger") == datetime(2024, 6, 4, 0, 30, tzinfo=UTC)
    assert str(gone["status"]) == "CANCELLED"


def test_lines_are_folded_and_the_file_is_utf_8() -> None:
    data = ics(samples.agenda())
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert "Lịch hạn báo cáo: UBND xã Đại Phú" in data.decode()


def test_special_characters_come_back_as_they_were() -> None:
    item = replace(samples.agenda().items[0], summary="a; b, c \\ d\nEND:VEVENT")
    found = events(ics(replace(samples.agenda(), items=(item,))))
    assert len(found) == 1
    assert str(found[0]["summary"]).startswith("a; b, c \\ d\nEND:VEVENT")
