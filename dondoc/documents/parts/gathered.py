"""A round without a term on paper: who reported what by which document, and what it comes to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dondoc.consolidation.round import Consolidation
from dondoc.documents.parts import words
from dondoc.documents.writers.paper import Block, say
from dondoc.forms import told_in_words
from dondoc.sending.gathering import document_of
from dondoc.sending.names import addressed, name_of
from language.collation import vietnamese
from language.dates import moment
from language.numbers import count
from notifications.rounds import CameView
from notifications.wording import listed
from rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Gathered:
    """The reports of a round at the instant `at`, in the order of the Vietnamese alphabet.

    Args:
        subject: what they report, as their form is called; sums: what they come to, a line a group.
        silent: how many bodies have not reported; returned: names of those who are to send again.
        inputs_as, inputs_place: on whom the clause lays the reports, and where it stands.
    """

    subject: str
    came: tuple[CameView, ...]
    sums: tuple[str, ...]
    silent: int
    returned: tuple[str, ...]
    inputs_as: str
    inputs_place: str
    at: datetime


def gathered_of(rulebook: Rulebook, found: Consolidation, at: datetime) -> Gathered:
    """Return the reports of the round as it is read; `at` (aware): when that is."""
    came = [
        CameView(
            name_of(line.body),
            told_in_words(line.figures, found.directive),
            document_of(line.report) if line.report else "",
        )
        for line in found.present
    ]
    return Gathered(
        subject=found.form.name if found.form else "",
        came=tuple(sorted(came, key=lambda one: vietnamese(one.body))),
        sums=tuple(_sums(found)),
        silent=len(found.silent),
        returned=tuple(name_of(line.body) for line in found.missing),
        inputs_as=addressed(rulebook.bodies, found.inputs),
        inputs_place=found.inputs.place,
        at=at,
    )


def _sums(found: Consolidation) -> Iterator[str]:
    for id_, total in found.totals().items():
        form = total.figures.form
        for figure in form.figures:
            of = f"{figure.short.lower()}, " if len(form.figures) > 1 else ""
            number = count(total.figures[figure.id])
            yield f"Tổng số ({of}{found.row_names[id_]}): {number} {form.unit}."


def filing(found: Gathered) -> Iterator[Block]:
    """Yield who has reported, who has none, and that no term makes anybody late."""
    bodies = len(found.came) + len(found.returned) + found.silent
    yield from say(
        f"{found.inputs_as} báo cáo theo {found.inputs_place}; văn bản không nêu thời hạn. Đến "
        f"{moment(found.at)} đã nhận {count(len(found.came))}/{count(bodies)} báo cáo."
    )
    if found.returned:
        yield from say(f"Đã trả lại để chỉnh lý, chưa gửi lại: {listed(found.returned)}.")
    if found.silent:
        yield from say(
            f"{count(found.silent)} đơn vị chưa có báo cáo; không có căn cứ để tính là chậm."
        )


def figures(found: Gathered) -> Iterator[Block]:
    """Yield what each reported, and the sums."""
    if found.came:
        rows = (
            (str(place), one.body, one.document or "–", one.tells)
            for place, one in enumerate(found.came, 1)
        )
        titles = ("TT", "Đơn vị báo cáo", "Văn bản", "Số báo cáo")
        yield words.table((10, 45, 68, 42), titles, rows, "clll")
    for line in found.sums or ("Không có.",):
        yield from say(line)
