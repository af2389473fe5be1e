"""The lines of "Nơi nhận" under a document: those declared, and those a dispatch itself names."""

from collections.abc import Collection, Iterator

from rules.meaning.directive import Directive
from rules.meaning.letterhead import Copies, Form

AS_ABOVE = "Như trên"


def copies_of(form: Form, directive: Directive | None) -> Iterator[str]:
    """Yield each line once, in the order declared: "Như trên" first, "Lưu: …" last."""
    lines: dict[str, None] = {}
    for line in form.copies:
        if isinstance(line, str):
            lines[line] = None
        elif directive is not None:
            lines.update(dict.fromkeys(_own(directive, line)))
    yield from lines


def _own(directive: Directive, wanted: Copies) -> Iterator[str]:
    """Yield the dispatch's lines for the bodies `wanted`; lines with one note become one."""
    found = [
        copy.line
        for copy in directive.copies
        if copy.bodies and set(copy.bodies) <= set(wanted.bodies) and not is_fixed(copy.line)
    ]
    if not wanted.note:
        yield from found
    elif found:
        yield f"{joined(found)} ({wanted.note})"


def is_fixed(line: str) -> bool:
    """Say whether a line is no choice: whoever it is addressed to, or the file copy."""
    return line.startswith((AS_ABOVE, "Lưu:"))


def joined(lines: Collection[str]) -> str:
    """Return lines that end alike as one: "Chủ tịch, các PCT UBND tỉnh"."""
    split = [line.split() for line in lines]
    common = 0
    while all(len(words) > common + 1 for words in split) and (
        len({words[-1 - common] for words in split}) == 1
    ):
        common += 1
    heads = [" ".join(words[: len(words) - common]) for words in split]
    named = ", ".join([heads[0], *map(_continued, heads[1:])])
    return " ".join(filter(None, (named, *split[0][len(split[0]) - common :])))


def _continued(words: str) -> str:
    """Return a line's beginning as it stands in a sentence; an abbreviation keeps its capitals."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
