"""The characters a document may hold: NFC, printable, and drawn by the shipped font."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from unicodedata import category, is_normalized

from dondoc.documents.writers.font import Face
from language.naming import UNITS
from language.text import nfc

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Tinos"
MISSING = "□"
_NO_BREAK = "\u00a0"
_BEFORE_A_NAME = frozenset(unit.split()[-1] for unit in UNITS.split("|"))
_BEFORE_A_NUMBER = frozenset({"ngày", "tháng", "năm", "mục", "số"})
_BREAK = "\u200b"  # zero-width space: a line may end here


def clean(text: str) -> str:
    """Return `text` in NFC without control characters, which no file format may hold.

    Marks that turn the direction of writing go as well: no Vietnamese text needs one.
    Line ends of every kind become "\\n", a tab a space, a lone surrogate "□".
    """
    if text.isprintable() and is_normalized("NFC", text):
        return text
    lines = "\n".join(f"{text}.".splitlines())[:-1].replace("\t", " ")
    kept = (MISSING if _barred(c) else c for c in nfc(lines) if not _control(c))
    return "".join(kept)


def drawable(text: str) -> str:
    """Return `clean(text)` with "□" for every character that a face of the font lacks.

    A writer that took such a letter from another font would mix fonts without a word.
    """
    known = covered()
    return "".join(c if c == "\n" or ord(c) in known else MISSING for c in clean(text))


def unbroken(text: str) -> str:
    """Return `text` so that no line ends within a name, or between a day or a unit and its name."""
    words, starts, parts = text.split(" "), True, list[str]()
    for before, word in pairwise(words):
        parts += before, _NO_BREAK if _belong(before, word, starts) else " "
        starts = before.endswith((".", ":", ";", "!", "?"))
    return "".join((*parts, words[-1]))


def _belong(before: str, word: str, starts: bool) -> bool:
    """Say whether `word` goes on what `before` begins; a capital at the start names nothing."""
    if not before[-1:].isalpha():
        return False
    named = before in _BEFORE_A_NAME or (before[0].isupper() and not starts)
    return (word[:1].isupper() and named) or (word[:1].isdigit() and before in _BEFORE_A_NUMBER)


def breakable(text: str, limit: int) -> str:
    """Let every word longer than `limit` characters (an address, say) end a line within it."""
    return " ".join(
        _BREAK.join(word[i : i + limit] for i in range(0, len(word), limit)) or word
        for word in text.split(" ")
    )


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide `text` is in points at `size` points, without kerning."""
    face = _face("Bold" if bold else "Regular")
    return size * sum(face.advance(ord(c)) for c in text)


# What turns the direction of writing: a text could read otherwise than it is stored.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _control(character: str) -> bool:
    return (category(character) == "Cc" and character != "\n") or character in _TURNING


def _barred(character: str) -> bool:
    # Surrogates, and the two code points that XML forbids (XML 1.0, 2.2).
    return category(character) == "Cs" or character in "\ufffe\uffff"


@cache
def _face(style: str) -> Face:
    return Face((FONTS / f"{FAMILY}-{style}.ttf").read_bytes())


@cache
def covered() -> frozenset[int]:
    """Return the code points that all shipped faces draw."""
    faces = (_face(path.stem.removeprefix(f"{FAMILY}-")) for path in FONTS.glob("*.ttf"))
    return frozenset.intersection(*(frozenset(face.glyphs) for face in faces))
