"""What one cell of a figures file says beside numbers and days: yes or no, words; whose it is."""

from typing import Any

from dondoc.errors import Refused
from dondoc.incoming import values
from dondoc.incoming.values import Bad
from dondoc.reports.checks import Remark
from dondoc.reports.template import NO, YES, FormOf
from language.dates import full_day, read_day
from rules.meaning.form import Form
from rules.meaning.policy import Check

LONGEST = 5_000


def block(form: Form, at: str, place: str, says: str) -> Remark:
    """Return what is wrong with the cell at `place`, by the name `form` has for its address."""
    return Remark(at, place, form.name_at(at) or place, Check.BLOCK, says)


def refuse_other(name: str, whose: FormOf, said: tuple[str | None, ...]) -> None:
    """Refuse the form of another directive, duty, body or period."""
    wanted = (whose.directive, whose.duty, whose.bearer, whose.due_on.isoformat())
    what = ("văn bản", "nhiệm vụ", "đơn vị", "kỳ hạn")
    wrong = [
        f"mẫu của {kind} {_shown(found)}, báo cáo này của {kind} {_shown(expected)}"
        for kind, found, expected in zip(what, said, wanted, strict=True)
        if found is not None and found != expected
    ]
    if wrong:
        raise Refused(f"{name}: nhầm mẫu: {'; '.join(wrong)}")


def _shown(said: str) -> str:
    """Return an id as it is, a date as an office writes it."""
    on = read_day(said)
    return full_day(on) if on else said


def yes(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    text = words(cell).casefold()
    if text in ("", NO.casefold()):
        return False
    if text == YES.casefold():
        return True
    raise Bad(f"chọn {YES} hoặc {NO}")


def words(cell: Any) -> str:
    """Return what was written, line breaks kept."""
    return values.words(cell, LONGEST)
