"""Vietnamese order of names: the alphabet's own letters, Đ after D, tones last."""

from functools import lru_cache
from unicodedata import normalize

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng, in dictionary order
_KINDS = (
    *("UBND ", "Thị trấn ", "thị trấn ", "Phường ", "phường ", "Xã ", "xã "),
    *("Đặc khu ", "đặc khu "),
)


@lru_cache(maxsize=20_000)
def vietnamese(name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return a sort key for a body's name; its kind ("UBND xã") does not count."""
    for kind in _KINDS:
        name = name.removeprefix(kind)
    letters: list[int] = []
    tones: list[int] = []
    for character in normalize("NFC", name.casefold()):
        parts = normalize("NFD", character)
        tone = next((mark for mark in parts if mark in _TONES), "")
        bare = normalize("NFC", parts.replace(tone, "")) if tone else character
        letters.append(_ALPHABET.find(bare) if bare in _ALPHABET else -1)
        tones.append(_TONES.find(tone) + 1 if tone else 0)
    return tuple(letters), tuple(tones)
