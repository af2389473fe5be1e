"""Letterheads: what stands around a body's documents, as its office prints it.

Declared in `rules/letterheads/*.yaml`, read by `rules.reading.letterhead_file`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rules.meaning.body import Body


class Document(StrEnum):
    """The official documents that are written; the others are papers of the house."""

    REPORT = "report"
    CONSOLIDATION = "consolidation"
    URGING = "urging"
    BRIEF = "brief"


DOCUMENT_NAMES = {
    Document.REPORT: "báo cáo",
    Document.CONSOLIDATION: "báo cáo tổng hợp",
    Document.URGING: "công văn đôn đốc",
    Document.BRIEF: "báo cáo nhanh",
}


@dataclass(frozen=True, slots=True)
class Copies:
    """The lines of a dispatch's own "Nơi nhận" that name `bodies` (uids); `note` goes in brackets
    after them."""

    bodies: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who else may sign, and how: `lines` as printed ("TL. Chủ tịch", "Chánh Văn phòng").

    `authority`: the working rules or decision that let them; `scope` and `until` (a local date):
    how far an authorisation ("TUQ.") goes. Decree 30/2020/NĐ-CP, art. 13.
    """

    lines: tuple[str, ...]
    authority: str = ""
    scope: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of document: the symbol after the number, who signs line by line, "Nơi nhận".

    `to`: the office of the person it is addressed to, as printed; empty where bodies are addressed.
    `signer`: the post that signs as `signature` says ("chair", or "uid/post" of another body),
    empty where no name is taken from the address book; `signers`: who else may, by post.
    """

    symbol: str
    signature: tuple[str, ...]
    copies: tuple[str | Copies, ...]
    to: str = ""
    signer: str = ""
    signers: Mapping[str, Signing] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """One declared letterhead. `bodies`: kinds and uids; `above`, `name`: line by line as printed,
    empty where none is declared; `place`: where it is written, of a body named after no place."""

    id: str
    bodies: tuple[str, ...]
    above: tuple[str, ...]
    name: tuple[str, ...]
    documents: Mapping[str, Form] = field(hash=False)
    place: str = ""


class Letterheads:
    """All letterheads, asked for one body; one that names its uid stands above one for its kind."""

    def __init__(self, letterheads: Iterable[Letterhead] = ()) -> None:
        self._all = tuple(letterheads)
        self._by_name = {name: one for one in self._all for name in one.bodies}

    def made_of(self) -> tuple[object, ...]:
        """Return what the same letterheads are made of."""
        return (self._all,)

    def of(self, body: Body) -> Letterhead | None:
        """Return the letterhead of `body`, None where none is declared for it or its kind."""
        return self._by_name.get(body.uid) or self._by_name.get(body.kind)


NO_LETTERHEADS = Letterheads()
