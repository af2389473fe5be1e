"""What the words of a deadline are read as, before anybody declares them: JSON and lines."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dondoc.errors import Refused
from language.dates import full_day, written
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.declared_period import DueIn, Mark
from rules.meaning.period import Period
from rules.reading.wording import Wording, read
from rules.reading.wording_days import due_days, figures

_LONGEST = 500
_SENSES = {
    "before": "trước ngày ấy (đọc chặt: ngày ấy không còn kịp)",
    "by": "đến hết ngày ấy",
    "within": "trong số ngày ấy",
    "timely": "kịp thời, không nêu ngày",
    "from": "từ ngày ấy, không nêu ngày cuối",
    "not-before": "không sớm hơn",
}
# A stated hour bounds the moment, not the day: the day itself is still in time before it.
_SENSES_AT = {
    "before": "trước giờ ấy",
    "by": "đến đúng giờ ấy",
    "within": "trong số ngày ấy, đến giờ ấy",
}
_EVERY = {
    "day": "hằng ngày",
    "week": "hằng tuần",
    "month": "hằng tháng",
    "quarter": "hằng quý",
    "half-year": "6 tháng một lần",
    "nine-months": "9 tháng",
    "year": "hằng năm",
}
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_QUARTERS = ("I", "II", "III", "IV")
_UNITS = {"days": "ngày", "working_days": "ngày làm việc", "hours": "giờ"}
_PLACES = {"first": "tháng đầu", "last": "tháng cuối"}
_SEEN = {
    DueIn.ITSELF: "hạn nằm trong kỳ báo cáo",
    DueIn.NEXT: "hạn nằm trong kỳ sau kỳ báo cáo",
    DueIn.BEFORE: "hạn nằm trong kỳ trước kỳ được nói đến",
    DueIn.AFTER: "đếm từ khi hết kỳ báo cáo",
}


def reading(text: str, label: str | None, calendar: WorkingCalendar) -> dict[str, Any]:
    """Return what `text` says, and where `label` names a period ("2025-Q2") its days there.

    Raises: Refused for words too long to be those of a deadline and for what names no period.
    """
    return _row(_read(text), _period(label), calendar)


def reading_in_words(
    text: str, label: str | None, calendar: WorkingCalendar
) -> Iterator[tuple[str, str]]:
    """Yield the same as (what, words), for a person. Raises as `reading` does."""
    said, period = _read(text), _period(label)
    for one in (said, *said.also):
        yield from _lines(one)
        if period is not None:
            days = [full_day(day) for day in due_days(one, period, calendar)]
            yield f"Hạn của {period.short}", ", ".join(days) or "lời văn không cho ra ngày"
            if window := figures(one, period):
                yield f"Số liệu của {period.short}", str(window)


def _read(text: str) -> Wording:
    if len(text) > _LONGEST:
        raise Refused(
            f"lời văn dài {len(text)} ký tự; chỉ đưa câu nêu thời hạn, tối đa {_LONGEST} ký tự"
        )
    return read(text)


def _period(label: str | None) -> Period | None:
    found = Period.of_label(label) if label else None
    if label and found is None:
        raise Refused(
            f'"{label}" không phải tên một kỳ; ví dụ: 2025-W18 (tuần), 2025-06, 2025-Q2, 2025-H1,'
            " 2025-9M, 2025"
        )
    return found


def _row(said: Wording, period: Period | None, calendar: WorkingCalendar) -> dict[str, Any]:
    row: dict[str, Any] = {
        "sense": said.sense,
        "every": said.every,
        "day": said.day,
        "month": said.month,
        "starts": _starts(said),
        "on": _iso(said.on),
        "weekday": said.weekday,
        "at": said.at[0] if len(said.at) == 1 else list(said.at) or None,
        "days": said.days,
        "unit": said.unit,
        "direction": said.direction,
        "after": said.after,
        "period": {"of": said.kind, "due": said.due} if said.due or said.kind else None,
        "cut_off": _marks(said.cut_off),
        "months": list(said.months) or None,
        "quarter": said.quarter,
        "who": said.who,
        "rolls": said.rolls or None,
        "unread": list(said.unread),
        "also": [_row(one, period, calendar) for one in said.also],
    }
    if period is not None:
        row["due_on"] = [day.isoformat() for day in due_days(said, period, calendar)]
        window = figures(said, period)
        row["figures"] = [_iso(window.first), _iso(window.last)] if window else None
    return row


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _starts(said: Wording) -> str | None:
    """The first day of a stretch: ISO, without the year where none is said ("--04-29")."""
    if said.starts is None:
        return None
    day, month, year = said.starts
    return f"{year or '-'}-{month:02}-{day:02}"


def _marks(cut_off: tuple[Mark, Mark] | None) -> dict[str, str] | None:
    """The words in which a directive file declares the days of its figures."""
    if cut_off is None:
        return None
    begins, ends = cut_off
    return {"from": f"day {begins.day} of the month before", "to": f"day {ends.day}"}


def _lines(said: Wording) -> Iterator[tuple[str, str]]:
    if said.who:
        yield "Của ai", said.who
    if said.quarter:
        yield "Ngoại lệ", f"riêng quý {_QUARTERS[said.quarter - 1]}"
    if said.sense:
        yield "Nghĩa", (_SENSES_AT if said.at else {}).get(said.sense, _SENSES[said.sense])
    if said.every:
        yield "Định kỳ", _EVERY[said.every]
    if said.starts:
        yield "Từ ngày", written(*said.starts)
    if day := _day(said):
        yield "Đến ngày" if said.starts else "Ngày", day
    if said.at:
        yield "Giờ", ", ".join(said.at)
    if said.days is not None:
        side = "trước khi" if said.direction == "before" else "kể từ khi"
        event = f" {side} {said.after}" if said.after else ""
        yield "Số ngày", f"{said.days} {_UNITS[said.unit or 'days']}{event}"
    if said.due:
        yield "Kỳ", _SEEN[said.due]
    if said.months:
        yield "Các tháng", f"chỉ từ tháng {said.months[0]} đến tháng {said.months[-1]}"
    if said.cut_off:
        begins, ends = said.cut_off
        until = f"đến ngày {ends.day} của tháng cuối kỳ"
        yield "Số liệu", f"từ ngày {begins.day} của tháng trước kỳ {until}"
    if said.rolls:
        yield "Ngày nghỉ", "trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp"
    for words in said.unread:
        yield "Chưa hiểu", f"“{words}”"


def _day(said: Wording) -> str | None:
    if said.weekday:
        return _WEEKDAYS[said.weekday - 1]
    if said.day is None:
        return None
    if isinstance(said.month, int):
        return written(said.day, said.month, said.year)
    place = f" {_PLACES[said.month]} của kỳ" if said.month else ""
    return f"ngày {said.day:02}{place}"
