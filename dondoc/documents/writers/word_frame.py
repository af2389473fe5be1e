"""What stands around the body in a .docx: the two columns on top, the addressees, the signature."""

from docx.document import Document as WordDocument
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from dondoc.documents.writers.form import MOTTO, NATION, form_of
from dondoc.documents.writers.letters import width
from dondoc.documents.writers.official import Frame
from dondoc.documents.writers.paper import Paper, Text
from dondoc.documents.writers.word_table import bare_table
from dondoc.documents.writers.word_text import add, fill, gap, put, rule

_POINTS = 72 / 25.4
_LEFT, _RIGHT = 70.0, 95.0


def _line(text: str, size: float, *, bold: bool = False, italic: bool = False) -> Text:
    runs = fill(text, bold=bold, italic=italic)
    return Text(runs, "center", indent=False, size=size, keep=True)


def _first(cell: _Cell, texts: list[Text]) -> None:
    """Write `texts` into a new cell, whose one empty paragraph takes the first."""
    put(cell.paragraphs[0], texts[0])
    for text in texts[1:]:
        add(cell, text)


def top(word: WordDocument, frame: Frame, about: str) -> None:
    """Add the heading; `about` follows "V/v" under the number and is empty for a named kind."""
    form = form_of(frame)
    table = bare_table(word, 2, (_LEFT, _RIGHT))
    left, right = table.rows[0].cells
    _first(
        left,
        [
            *(_line(text, 12) for text in form.above),
            *(_line(text, 12, bold=True) for text in form.issuer),
        ],
    )
    longest = max(width(text, 12, bold=True) for text in form.issuer)
    # Between a third and a half of the name's length (Annex I, II.2.b).
    rule(left, longest * 0.42, _LEFT * _POINTS)
    _first(right, [_line(NATION, 12, bold=True), _line(MOTTO, 13, bold=True)])
    rule(right, width(MOTTO, 13, bold=True), _RIGHT * _POINTS)
    left, right = table.rows[1].cells
    put(left.paragraphs[0], _line(form.number, 13), before=4)
    if about:
        add(left, _line(f"V/v {about}", 12), before=6)
    put(right.paragraphs[0], _line(form.dated, 13, italic=True), before=4)
    gap(word, 8)


def title(word: WordDocument, paper: Paper) -> None:
    """Add the kind and the abstract with its rule."""
    add(word, _line(paper.kind.upper(), 14, bold=True), before=6)
    add(word, _line(paper.about, 14, bold=True))
    length = min(width(paper.about, 14, bold=True), 165 * _POINTS)
    rule(word, length * 0.4, 165 * _POINTS, after=10)


def salutation(word: WordDocument, frame: Frame) -> None:
    """Add "Kính gửi": on one line for one addressee, a line each for several."""
    to = form_of(frame).to
    if len(to) == 1:
        add(word, Text(fill(f"Kính gửi: {to[0]}"), "center", indent=False), after=10)
        return
    if to:
        first = add(word, Text(fill("Kính gửi:"), "left", indent=False, keep=True))
        first.paragraph_format.left_indent = Mm(25)
    for place, text in enumerate(to, 1):
        line = add(
            word,
            Text(fill(f"- {text}"), "left", indent=False, keep=True),
            after=10 if place == len(to) else 2,
        )
        # The dashes stand in one line under the colon (Annex I, II.9.d).
        line.paragraph_format.left_indent = Mm(25 + 3) + Pt(width("Kính gửi", 14))
        line.paragraph_format.first_line_indent = Mm(-3)


def bottom(word: WordDocument, frame: Frame) -> None:
    """Add "Nơi nhận" beside the signature, on one page."""
    form = form_of(frame)
    gap(word, 8, keep=True)
    left, right = _cells(bare_table(word, 1, (80.0, 85.0)))
    head = Text(fill("Nơi nhận:", bold=True, italic=True), "left", indent=False, size=12)
    copies = [
        Text(fill(f"- {text}"), "left", indent=False, size=11, keep=True) for text in form.copies
    ]
    _first(left, [head, *copies])
    lines = [_line(text, 14, bold=True) for text in form.capacity]
    _first(right, lines or [_line("", 14)])
    name = add(right, _line(form.signer, 14, bold=True))
    # Room to sign.
    name.paragraph_format.space_before = Pt(24 * _POINTS)
    name.paragraph_format.keep_with_next = False


def _cells(table: Table) -> tuple[_Cell, _Cell]:
    left, right = table.rows[0].cells
    return left, right
