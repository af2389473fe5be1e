"""The fixed words of the official form, the same in every writer."""

from dataclasses import dataclass

from dondoc.documents.writers.official import Frame, Heading
from dondoc.documents.writers.paper import Paper
from language.dates import month_of

# Left for the clerk, where nothing tells the place.
BLANK = "……"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_BLANK = "\u00a0" * 8


@dataclass(frozen=True, slots=True)
class Form:
    """A frame with its blanks and capitals as they stand on the page."""

    above: tuple[str, ...]
    issuer: tuple[str, ...]
    number: str
    dated: str
    to: tuple[str, ...]
    copies: tuple[str, ...]
    capacity: tuple[str, ...]
    signer: str


def form_of(frame: Frame) -> Form:
    """Return the form: number and day are left for the clerk where it was not issued."""
    heading, signature = frame.heading, frame.signature
    return Form(
        above=tuple(line.upper() for line in heading.above),
        issuer=tuple(line.upper() for line in heading.issuer),
        number=f"Số:{_number(heading)}",
        dated=f"{heading.place or BLANK}, {_dated(heading)}",
        to=_ended(frame.to) if len(frame.to) > 1 else frame.to,
        copies=_ended(frame.copies),
        capacity=tuple(line.upper() for line in signature.capacity),
        signer=signature.name,
    )


def attached(paper: Paper) -> str:
    """Return the line under an appendix's title that says what it belongs to."""
    if paper.frame is None:
        return ""
    heading = paper.frame.heading
    return (
        f"(Kèm theo {paper.kind or 'Công văn'} số{_number(heading)} "
        f"{_dated(heading)} của {' '.join(heading.issuer)})"
    )


def _number(heading: Heading) -> str:
    """Return what follows "số": a blank for the clerk, or the number and symbol as issued."""
    if not heading.number:
        return f"{_BLANK}/{heading.symbol}"
    return f" {heading.number}" if "/" in heading.number else f" {heading.number}/{heading.symbol}"


def _dated(heading: Heading) -> str:
    if heading.dated is None:
        return f"ngày{_BLANK}{month_of(heading.month)}"
    return f"ngày {heading.dated:%d} {month_of(heading.dated)}"


def _ended(lines: tuple[str, ...]) -> tuple[str, ...]:
    """End each line with ";" and the last with "." (Annex I, II.9.d)."""
    bare = [line.rstrip(" ;.") for line in lines]
    return tuple(
        f"{line}{'.' if place == len(bare) else ';'}" for place, line in enumerate(bare, 1)
    )
