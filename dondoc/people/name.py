"""A person's name as it is compared: its parts without marks, and how they sound."""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

from language.naming import key

# What is written one for the other at the head of a syllable: heard alike in the north, or typed
# so. The longest first; "gi" before "g" would swallow the vowel of "gi" itself.
_HEADS = re.compile(r"ngh|ng|nh|ch|tr|gi(?=[aeou])|gh|ph|th|kh|qu|[a-z]")
# Of each way of hearing it, how else it is written; the first stands for all.
_ALIKE = ("ch tr", "x s", "n l", "d gi r", "f ph", "q k c qu", "ng ngh", "g gh")
_SOUNDS = {head: heads.split()[0] for heads in _ALIKE for head in heads.split()}
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name's parts in plain letters, how surname and given name sound, and its true spelling.

    `marked` is equal for spellings that differ in capitals and in where a tone is put; None of a
    name written without any mark.
    """

    parts: tuple[str, ...]
    surname: str
    given: str
    marked: str | None

    @property
    def middle(self) -> tuple[str, ...]:
        """Return the parts between surname and given name."""
        return self.parts[1:-1]


def name_of(written: str) -> Name:
    """Return how a name is compared; one of no letters has no parts."""
    parts = tuple(filter(None, map(plain, written.replace(".", ". ").split())))
    if not parts:
        return Name((), "", "", None)
    return Name(parts, sound(parts[0]), sound(parts[-1]), _marked(written))


def _marked(written: str) -> str | None:
    return None if written.isascii() else key(written.casefold())


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """Return the letters of a word without marks and capitals."""
    bare = "".join(mark for mark in normalize("NFD", word.casefold()) if not combining(mark))
    # đ is a letter of its own and does not decompose.
    return "".join(filter(str.isalnum, bare.replace("đ", "d")))


@lru_cache(maxsize=20_000)
def sound(part: str) -> str:
    """Return what plain spellings have in common that are taken for each other: Xáu, Sáu."""
    once = _TWICE.sub(r"\1", part)
    head = _HEADS.match(once)
    if head is None:
        return once
    return _SOUNDS.get(head[0], head[0]) + once[head.end() :].replace("y", "i")


@lru_cache(maxsize=100_000)
def near(one: str, other: str) -> bool:
    """Return whether one letter more, less or other makes the same of two parts."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at:] == other[at + 1 :] or one[at + 1 :] == other[at + 1 :]
