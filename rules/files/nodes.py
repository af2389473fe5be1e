"""YAML 1.2 nodes turned into plain Python, with the line of every key and value."""

import re
from datetime import date

from language.dates import written
from language.text import nfc
from rules.errors import WHOLE, Problem, Problems
from rules.files.parsed import Node

Path = tuple[str | int, ...]

_BOOLEANS = {"true": True, "false": False}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NOTHING = {"", "~", "null"}
# Control characters, what turns the writing round, halves of letters, what has no width: whoever
# reads the file cannot see them, and papers and mails stumble over them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
# As far as a database counts, as long as a dispatch is, and the years that days are computed in.
_DIGITS, _LETTERS, _YEARS = 18, 50_000, range(1900, 2200)


def dotted(path: Path) -> str:
    """`("duties", "bao-cao", 0)` → `duties.bao-cao.0`; without a key the whole file is meant."""
    return ".".join(map(str, path)) or WHOLE


class Reading:
    """One pass over a document: plain values, NFC text, and where each of them stands."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems = Problems()
        self._seen: set[int] = set()

    def value(self, node: Node, path: Path) -> object:
        """The plain value of `node`; mistakes go to `problems`."""
        self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen:
            # An alias would let one edit change two clauses, and can be made to recurse.
            self._refuse(node, path, "an alias (*name)", "the value written out")
            return None
        self._seen.add(id(node))
        # Both parsers name the kinds alike (rules/files/parsed.py).
        if node.id == "mapping":
            return self._mapping(node, path)
        if node.id == "sequence":
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: Node, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            if key_node.id != "scalar":
                self._refuse(key_node, path, "a key that is not a word", "one word before ':'")
                continue
            key = nfc(key_node.value)
            here = (*path, key)
            if strange := _strange(key, quoted=False):
                self._refuse(key_node, path, *strange)
                continue
            if key in found:
                first = self.lines[here]
                what, allowed = f"written twice (first in line {first})", "each key once"
                self._refuse(key_node, here, what, allowed)
                continue
            self.lines[here] = key_node.start_mark.line + 1
            found[key] = self.value(value_node, here)
        return found

    def _scalar(self, node: Node, path: Path) -> object:
        text = nfc(node.value)
        if strange := _strange(text, quoted=node.style in ("'", '"')):
            self._refuse(node, path, *strange)
            return None
        if node.style:
            return text
        if text in _NOTHING:
            # What was left out has no place of its own: its key's line is told.
            what, allowed = "no value", "a value, or leave the key out"
            self.problems.add(Problem(self.file, self.lines[path], dotted(path), what, allowed))
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if _INTEGER.fullmatch(text):
            if len(text) <= _DIGITS:
                return int(text)
            what = f"a number of {len(text.lstrip('+-'))} digits"
            self._refuse(node, path, what, f"at most {_DIGITS} digits; what is no number in quotes")
            return None
        if _FLOAT.fullmatch(text):
            return float(text)
        day = _DATE.fullmatch(text)
        return self._date(node, path, day) if day else text

    def _date(self, node: Node, path: Path, found: re.Match[str]) -> date | None:
        year, month, day = map(int, found.groups())
        if year not in _YEARS:
            allowed = f"a day of the years {_YEARS.start} to {_YEARS.stop - 1}"
            self._refuse(node, path, f"the year {year} is out of reach", allowed)
            return None
        try:
            return date(year, month, day)
        except ValueError:
            what = f"{written(day, month, year)} is no day of the calendar"
            self._refuse(node, path, what, "a date that exists, YYYY-MM-DD")
            return None

    def _refuse(self, node: Node, path: Path, what: str, allowed: str) -> None:
        line = node.start_mark.line + 1
        self.problems.add(Problem(self.file, line, dotted(path), what, allowed))


def _strange(text: str, *, quoted: bool) -> tuple[str, str] | None:
    """Return what is wrong with a text that no office writes and what is allowed, or None."""
    if len(text) > _LETTERS:
        return f"a text of {len(text)} letters", f"at most {_LETTERS} letters"
    if unseen := _UNSEEN.search(text):
        return f"a sign nobody sees (U+{ord(unseen[0]):04X})", "the text typed anew, without it"
    if quoted and "\n" in text:
        return "a new line within quotes", "one line; a longer text below `>-`, without quotes"
    return None
