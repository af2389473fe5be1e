"""Where the people of a list live: the commune and the village that a row, or its list, names."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from dondoc.people.row import Finding
from language import naming
from language.text import upper_first
from rules.meaning.body import BodyRegistry, UnknownBody

_COLUMN = "xã"


@dataclass(frozen=True)
class Place:
    """The body (uid) in whose part a row stands, None where that cannot be said, and why."""

    body: str | None
    finding: Finding | None = None


class Places:
    """Finds communes by what rows call them on the day of the list.

    Args:
        bodies: as they are known when the list comes.
        on: the local date of the list; a name of before is taken for who answers for it by then.
        whole: the commune that the whole list is of (uid), None where each row says it.
    """

    def __init__(self, bodies: BodyRegistry, on: date, whole: str | None) -> None:
        self._bodies, self._on, self._whole = bodies, on, whole
        self.of = cache(self._of)

    def _of(self, written: str | None) -> Place:
        """Return where a row belongs whose commune is written so."""
        if not written:
            if self._whole:
                return Place(self._whole)
            return _lost("dòng không nêu xã, mà danh sách không phải của riêng một xã")
        found = self._named(written)
        if found is None:
            return _lost("không có xã nào tên như đã ghi tại ngày của danh sách")
        if self._whole not in (None, found):
            return _lost("dòng của xã khác, mà danh sách nêu là của riêng một xã")
        return Place(found)

    def _named(self, written: str) -> str | None:
        for name in (written, upper_first(written.casefold()), written.title()):
            if name in self._bodies:
                return name
            try:
                return self._bodies.named(name, self._on).uid
            except UnknownBody:
                heirs = {
                    heir.uid
                    for body in self._bodies.called(name)
                    for heir in self._bodies.answering(body.uid, self._on)
                }
                if len(heirs) == 1:
                    return heirs.pop()
        return None


def village_key(written: str) -> str:
    """Return what is the same for every spelling of a village's name within its commune."""
    return naming.key(" ".join(written.split()).casefold())


def _lost(what: str) -> Place:
    return Place(None, Finding("place-unknown", _COLUMN, what, grave=True))
