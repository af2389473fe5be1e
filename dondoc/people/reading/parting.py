"""Rows that part a list instead of naming a person: "I. Thôn …", "Tăng"; and what they part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from language.naming import UNITS
from language.text import spelt
from rules.meaning.list_titles import ListTitles

Parts = Literal["unit", "village", "section"]

_NUMERAL = re.compile(r"^\s*(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)\s*[.):/\-–]+\s*(?=\S)")
_CODE = re.compile(r"(?:[IVXLC]{1,5}|[A-ZĐa-zđ])(?:\.\d{1,2})*\.?")
_COUNT = re.compile(r"\s*(?:\(\s*\d+[^)]*\)|[:,\-–]?\s*\d+\s*(?:người|khẩu|hộ))\s*$")
_LONGEST = 120
# What ends the name of a place within a title or an address.
_BETWEEN = re.compile(r"\s[-–]\s|[,;()]")
# A name has a capital or is a number; what follows "các xã, " is none.
_NAMES = re.compile(r"[A-ZÀ-ỸĐ0-9]|số\s*\d")
_AFTER = rf"{UNITS}|năm|tháng|quý|theo|tính|kèm|đợt"


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
            *((word, "unit") for word in titles.communes),
            *((word, "section") for word in titles.sections),
        ]
        self._known = sorted(known, key=lambda one: -len(one[0].split()))
        every = (*titles.communes, *titles.villages)
        self._commune = _naming(titles.communes, every)
        self._village = _naming(titles.villages, every)

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
        """Return the commune that a line above the table or an address names, None for none."""
        return _named_in(self._commune, title)

    def village_in(self, title: str) -> str | None:
        """Return the village that it names, None where it names none."""
        return _named_in(self._village, title)


def _naming(words: Sequence[str], every: Sequence[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    first, ends = (
        "|".join(map(re.escape, sorted(some, key=len, reverse=True))) for some in (words, every)
    )
    ended = rf"(?=\s+(?:{ends}|{_AFTER})\b|\s*:|$)"
    return re.compile(rf"\b({first})\s*:?\s+(\w.*?)\s*{ended}", re.IGNORECASE)


def _named_in(pattern: re.Pattern[str] | None, title: str) -> str | None:
    for part in _BETWEEN.split(title) if pattern else ():
        found = pattern.search(part) if pattern else None
        if found is not None and _NAMES.match(found[2]):
            return f"{found[1]} {found[2]}"
    return None


def is_code(said: str) -> bool:
    """Return whether a column of numbers holds what numbers parts, not persons: I, A, II.1."""
    return _CODE.fullmatch(said) is not None
