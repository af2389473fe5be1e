"""What a page of a report sends: what was typed, beside it, and the files that were brought."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from starlette.datastructures import UploadFile

from dondoc.desk.draft import Brought
from dondoc.errors import Refused
from dondoc.reports.attach import MOST_BYTES, XLSX, examine_content, safe_names
from dondoc.reports.draft_text import Typed
from dondoc.reports.figures_sheet import read_xlsx, said_in_xlsx
from dondoc.reports.inspected import inspected
from dondoc.reports.template import FormOf
from dondoc.web.visit import Visit
from language.dates import full_day
from language.text import nfc
from rules.meaning.form import NIL, Form

# How the fields of the page are called: a cell of the form, the filer's word beside it.
CELL, WORD = "o.", "gt."
# Which version a cell shows: one that is older than the page's, and one put in its place.
OLD, ANEW = "cu.", "moi."
_MOST_VERSION = 10**9


@dataclass(frozen=True)
class Coming:
    """What was sent. `typed`: on which version; `once`: the page's token; `kept`: cells in which
    somebody else has written meanwhile, as the page was told."""

    typed: Typed
    once: str
    brought: tuple[Brought, ...]
    dropped: frozenset[str]
    kept: frozenset[str]
    revises: bool

    @property
    def without_kept(self) -> Typed:
        """Return what was typed, without the cells that somebody else has written in."""
        cells = {at: text for at, text in self.typed.cells.items() if at not in self.kept}
        words = {at: text for at, text in self.typed.words.items() if at not in self.kept}
        return replace(self.typed, cells=cells, words=words)


def coming(visit: Visit, whose: FormOf, form: Form | None) -> Coming:
    """Return what the page has sent; the form as a file, where one was brought, fills it in.

    Raises:
        Refused: a file is none that is taken, or the form of another report.
    """
    typed = typed_on(visit)
    brought = []
    for file in _uploads(visit):
        name = safe_names([nfc(Path(file.filename or "tep").name)])[0]
        content = file.file.read(MOST_BYTES + 1)
        if not content:
            continue
        if form is not None and (filled := _as_form(name, content, whose, form)) is not None:
            cells, words = filled
            typed = replace(typed, cells={**typed.cells, **cells}, words={**typed.words, **words})
            continue
        brought.append(inspected(examine_content(name, content)))
    return Coming(
        typed=typed,
        once=visit.field("lan")[:64],
        brought=tuple(Brought(file, told) for file, told in brought),
        dropped=frozenset(_all(visit, "bo")),
        kept=frozenset(_all(visit, "giu")),
        revises=visit.field("sua") == "1",
    )


def typed_on(visit: Visit) -> Typed:
    """Return what was typed into the cells of the page and beside them."""
    said = visit.field("phien")
    version = int(said) if said.isdecimal() and len(said) < 10 else 0
    cells, words = dict[str, str](), dict[str, str]()
    for name, value in visit.form.multi_items():
        if not isinstance(value, str):
            continue
        # Browsers send line feeds of a text as two characters.
        text = nfc(value).replace("\r\n", "\n").strip()
        if name.startswith(CELL):
            cells[name.removeprefix(CELL)] = text
        elif name.startswith(WORD):
            words[name.removeprefix(WORD)] = text
    return Typed(min(version, _MOST_VERSION), cells, words, _since(visit))


def _since(visit: Visit) -> dict[str, int]:
    """Return which version the page shows where it is not the one of all the others.

    An older one, which another has changed since, or one that was put in its place there.
    """
    found: dict[str, int] = {}
    for name, value in visit.form.multi_items():
        mark = next((one for one in (OLD, ANEW) if name.startswith(one)), "")
        if mark and isinstance(value, str) and value.isdecimal() and len(value) < 10:
            at = name.removeprefix(mark)
            found[at] = max(found.get(at, 0), int(value))
    return found


def _all(visit: Visit, name: str) -> Iterator[str]:
    return (one for one in visit.form.getlist(name) if isinstance(one, str))


def _uploads(visit: Visit) -> Iterator[UploadFile]:
    return (one for one in visit.form.getlist("tep") if isinstance(one, UploadFile))


def _as_form(
    name: str, content: bytes, whose: FormOf, form: Form
) -> tuple[dict[str, str], dict[str, str]] | None:
    """Return the cells and words of the form in a file; None where the file is no form of ours."""
    if not content.startswith(b"PK\x03\x04") or examine_content(name, content).content_type != XLSX:
        return None
    try:
        said_in_xlsx(name, content)
    except Refused:
        return None
    read = read_xlsx(name, content, whose, form)
    cells = {at: _text(cell) for at, cell in read.cells.items() if at != NIL}
    return cells, {at: _text(word) for at, word in read.words.items() if at != NIL}


def _text(cell: object) -> str:
    """Return what a cell of a sheet holds as somebody would have typed it."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}".replace(".", ",")
    if isinstance(cell, date):
        return full_day(cell)
    return nfc(str(cell)).strip()
