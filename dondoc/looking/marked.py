"""A dispatch's text as it is read on a page: in paragraphs, the sentences that are meant marked.

A copy breaks its lines where the paper did. A new paragraph begins where an item does, or after a
line that ends a sentence; what else follows goes on.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_LINE = re.compile(r"[^\n]+")
# "- …", "1. …", "a) …", "I. …": how an item of a dispatch begins.
_ITEM = re.compile(r"\s*(?:\*\*)?(?:[-–+•]\s|\d{1,2}[.)]\s|[a-zđ]\)\s|[IVX]{1,4}\.\s)")
_ENDS = re.compile(r"[.;:!?/](?:\*\*)?\s*$")
_SPACE = re.compile(r"\s+")


class Span(NamedTuple):
    """Half-open, in code points of the text as stored; `mark` says what it is marked as."""

    start: int
    end: int
    mark: str


@dataclass(frozen=True)
class Piece:
    """A run of text under the same marks; none: it is not meant."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `marks`: all that lie in it, in their order."""

    pieces: tuple[Piece, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """Return what is marked in it, each once."""
        return tuple(dict.fromkeys(mark for piece in self.pieces for mark in piece.marks))

    @property
    def text(self) -> str:
        """Return what it says."""
        return "".join(piece.text for piece in self.pieces)


def paragraphs(content: str, spans: Iterable[Span] = ()) -> list[Paragraph]:
    """Return the paragraphs of a text as stored (`content`), `spans` of it marked."""
    marked = sorted(spans)
    found = (Paragraph(tuple(_pieces(content, start, end, marked))) for start, end in _cut(content))
    return [one for one in found if one.text.strip()]


def around(found: Sequence[Paragraph], marks: Iterable[str], near: int = 1) -> list[Paragraph]:
    """Return the paragraphs with one of `marks`, and `near` before and after each."""
    wanted = set(marks)
    hit = [place for place, one in enumerate(found) if wanted.intersection(one.marks)]
    keep = {place for at in hit for place in range(at - near, at + near + 1)}
    return [one for place, one in enumerate(found) if place in keep]


def _cut(content: str) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph begins and ends."""
    start, end, before = None, 0, ""
    for line in _LINE.finditer(content):
        if not line[0].strip():
            continue
        begins = start is None or _ITEM.match(line[0]) or _ENDS.search(before)
        if begins and start is not None:
            yield start, end
        if begins:
            start = line.start()
        end, before = line.end(), line[0]
    if start is not None:
        yield start, end


def _pieces(content: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    edges = {start, end}
    for span in spans:
        edges.update(at for at in (span.start, span.end) if start < at < end)
    ordered = sorted(edges)
    first = True
    for at, to in pairwise(ordered):
        text = _SPACE.sub(" ", content[at:to].replace("**", ""))
        text = text.lstrip() if first else text
        if to == end:
            text = text.rstrip()
        if text:
            first = False
            yield Piece(text, tuple(one.mark for one in spans if one.start < to and at < one.end))
