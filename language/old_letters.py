"""Vietnamese typed for the fonts of before Unicode: TCVN3 (ABC) and VNI, read by evidence.

Their files hold Latin letters in the places of Vietnamese ones. TCVN3 has one code for a letter
(TCVN 5712:1993); its capitals with a tone are small letters shown by a font of capitals. VNI writes
a letter and its accent one after the other.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from language.syllables import is_syllable
from language.text import in_old_letters, nfc

Old = Literal["TCVN3", "VNI"]

_TCVN3_FROM = "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüþ"
_TCVN3_TO = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹỵ"
_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)

# What stands after a letter, and what both are together.
_PAIRS: Mapping[str, tuple[str, str]] = {
    "a": ("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "u": ("ùøûõï", "úùủũụ"),
    "y": ("ùøûõ", "ýỳỷỹ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "ö": ("ùøûõï", "ứừửữự"),
}
_ALONE = dict(zip("íìæóòôöîñ", "íìỉĩịơưỵđ", strict=True))


def _vni() -> dict[str, str]:
    pairs = {
        base + mark: whole
        for base, (marks, wholes) in _PAIRS.items()
        for mark, whole in zip(marks, wholes, strict=True)
    } | _ALONE
    upper = {
        base.upper() + mark: whole.upper()
        for read, whole in pairs.items()
        for base, rest in [(read[0], read[1:])]
        for mark in {rest, rest.upper()}
    }
    return pairs | upper


_VNI = _vni()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+")
# Letters that no old font holds as such.
_BEYOND_LATIN = re.compile("[\u0100-\uffff]")
# What belongs to a word of TCVN3 though it is no letter to Unicode.
_SIGNS = re.compile("[¡-¾×÷\xad]")
# How many of the words with an accent must be syllables in one reading, and by how many more.
_SURE, _MORE = 0.9, 0.25


def decoded(text: str, old: Old) -> str:
    """Return `text` as the fonts of `old` showed it, NFC; what no such font has stays."""
    if old == "VNI":
        return nfc(_VNI_LETTER.sub(lambda found: _VNI[found[0]], text))
    return nfc(text.translate(_TCVN3))


def written(old: Old) -> dict[str, str]:
    """Return, by letter, how it was typed for the fonts of `old`: the other way round."""
    if old == "VNI":
        return {whole: typed for typed, whole in _VNI.items()}
    return dict(zip(_TCVN3_TO, _TCVN3_FROM, strict=True))


def evidence(texts: Iterable[str]) -> Old | None:
    """Return in which old letters the `texts` of one column were typed, None: in none surely.

    Surely means that nearly every word with an accent is a Vietnamese syllable when read so, and
    that far fewer are as they stand and in the other reading.
    """
    words = _foreign(texts)
    if not words:
        return None
    as_is = _share(words)
    shares: dict[Old, float] = {
        "TCVN3": _share([decoded(word, "TCVN3") for word in words]),
        "VNI": _share([decoded(word, "VNI") for word in words]),
    }
    best, other = sorted(shares, key=lambda old: shares[old], reverse=True)
    sure = shares[best] >= max(_SURE, shares[other] + _MORE, as_is + _MORE)
    return best if sure else None


def _foreign(texts: Iterable[str]) -> list[str]:
    """Return the words with an accent of the texts that may be old: none of Unicode's own."""
    return [
        word
        for text in texts
        if not text.isascii() and not _BEYOND_LATIN.search(text)
        for word in text.split()
        if not word.isascii()
    ]


def _share(words: list[str]) -> float:
    return sum(map(reads, words)) / len(words)


def reads(text: str) -> bool:
    """Return whether every word of `text` is built as a Vietnamese syllable, with no odd sign."""
    return _SIGNS.search(text) is None and all(map(is_syllable, _WORD.findall(text)))


class Settled(NamedTuple):
    """What a cell says, and how that was found.

    `plain`: it says so in any letters; `own`: in Unicode's alone; `old`: in the old ones alone;
    `either`: it makes sense in both, and differently; `unread`: in neither.
    """

    text: str
    how: Literal["plain", "own", "old", "either", "unread"]


def settled(text: str, old: Old | None) -> Settled:
    """Return what a cell says in a column of `old` letters (None: of Unicode)."""
    if text.isascii():
        return Settled(text, "plain")
    if _BEYOND_LATIN.search(text):
        return Settled(text, "own")
    if old is None:
        return Settled(text, "unread" if in_old_letters(text) else "plain")
    said = decoded(text, old)
    if said == text:
        return Settled(text, "plain")
    if reads(said):
        return Settled(said, "either" if reads(text) else "old")
    return Settled(text, "own" if reads(text) else "unread")
