"""What was sent of a list: the file, which list it is, and what its columns were said to be."""

from pathlib import Path
from typing import get_args

from dondoc.desk.people_list import Request
from dondoc.errors import Refused
from dondoc.people.list_waiting import Waiting
from dondoc.people.reading.match import Correction
from dondoc.people.row import Sex
from dondoc.setup.seal import Seal
from dondoc.trail.signing import signer
from dondoc.web.visit import Visit
from language.dates import read_day
from models import PeopleListKind
from rules.meaning.list_titles import ListField

_PURPOSE = "lists that wait for a yes"
_MOST = 25 * 1024 * 1024
_KINDS = (".csv", ".xlsx")
# How the fields of the form begin: what a column is said to be, what it was read as, said before.
SAID, READ, BEFORE = "cot.", "la.", "noi."


def waiting(visit: Visit) -> Waiting:
    """Return the lists that wait for a yes."""
    state = visit.office.settings.state_folder
    return Waiting(state, Seal(signer(state).derived(_PURPOSE)))


def whose(visit: Visit) -> str:
    """Return whose a waiting file is: this sign-in's."""
    return f"{visit.said} {visit.signed.id if visit.signed else 0}"


def kept(visit: Visit) -> str:
    """Lay the file that was sent down, sealed; return its number.

    Raises:
        Refused: there is none, it is too large or of another kind.
    """
    file = visit.form.get("tep")
    if file is None or isinstance(file, str) or not file.filename:
        raise Refused("chưa chọn tệp; chọn một tệp XLSX hoặc CSV rồi gửi lại")
    if Path(file.filename).suffix.casefold() not in _KINDS:
        raise Refused("tệp cần là XLSX hoặc CSV; tệp .xls thì mở ra, lưu lại thành .xlsx")
    content = file.file.read(_MOST + 1)
    if len(content) > _MOST:
        raise Refused(f"tệp quá lớn; nhiều nhất {_MOST // 1024 // 1024} MB")
    return waiting(visit).keep(content, whose(visit), visit.now)


def request(visit: Visit, number: str, apply: bool = False) -> Request:
    """Return what is asked of the desk about the waiting file with this number.

    Raises:
        Refused: it is not there any more, or a field of the form is none.
    """
    directive, _, group = visit.field("nhom").partition("|")
    as_of = visit.field("ngay")
    day = read_day(as_of) if as_of else None
    if as_of and day is None:
        raise Refused("“Tính đến ngày” không phải ngày, dạng 10/4/2024")
    if visit.field("loai") not in set(PeopleListKind):
        raise Refused("chưa chọn loại danh sách")
    return Request(
        file=Path("danh-sach"),
        content=waiting(visit).content(number, whose(visit)),
        directive=directive,
        group=group,
        kind=PeopleListKind(visit.field("loai")),
        as_of=day,
        body=visit.field("xa") or None,
        source=visit.field("nguon"),
        said=said(visit),
        apply=apply,
    )


def said(visit: Visit) -> Correction:
    """Return what the form says of the columns: what was said before, and what is chosen now."""
    form = visit.form
    columns = {key.removeprefix(BEFORE): visit.field(key) for key in form if key.startswith(BEFORE)}
    for key in form:
        of = key.removeprefix(SAID)
        if key.startswith(SAID) and visit.field(key) != visit.field(READ + of):
            columns[of] = visit.field(key)
    known = {one.value for one in ListField} | {""}
    if unknown := sorted(set(columns.values()) - known):
        raise Refused(f"không có trường nào là {unknown[0]!r}")
    sexes: dict[str, Sex] = {}
    for sex in get_args(Sex):
        if number := visit.field(f"so.{sex}"):
            sexes[number] = sex
    return Correction(columns, sexes, visit.field("so-khong") == "1")
