"""What a draft says, cell by cell, by whom and when: two people write, neither is overwritten.

Whoever saves says on which version he wrote. What he left as that version had it is not his: there
the other's word stays. Where both changed a cell, the other's stays as well and he is shown it
beside his own; saving once more, now knowing it, puts his in its place. Nothing that was said is
lost: the words before stay with their writers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

import orjson

# Of one cell so many words are remembered.
_REMEMBERED = 20
# What a filer says of a cell, beside what the cell holds.
_WORD = "?"


class Said(NamedTuple):
    """What somebody wrote into a cell: in which version, who, at which instant (aware)."""

    version: int
    text: str
    writer: str
    at: datetime


class Waiting(NamedTuple):
    """A file that waits with a draft: its number, name, what its content is, its size in bytes.

    `told`: what is to be said of it: what was taken out of a photo, whose signature it bears.
    """

    number: str
    name: str
    content_type: str
    size: int
    told: str
    writer: str
    at: datetime


@dataclass(frozen=True)
class Clash:
    """A cell that two people changed: what he who saves wrote, and what is there of the other."""

    at: str
    mine: str
    theirs: Said


@dataclass(frozen=True)
class Typed:
    """What somebody sends: the form's `cells` and his `words` beside them, both by address.

    `version`: of the draft he wrote on, 0 where there was none. `since`: the addresses at which his
    page shows what another version says, each with that one.
    """

    version: int
    cells: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, int] = field(default_factory=dict)

    def version_at(self, at: str) -> int:
        """Return the version that he saw at the address `at`."""
        return self.since.get(at, self.version)

    def items(self) -> list[tuple[str, str]]:
        """Return everything that was typed, each under the key by which a draft keeps it."""
        words = [(f"{_WORD}{at}", word) for at, word in self.words.items()]
        return [*self.cells.items(), *words]


@dataclass(frozen=True)
class DraftText:
    """What is written: of each key its words, the last one last, and the files that wait."""

    said: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    files: tuple[Waiting, ...] = ()

    @property
    def cells(self) -> dict[str, str]:
        """Return what was written into the form's cells, by address."""
        return {at: one[-1].text for at, one in self.said.items() if not at.startswith(_WORD)}

    @property
    def words(self) -> dict[str, str]:
        """Return what was written beside them, by address."""
        return {at[1:]: one[-1].text for at, one in self.said.items() if at.startswith(_WORD)}

    def last(self, at: str) -> Said | None:
        """Return who wrote what last into the cell `at`, None where nobody has."""
        return self.said[at][-1] if at in self.said else None

    @property
    def writers(self) -> dict[str, datetime]:
        """Return who has written on it, and when last."""
        found: dict[str, datetime] = {}
        for one in sorted((w for words in self.said.values() for w in words), key=lambda w: w.at):
            found[one.writer] = one.at
        return found

    def with_typed(
        self, typed: Typed, offered: Mapping[str, str], writer: str, version: int, now: datetime
    ) -> tuple["DraftText", tuple[Clash, ...]]:
        """Return the draft with what was typed, and where another had changed the same.

        Args:
            offered: what the form begins with, by address, where nobody has written anything.
            version: which one it becomes.
            now: the instant (aware).
        """
        said, clashes = dict(self.said), []
        for key, text in typed.items():
            words = self.said.get(key, ())
            before, seen, there = self._seen(typed, offered, key)
            if text in (seen, there):
                continue
            if len(words) > before:
                clashes.append(Clash(key.removeprefix(_WORD), text, words[-1]))
                continue
            said[key] = (*words, Said(version, text, writer, now))[-_REMEMBERED:]
        return replace(self, said=said), tuple(clashes)

    def _seen(self, typed: Typed, offered: Mapping[str, str], key: str) -> tuple[int, str, str]:
        """Return how often `key` had been written, what it said then, and what it says now."""
        words, upto = self.said.get(key, ()), typed.version_at(key.removeprefix(_WORD))
        before = [one for one in words if one.version <= upto]
        first = offered.get(key, "")
        seen = before[-1].text if before else first
        return len(before), seen, words[-1].text if words else first

    def behind(self, typed: Typed, offered: Mapping[str, str]) -> dict[str, bool]:
        """Return the addresses at which another has written since, and he who sends has not.

        Each with whether all that stands there may be shown anew: he has not written beside it.
        """
        old, own = set[str](), set[str]()
        for key, text in typed.items():
            _, seen, there = self._seen(typed, offered, key)
            if text != there:
                (old if text == seen else own).add(key.removeprefix(_WORD))
        return {at: at not in own for at in sorted(old)}

    def to_bytes(self) -> bytes:
        """Return it as it is sealed."""
        said = {key: [tuple(one) for one in words] for key, words in self.said.items()}
        return orjson.dumps({"said": said, "files": [tuple(one) for one in self.files]})

    @classmethod
    def from_bytes(cls, content: bytes) -> "DraftText":
        """Return what `to_bytes` made."""
        read = orjson.loads(content)
        return cls(
            {key: tuple(_said(*one) for one in words) for key, words in read["said"].items()},
            tuple(_waiting(*one) for one in read["files"]),
        )


def _said(version: int, text: str, writer: str, at: str) -> Said:
    return Said(version, text, writer, datetime.fromisoformat(at))


def _waiting(*parts: str) -> Waiting:
    number, name, content_type, size, told, writer, at = parts
    return Waiting(number, name, content_type, int(size), told, writer, datetime.fromisoformat(at))
