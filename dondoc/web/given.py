"""What a form of these pages was given: days, hours, files; what cannot be read says where."""

import re
from datetime import date, datetime, time

from starlette.datastructures import UploadFile

from dondoc.desk.receipt import Receipt
from dondoc.errors import Refused
from dondoc.reports.attach import MOST_BYTES, Examined, examine_content, safe_names
from dondoc.reports.figures_file import Sent
from dondoc.web.visit import Visit
from language.dates import read_day
from language.zone import ZONE, local

_GROUPING = re.compile(r"[.\s]|đồng|đ$")
# A file that whoever uploads says nothing of is given this name.
_UNNAMED = "tep"
_MANY = 500


def day(visit: Visit, name: str, called: str) -> date | None:
    """Return the local date in a field, None where it is empty.

    Raises:
        Refused: it is none; `called` is what the person knows the field as.
    """
    said = visit.field(name)
    if not said:
        return None
    found = read_day(said)
    if found is None:
        raise Refused(f"{called}: {said!r} không phải ngày; viết như 07/5/2024")
    return found


def number_of(visit: Visit, name: str, called: str) -> int:
    """Return the whole number in a field, its groups of three and "đồng" left out.

    Raises:
        Refused: it is none, or longer than any number here.
    """
    return _number(visit.field(name), called)


def numbers_of(visit: Visit, name: str, called: str) -> tuple[int, ...]:
    """Return the numbers that were ticked, or typed in a row, of a field; each once.

    Raises:
        Refused: there is none, or something else stands there.
    """
    typed = " ".join(one for one in visit.form.getlist(name) if isinstance(one, str))
    found = tuple(_number(one, called) for one in re.split(r"[,;\s]+", typed) if one)
    if not found:
        raise Refused(f"{called}: chưa nêu số nào")
    return tuple(dict.fromkeys(found))


def _number(text: str, called: str) -> int:
    said = _GROUPING.sub("", text.casefold())
    if not (said.isascii() and said.isdecimal() and len(said) < 16):
        raise Refused(f"{called}: cần một số, ví dụ 12")
    return int(said)


def month(visit: Visit, name: str, called: str) -> date:
    """Return the first day of the month in a field ("06/2024", "2024-06").

    Raises:
        Refused: it is none.
    """
    found = re.fullmatch(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})", visit.field(name))
    year, number = (found[1] or found[4], found[2] or found[3]) if found else ("0", "0")
    if not (1 <= int(number) <= 12 and 2000 <= int(year) <= 2100):
        raise Refused(f"{called}: cần một tháng, ví dụ 06/2024")
    return date(int(year), int(number), 1)


def instant(visit: Visit, on: str, at: str, called: str) -> datetime | None:
    """Return the instant of two fields, a day and an hour of it (left out: at the present hour)."""
    found = day(visit, on, called)
    if found is None:
        return None
    said = visit.field(at)
    if not said:
        return datetime.combine(found, local(visit.now).time(), tzinfo=ZONE)
    try:
        hour = time.fromisoformat(said.replace("h", ":").replace("giờ", ":").strip(": "))
    except ValueError:
        raise Refused(f"{called}: {said!r} không phải giờ; viết như 14:20") from None
    return datetime.combine(found, hour.replace(tzinfo=None), tzinfo=ZONE)


def receipt(visit: Visit) -> Receipt:
    """Return how a report came, as the form says."""
    return Receipt(
        at=instant(visit, "nhan_ngay", "nhan_gio", "Ngày nhận"),
        road=visit.field("duong") or None,
        number=visit.field("so") or None,
        dated=day(visit, "ngay", "Ngày văn bản"),
        signer=visit.field("nguoi_ky") or None,
        capacity=visit.field("tu_cach") or None,
        sent_on=day(visit, "ngay_gui", "Ngày gửi"),
        grounds=visit.field("ly_do") or None,
        copies=tuple(one for one in visit.form.getlist("noi_nhan") if isinstance(one, str)),
    )


def attached(visit: Visit, name: str = "tep") -> tuple[Examined, ...]:
    """Return the files that were sent in the field `name`, known by their content.

    Raises:
        Refused: one is too large, or of a kind that is not taken.
    """
    return tuple(
        examine_content(_name(one), one.file.read(MOST_BYTES + 1)) for one in _uploads(visit, name)
    )


def sent_files(visit: Visit, name: str = "tep") -> list[Sent]:
    """Return the files that were sent in the field `name`; they are laid on no disk.

    Raises:
        Refused: there are too many of them.
    """
    sent = _uploads(visit, name)
    if len(sent) > _MANY:
        raise Refused(f"mỗi lần nhiều nhất {_MANY} tệp")
    names = safe_names(_name(one) for one in sent)
    return [
        Sent(called, one.file.read(MOST_BYTES + 1)) for called, one in zip(names, sent, strict=True)
    ]


def _uploads(visit: Visit, name: str) -> list[UploadFile]:
    given = visit.form.getlist(name)
    return [one for one in given if isinstance(one, UploadFile) and one.filename]


def _name(one: UploadFile) -> str:
    return (one.filename or _UNNAMED).replace("\\", "/").rpartition("/")[2] or _UNNAMED
