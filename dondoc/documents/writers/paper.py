"""A document as it is set out on paper: the one form that every writer (.docx, PDF) renders.

Texts are plain: nothing in them is markup, in any writer.
"""

from dataclasses import dataclass
from typing import Literal

from dondoc.documents.writers.letters import clean
from dondoc.documents.writers.official import Frame

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `indent`: its first line begins 1,27 cm in; `keep`: stays with what follows."""

    runs: tuple[Run, ...]
    align: Align = "justify"
    indent: bool = True
    keep: bool = False
    size: float = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, `span` columns wide; a heading cell may be `rows` rows tall."""

    text: str
    bold: bool = False
    italic: bool = False
    align: Align | None = None
    span: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` in parts of the whole; `align` of its cells below the heading."""

    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table, as wide as the page; `head` repeats on every page; `size` in points."""

    columns: tuple[Column, ...]
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    size: float = 12


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of a short `text` that says nothing of anybody, `side` millimetres wide.

    In a PDF it stands in the top margin of its page.
    """

    text: str
    side: float = 18


Block = Text | Table | Code


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix, on pages and with page numbers of its own."""

    label: str
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document.

    Args:
        frame: None for a paper of the house that is not an official document.
        kind: "Báo cáo"; empty for a công văn, which has `about` after "V/v".
        about: the abstract.
        author: the issuing body, for the file's properties.
        appendices: each is referred to in the text.
        mark: stands on every page of what is no real document; empty on a real one.
        landscape: its own pages lie on their side, as registers do.
    """

    kind: str
    about: str
    author: str
    blocks: tuple[Block, ...]
    frame: Frame | None = None
    appendices: tuple[Appendix, ...] = ()
    mark: str = ""
    landscape: bool = False

    @property
    def title(self) -> str:
        return " ".join(filter(None, (self.kind or "V/v", self.about)))


def closing(text: str) -> Text:
    """Set the last sentence, which stays with the signature: never a page with a signature only."""
    return Text((Run(text),), keep=True)


def say(text: str, *, bold: bool = False, italic: bool = False) -> tuple[Text, ...]:
    """Set `text` as one paragraph a line; blank lines vanish, each ends with a stop."""
    lines = (line.strip() for line in clean(text).split("\n"))
    return tuple(Text((Run(ended(line), bold, italic),)) for line in lines if line)


def ended(line: str) -> str:
    """Return a sentence that somebody typed with the full stop it lacks."""
    return f"{line}." if line[-1:].isalnum() or line.endswith((")", "”", '"', "%")) else line


def heading(text: str) -> Text:
    """Set a numbered heading, which stays with the paragraph it heads."""
    return Text((Run(text, bold=True),), keep=True)


def note(text: str) -> Text:
    """Set a remark under a table."""
    return Text((Run(text, italic=True),), size=13)
