"""Documents as .docx, to edit, number and sign: the official form in Word's own terms.

The font is named "Times New Roman", as Decree 30/2020/NĐ-CP asks (Annex I, I.4) and as offices
have it; Tinos, which the PDFs use, has the same widths, so lines end alike.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document as NewWordDocument
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from dondoc.documents.writers.code import png
from dondoc.documents.writers.form import attached
from dondoc.documents.writers.letters import clean
from dondoc.documents.writers.paper import Appendix, Block, Code, Paper, Text
from dondoc.documents.writers.word_frame import bottom, salutation, title, top
from dondoc.documents.writers.word_table import LongRows, add_table
from dondoc.documents.writers.word_text import FONT, add, fill, gap, put

_LONG, _SHORT = Mm(297), Mm(210)
_BODY = "word/document.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can name


def docx(paper: Paper, at: datetime) -> bytes:
    """Return the paper as .docx.

    Args:
        at: the instant of making (aware), kept in the file; the same data and instant give the
            same bytes.
    """
    word = NewWordDocument()
    _properties(word, paper, at)
    normal = _style(word)
    _page(word.sections[0], normal, paper.mark, paper.landscape)
    _opening(word, paper)
    width = _width(paper.landscape)
    rows = [found for block in paper.blocks if (found := _block(word, block, width))]
    if paper.frame:
        bottom(word, paper.frame)
    for appendix in paper.appendices:
        _page(word.add_section(WD_SECTION.NEW_PAGE), normal, paper.mark, appendix.landscape)
        rows += _appendix(word, appendix, attached(paper))
    buffer = BytesIO()
    word.save(buffer)
    return _timeless(buffer, rows)


def _properties(word: WordDocument, paper: Paper, at: datetime) -> None:
    core = word.core_properties
    # The format allows 255 characters in a property.
    core.title = clean(paper.title)[:255]
    core.author = core.last_modified_by = clean(paper.author)[:255]
    core.language = "vi-VN"
    core.comments = ""
    core.created = core.modified = at.replace(microsecond=0)


def _style(word: WordDocument) -> ParagraphStyle:
    normal = word.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)  # noqa: S101 - what python-docx's template holds
    normal.font.name, normal.font.size = FONT, Pt(14)
    properties = normal.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    language = OxmlElement("w:lang")
    for key in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{key}"), "vi-VN")
    properties.append(language)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    return normal


def _page(section: Section, normal: ParagraphStyle, mark: str, landscape: bool = False) -> None:
    """A4 with the Annex's margins; the number in the top margin, none on the first page."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    if mark:
        _mark(section, normal, mark)
    paragraph.style = normal
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.append(numbers)


def _mark(section: Section, normal: ParagraphStyle, mark: str) -> None:
    """Say in the top margin of every page, the first too, that it is no real document."""
    section.first_page_header.is_linked_to_previous = False
    first = section.first_page_header.paragraphs[0]
    for paragraph in (first, section.header.add_paragraph()):
        paragraph.style = normal
        put(paragraph, Text(fill(f"[{mark}]", bold=True), "right", indent=False, size=12))


def _opening(word: WordDocument, paper: Paper) -> None:
    if paper.frame is None:
        add(word, Text(fill(paper.author), "center", indent=False, size=12), after=6)
        title(word, paper)
        return
    top(word, paper.frame, "" if paper.kind else paper.about)
    if paper.kind:
        title(word, paper)
    salutation(word, paper.frame)


def _block(word: WordDocument, block: Block, width: float) -> LongRows | None:
    if isinstance(block, Code):
        paragraph = word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run().add_picture(BytesIO(png(block.text)), width=Mm(block.side))
        return None
    if not isinstance(block, Text):
        return add_table(word, block, width)
    add(word, block, after=6)
    return None


def _appendix(word: WordDocument, appendix: Appendix, belongs: str) -> list[LongRows]:
    for text, italic in (
        (appendix.label, False),
        (appendix.title.upper(), False),
        (belongs, True),
    ):
        if text:
            runs = fill(text, bold=not italic, italic=italic)
            add(word, Text(runs, "center", indent=False, keep=True))
    gap(word, 8)
    width = _width(appendix.landscape)
    return [found for block in appendix.blocks if (found := _block(word, block, width))]


def _width(landscape: bool) -> float:
    """Return the room between the margins, in millimetres."""
    return 252 if landscape else 165


def _timeless(written: BytesIO, rows: Sequence[LongRows]) -> bytes:
    """Return the same files in the same order without the time of writing, the rows in place."""
    buffer = BytesIO()
    with ZipFile(written) as source, ZipFile(buffer, "w") as target:
        for name in source.namelist():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            content = source.read(name)
            with target.open(info, "w") as out:
                if name == _BODY:
                    content = _put(out, content, rows)
                out.write(content)
    return buffer.getvalue()


def _put(out: IO[bytes], content: bytes, rows: Sequence[LongRows]) -> bytes:
    """Write `content` with its rows in place up to the last of them; return what is left."""
    for long in rows:
        before, _, content = content.partition(long.mark)
        out.write(before)
        out.writelines(long.written())
    return content
