"""Paragraphs of a .docx."""

from copy import deepcopy
from functools import cache
from typing import Protocol

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.text.run import CT_R
from docx.shared import Mm, Pt
from docx.text.font import Font
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat

from dondoc.documents.writers.letters import clean, unbroken
from dondoc.documents.writers.paper import Align, Run, Text

FONT = "Times New Roman"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}

# What a run says by an element of its own.
_BREAKS = frozenset("\t\n\r")


class Holder(Protocol):
    """What paragraphs are added to: the document or a cell."""

    def add_paragraph(self, text: str = "") -> Paragraph: ...


def fill(text: str, *, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    """Return one run."""
    return (Run(text, bold, italic),)


def add(holder: Holder, text: Text, *, after: float = 0, before: float = 0) -> Paragraph:
    """Add `text` to the document or a cell; `before` and `after` in points."""
    return put(holder.add_paragraph(), text, after=after, before=before)


def put(paragraph: Paragraph, text: Text, *, after: float = 0, before: float = 0) -> Paragraph:
    """Write `text` into an empty paragraph."""
    inner, how = paragraph._p, (text.align, text.keep, text.indent, before, after)
    if inner.pPr is None:
        inner.insert(0, deepcopy(_properties(*how)))
    else:
        _shape(paragraph.paragraph_format, *how)
    for run in text.runs:
        made = deepcopy(_run(run.bold, run.italic, text.size))
        said = clean(run.text)
        _say(made, unbroken(said) if text.indent else said)
        inner.append(made)
    return paragraph


# The library looks for each property's place among all others; texts differ in few ways, so the
# properties of each way are made once and copied.
@cache
def _properties(align: Align, keep: bool, indent: bool, before: float, after: float) -> CT_PPr:
    made = OxmlElement("w:p")
    assert isinstance(made, CT_P)  # noqa: S101 - what the library makes of this name
    _shape(ParagraphFormat(made), align, keep, indent, before, after)
    return made.get_or_add_pPr()


def _shape(
    form: ParagraphFormat, align: Align, keep: bool, indent: bool, before: float, after: float
) -> None:
    form.alignment = _ALIGN[align]
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.keep_with_next = keep
    if indent:
        form.first_line_indent = Mm(12.7)


@cache
def _run(bold: bool, italic: bool, size: float) -> CT_R:
    made = OxmlElement("w:r")
    assert isinstance(made, CT_R)  # noqa: S101 - what the library makes of this name
    font = Font(made)
    font.bold, font.italic, font.size = bold, italic, Pt(size)
    return made


def _say(run: CT_R, said: str) -> None:
    if not _BREAKS.isdisjoint(said):
        run.text = said
    elif said:
        run.add_t(said)


def gap(holder: Holder, height: float, *, keep: bool = False) -> None:
    """Add an empty paragraph exactly `height` points tall."""
    form = holder.add_paragraph().paragraph_format
    form.line_spacing, form.space_after = Pt(height), Pt(0)
    form.keep_with_next = keep


def rule(holder: Holder, length: float, width: float, *, after: float = 0) -> None:
    """Add a line `length` long in the middle of a column `width` wide (points).

    It is the upper border of a paragraph of 2 points, so that it moves with the text above.
    """
    paragraph = holder.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(2), Pt(after)
    form.line_spacing = Pt(2)
    form.left_indent = form.right_indent = Pt(max(0.0, (width - length) / 2))
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
