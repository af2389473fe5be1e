"""The pages in English: the same templates, whose every text is looked up in one list.

The Vietnamese text is the source of each word and stands in the template, or in what says it; the
English of it in `english.yaml`. A template is put into English when it is compiled. What the office
itself wrote (dispatches, letters, reports, names) is in no list, stays as it was written, and is
marked as Vietnamese for whoever hears the page.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from language.text import lower_first, upper_first

ENGLISH = Path(__file__).parent / "english.yaml"
# Attributes whose value somebody reads or hears.
_READ = ("aria-label", "alt", "title", "placeholder")
_LETTER = re.compile(r"[^\W\d_]")
_VIETNAMESE = re.compile("[\u00c0-\u01b0\u1ea0-\u1ef9]")
_NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*%?")
_PIECE = re.compile(r"<!--.*?-->|[<>\"']|[^<>\"']+", re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*$")
# Where a text has parts that each may be one of ours.
_BETWEEN = re.compile(r"(; |, |\. |: | · | \(|\)\.?|\.$)")
# Elements that hold text alone, and the marked sentence, whose paragraph says its language.
_PLAIN = {"title", "desc", "text", "tspan", "option", "textarea", "script", "mark"}
VIETNAMESE = "vi"
# Longer than any word of ours is what somebody wrote.
_LONGEST = 300


@cache
def words() -> Mapping[str, str]:
    """Return the English of each text, "#" standing for a number that changes."""
    found: dict[str, str] = yaml.safe_load(ENGLISH.read_text("utf-8"))
    return found


def english(text: str) -> str:
    """Return the English of a text of ours; what is none of ours, and not in the list, as it is."""
    core = " ".join(text.split())
    if not core or len(core) > _LONGEST or not _LETTER.search(core):
        return text
    said = _known(core)
    if said is None:
        said = _in_pieces(core)
    if said is None:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{said}{after}"


def _known(core: str) -> str | None:
    said = words().get(core)
    return _with_numbers(core) if said is None else said


def _in_pieces(core: str) -> str | None:
    """Return the English of a text of several parts, where each of them is one of ours."""
    parts = _BETWEEN.split(core)
    said = [part if place % 2 else _piece(part) for place, part in enumerate(parts)]
    if len(parts) == 1 or any(one is None for one in said):
        return None
    return "".join(one for one in said if one is not None)


def _piece(part: str) -> str | None:
    if not _VIETNAMESE.search(part):
        return words().get(part, part)
    said = _known(part)
    if said is None and (small := _known(lower_first(part))) is not None:
        return upper_first(small)
    if said is None and (great := _known(upper_first(part))) is not None:
        return lower_first(great)
    return said


def _with_numbers(core: str) -> str | None:
    numbers = _NUMBER.findall(core)
    said = words().get(_NUMBER.sub("#", core)) if numbers else None
    if said is None:
        return None
    left = iter(numbers)
    return re.sub("#", lambda _: next(left, ""), said)


def spoken(value: object) -> object:
    """Return what a template writes, in English where it is a text of ours."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return english(value)


def in_its_language(value: object) -> object:
    """Return what a template writes between tags: in English, or marked as Vietnamese."""
    if hasattr(value, "__html__"):
        return value
    said = spoken(value if isinstance(value, str | int | float | None) else str(value))
    if not isinstance(said, str) or not _VIETNAMESE.search(said):
        return said
    return Markup('<span lang="{}">{}</span>').format(VIETNAMESE, said)


def language_of(text: str) -> Markup:
    """Return the attribute that says in which language `text`, of no list, is written."""
    other = _VIETNAMESE.search(str(spoken(text)))
    return Markup(' lang="{}"').format(VIETNAMESE) if other else Markup("")


class InEnglish(Extension):
    """Puts the texts of a template into English when it is compiled."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Return the tokens of a template, its texts in English."""
        place, before, heading, inside = Place(), ("", ""), False, False
        for token in stream:
            # A block `title` is written into an element that holds no others.
            if token.type == "name" and before[1] == "block":
                heading = token.value == "title"
            heading = heading and token.value != "endblock"
            before = before[1], token.value
            if token.type == "variable_begin":
                yield token
                inside = place.between and not heading
                if inside:
                    yield Token(token.lineno, "name", in_its_language.__name__)
                    yield Token(token.lineno, "lparen", "(")
            elif token.type == "variable_end":
                if inside:
                    yield Token(token.lineno, "rparen", ")")
                yield token
            elif token.type == "data":
                whole = "".join(
                    english(text) if read else text for text, read in place.pieces(token.value)
                )
                yield Token(token.lineno, token.type, whole)
            elif token.type == "string" and is_said(token.value):
                yield Token(token.lineno, token.type, english(token.value))
            else:
                yield token


def is_said(constant: str) -> bool:
    """Say whether a text within an expression of a template is one that somebody reads."""
    return len(constant) > 1 and bool(_VIETNAMESE.search(constant))


class Place:
    """Where in a page a template's text stands: in an element, or in which attribute."""

    def __init__(self) -> None:
        self._tag, self._quote, self._reads = False, "", False
        self._named, self._plain = True, ""

    @property
    def between(self) -> bool:
        """Say whether it is between tags, where other elements may stand."""
        return not (self._tag or self._plain)

    def pieces(self, data: str) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of `data`, each with whether somebody reads it."""
        before = ""
        for piece in _PIECE.findall(data):
            if self._quote:
                if piece == self._quote:
                    self._quote = ""
                yield piece, self._reads and piece not in "<>\"'"
            elif not self._tag:
                self._tag = piece == "<"
                self._named = not self._tag
                yield piece, piece not in "<>" and not piece.startswith("<!--")
            else:
                yield self._inside(piece, before), False
            before = piece

    def _inside(self, piece: str, before: str) -> str:
        if not self._named:
            self._named = True
            name = piece.split()[0] if piece.split() else ""
            if name.removeprefix("/") in _PLAIN:
                self._plain = "" if name.startswith("/") else name
        if piece == ">":
            self._tag = False
        elif piece in "\"'":
            named = _ATTRIBUTE.search(before)
            self._quote = piece
            self._reads = bool(named) and named.group(1) in _READ  # type: ignore[union-attr]
        return piece


def texts(environment: Environment, source: str) -> Iterator[str]:
    """Yield every text of a template that somebody reads, as the list has to hold it."""
    place = Place()
    for _, kind, value in environment.lex(source):
        if kind == "data":
            found = (" ".join(text.split()) for text, read in place.pieces(value) if read)
            yield from (text for text in found if _LETTER.search(text))
        elif kind == "string" and is_said(value[1:-1]):
            yield " ".join(value[1:-1].split())
