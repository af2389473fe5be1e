"""When two spellings are the same Vietnamese name, and what to suggest when they are not."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from unicodedata import combining, normalize

# The words before the name of an administrative unit, of whatever level and time.
UNITS = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"
# Those at the bottom, whose committees are told together: "các xã …, đặc khu …".
COMMUNES = "xã|thị trấn|phường|đặc khu"
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


@lru_cache(maxsize=20_000)
def key(name: str) -> str:
    """Equal for spellings that differ only in NFC/NFD and in where a syllable's tone is put.

    Hòa = Hoà, Thủy = Thuỷ; but Đông ≠ Đồng, and capitals count.
    """
    return " ".join(_syllable(word) for word in normalize("NFD", name).split())


@lru_cache(maxsize=20_000)
def _syllable(word: str) -> str:
    letters = "".join(mark for mark in word if mark not in _TONES)
    tones = "".join(sorted(mark for mark in word if mark in _TONES))
    return normalize("NFC", letters) + tones


def suggest(name: str, known: Iterable[str]) -> list[str]:
    """Up to three known names that look like `name` once accents and capitals are gone."""
    bare: dict[str, str] = {}
    for candidate in known:
        bare.setdefault(_bare(candidate), candidate)
    return [bare[match] for match in get_close_matches(_bare(name), bare, n=3, cutoff=0.75)]


def slug(name: str) -> str:
    """chua-tham-gia: the words of a name in plain letters, for names of files."""
    return _bare(name).replace(" ", "-")


def _bare(name: str) -> str:
    plain = "".join(mark for mark in normalize("NFD", name) if not combining(mark))
    # đ is a letter of its own and does not decompose.
    return " ".join(plain.casefold().replace("đ", "d").split())
