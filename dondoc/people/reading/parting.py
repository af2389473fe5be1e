"""Rows that part a list instead of naming a person: "I. Thôn …", "Tăng"; and what they part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from language.text import spelt
from rules.meaning.list_titles import ListTitles

Parts = Literal["commune", "village", "section"]

_NUMERAL = re.compile(r"^\s*(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)\s*[.):/\-–]+\s*(?=\S)")
_CODE = re.compile(r"(?:[IVXLC]{1,5}|[A-ZĐa-zđ])(?:\.\d{1,2})*\.?")
_COUNT = re.compile(r"\s*(?:\(\s*\d+[^)]*\)|[:,\-–]?\s*\d+\s*(?:người|khẩu|hộ))\s*$")
_LONGEST = 120
# Words within a title after which no longer the name of a commune stands.
_AFTER = re.compile(
    r"\s+(?:huyện|quận|thị xã|thành phố|tỉnh|năm|tháng|quý|theo|tính|kèm|đợt)\b.*", re.IGNORECASE
)


@dataclass(frozen=True)
class Heading:
    """What a row parts the list into, as written, without the numeral before and a count after."""

    parts: Parts
    says: str


class Words:
    """Knows the words with which such rows begin."""

    def __init__(self, titles: ListTitles) -> None:
        # The longest first: "Tổ dân phố" before "Tổ".
        known: list[tuple[str, Parts]] = [
            *((word, "village") for word in titles.villages),
            *((word, "commune") for word in titles.communes),
            *((word, "section") for word in titles.sections),
        ]
        self._known = sorted(known, key=lambda one: -len(one[0].split()))
        self._commune = _naming(titles.communes)
        self._village = _naming(titles.villages)

    def heading(self, said: str, code: str = "") -> Heading | None:
        """Return what a row parts that says `said`, in whose column of numbers `code` stands.

        None where neither its first words nor its numbering tell it.
        """
        if len(said) > _LONGEST:
            return None
        numbered = _NUMERAL.match(said)
        bare = _COUNT.sub("", said[numbered.end() :] if numbered else said).strip(" :.-–")
        if not bare:
            return None
        words = bare.split()
        for known, parts in self._known:
            size = len(known.split())
            if spelt("".join(words[:size])) == spelt(known):
                return Heading(parts, bare)
        if numbered or (code and is_code(code)):
            return Heading("section", bare)
        return None

    def commune_in(self, title: str) -> str | None:
        """Return the commune that a line above the table names, None where it names none."""
        return _named_in(self._commune, title)

    def village_in(self, title: str) -> str | None:
        """Return the village that a line above the table names, None where it names none."""
        return _named_in(self._village, title)


def _naming(words: Sequence[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"\b({longest_first})\s*:?\s+(\w[^,;:()–]*)", re.IGNORECASE)


def _named_in(pattern: re.Pattern[str] | None, title: str) -> str | None:
    found = pattern.search(title) if pattern else None
    if found is None or not (found[2][0].isupper() or found[2][0].isdigit()):
        return None
    return f"{found[1]} {_AFTER.sub('', found[2]).strip()}"


def is_code(said: str) -> bool:
    """Return whether a column of numbers holds what numbers parts, not persons: I, A, II.1."""
    return _CODE.fullmatch(said) is not None
