"""Paragraphs of a .docx."""

from typing import Protocol

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from dondoc.documents.writers.letters import clean, unbroken
from dondoc.documents.writers.paper import Run, Text

FONT = "Times New Roman"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


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
    form = paragraph.paragraph_format
    paragraph.alignment = _ALIGN[text.align]
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.keep_with_next = text.keep
    if text.indent:
        form.first_line_indent = Mm(12.7)
    for run in text.runs:
        said = clean(run.text)
        made = paragraph.add_run(unbroken(said) if text.indent else said)
        made.bold, made.italic = run.bold, run.italic
        made.font.size = Pt(text.size)
    return paragraph


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
