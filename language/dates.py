"""How an office writes a date and an hour, and reads those that people typed.

Dates after Decree 30/2020/NĐ-CP, Annex I: a leading zero for days below 10 and for the months 1
and 2 only.
"""

from calendar import monthrange
from datetime import date, datetime

from language.zone import local

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_SATURDAY = 5
_TYPED = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


def written(day: int, month: int, year: int | None = None) -> str:
    """05/5, 31/02/2024: also what is no day of the calendar."""
    return f"{day:02d}/{_month(month)}" + (f"/{year}" if year is not None else "")


def short_day(day: date) -> str:
    """05/5: for a second mention, where the year is already said."""
    return written(day.day, day.month)


def full_day(day: date) -> str:
    """05/5/2024."""
    return written(day.day, day.month, day.year)


def month_of(day: date) -> str:
    """tháng 4 năm 2024, tháng 02 năm 2024."""
    return f"tháng {_month(day.month)} năm {day.year}"


def month_and_year(month: int, year: int) -> str:
    """Return "5/1984", "02/1984": a month of which no day is known."""
    return f"{_month(month)}/{year}"


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier; the last of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month(month: int) -> str:
    return f"{month:02d}" if month <= 2 else str(month)


def week_day(day: date, makeup: bool = False) -> str:
    """thứ Bảy, 04/5/2024 (làm bù): `makeup` marks a day off that is worked in exchange."""
    return f"{WEEKDAYS[day.weekday()]}, {full_day(day)}" + (" (làm bù)" if makeup else "")


def day_off(day: date) -> str:
    """Why a term that ends on `day` rolls: its weekday, or simply that it is a day off."""
    return WEEKDAYS[day.weekday()] if day.weekday() >= _SATURDAY else "ngày nghỉ"


def moment(instant: datetime) -> str:
    """10 giờ ngày 07/5/2024, 07 giờ 05 phút ngày …: in a letter; local time of an aware instant."""
    at = local(instant)
    minutes = f" {at.minute:02d} phút" if at.minute else ""
    return f"{at.hour:02d} giờ{minutes} ngày {full_day(at.date())}"


def hour(instant: datetime) -> str:
    """16:05, local time of an aware instant."""
    return f"{local(instant):%H:%M}"


def hour_of_day(instant: datetime) -> str:
    """16:05 ngày 07/5/2024: in a sentence on screen; local time of an aware instant."""
    return f"{hour(instant)} ngày {full_day(local(instant).date())}"


def day_and_hour(instant: datetime) -> str:
    """07/5/2024 16:05: in a column; local time of an aware instant."""
    return f"{full_day(local(instant).date())} {hour(instant)}"


def short_day_and_hour(instant: datetime) -> str:
    """07/5 16:05: in a narrow column; local time of an aware instant."""
    return f"{short_day(local(instant).date())} {hour(instant)}"


def read_day(text: str) -> date | None:
    """Return the day a person typed: 2024-05-07, 07/5/2024, 7-5-2024, 7.5.2024; None for none."""
    for form in _TYPED:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a local date
        except ValueError:
            continue
    return None
