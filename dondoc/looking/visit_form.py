"""The form of a printed sheet's visits as a spreadsheet: its case numbers, no names."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select

from dondoc.cases.visit_file import TITLES
from dondoc.desk.look import Look
from dondoc.desk.persons import log_numbers
from dondoc.documents.writers.sheet import Column, Sheet
from dondoc.errors import Refused
from dondoc.people.printing import on_list, sheet_of
from models import Person, Purpose
from rules.meaning.visiting import Word


def visit_form(look: Look, number: int) -> Sheet:
    """Return the form of the printed sheet with that number; whose numbers are shown is logged.

    Args:
        look: at `Sight.PERSONS`, of a desk that only looks.
    Raises:
        Refused: there is no such sheet, or nobody of it may be seen.
    """
    one = sheet_of(look.session, number)
    rows = on_list(look.session, one.list_id, one.body_uid)
    listed = [row.id for row in rows if row.village_id == one.village_id]
    visible = set(look.session.scalars(_seen(look, listed)))
    if not visible:
        raise Refused(f"không có phiếu in số {number} trong phần được xem")
    cases = sorted(visible)
    log_numbers(look, cases, Purpose.DUTY)
    words = look.desk.rulebook.visiting
    return Sheet(
        "phieu-tham",
        f"Phiếu thăm số {number}",
        tuple(Column(title, 12) for title in TITLES),
        tuple((str(case), *[None] * (len(TITLES) - 1)) for case in cases),
        notes=(
            _key("Gặp", words.met.values()),
            "Làm: 0 chưa; 1 chỉ tuyên truyền; 2 tuyên truyền và vận động (để trống nếu đã gặp)",
            _key("Trả lời", words.answers.values()),
            _key("Lý do", words.reasons.values()),
            _key("Tình trạng", words.situations.values()),
        ),
    )


def _seen(look: Look, cases: Sequence[int]) -> "Select[int]":
    return select(Person.id).where(Person.id.in_(cases), *look.visible.persons())


def _key(title: str, of: Iterable[Word]) -> str:
    return f"{title}: " + "; ".join(f"{place} {one.title}" for place, one in enumerate(of, 1))
