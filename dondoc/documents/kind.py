"""What a kind of document is, and the files one of it makes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from dondoc.documents.marking import marked_calendar, marked_sheet, marked_table
from dondoc.documents.writers.csv import csv_files, csv_parts
from dondoc.documents.writers.paper import Paper
from dondoc.documents.writers.sheet import LongTable, Sheet
from dondoc.errors import NotAllowed
from dondoc.named import body_uid
from dondoc.people.row import Personal
from dondoc.setup.wiring import Office
from dondoc.trail.proven import About, refuse_unproven
from dondoc.visible import Sight
from language.zone import local_date
from rules.rulebook import Rulebook

# The PDF first: it is what people wait for.
FORMATS = ("pdf", "docx", "xlsx", "csv", "ics")
Content = bytes | Iterable[bytes]
# Shows under a name how many of how many rows are written.
Telling = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]
T = TypeVar("T")


@dataclass(frozen=True)
class Sources:
    """What a document is filled from, at one instant `now` (aware).

    `opens`: opens persons by their case numbers to whoever asked for the document, once it is
    logged; None where nobody who may was asked.
    """

    session: Session
    office: Office
    now: datetime
    opens: Callable[[Collection[int]], Mapping[int, Personal]] | None = None

    def opened(self, persons: Collection[int]) -> Mapping[int, Personal]:
        """Return what is known of the `persons`; raise NotAllowed where nobody opens them here."""
        if self.opens is None:
            raise NotAllowed("tài liệu có hồ sơ từng người chỉ mở cho ai được xem từng người")
        return self.opens(persons)

    @property
    def rulebook(self) -> Rulebook:
        return self.office.rulebook

    @property
    def author(self) -> str:
        """Return how the office calls itself."""
        return self.office.house.name


@dataclass(frozen=True)
class Kind(Generic[T]):
    """One kind of document; `content` is the class that holds what one of it says.

    Args:
        command: its name at `dondoc document`; stem: the beginning of its files' names.
        help: one line on the kind, for whoever asks for one.
        sight: by which right it is seen.
        fill: content from `Sources` and from what is asked; the names of its parameters after the
            first say what is asked (`dondoc.cli.documents`).
        paper, sheets, calendar: content set out, as tables of values, as a calendar; None where
            the kind has no such form.
        tables: content as tables of any length, read once.
        then: what there is to do once it is written, from the content and what was asked.
        others: it tells of figures of other rounds too.
        kept: the files (name, bytes) that were signed, where what is asked was; None: it is to
            be made. Takes what `fill` does.
    """

    command: str
    stem: str
    help: str
    sight: Sight
    content: type[T]
    fill: Callable[..., T]
    paper: Callable[[T], Paper] | None = None
    sheets: Callable[[T], tuple[Sheet, ...]] | None = None
    calendar: Callable[[T], bytes] | None = None
    tables: Callable[[T], Iterable[LongTable]] | None = None
    then: Callable[[T, Mapping[str, Any]], str] | None = None
    others: bool = False
    kept: Callable[..., list[tuple[str, bytes]] | None] | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        """Return the formats the kind has, in the order in which they are written."""
        has = {
            "pdf": self.paper,
            "docx": self.paper,
            "xlsx": self.paper and self.sheets,
            "csv": self.sheets or self.tables,
            "ics": self.calendar,
        }
        return tuple(name for name in FORMATS if has[name])

    def signed(self, sources: Sources, **asked: Any) -> list[tuple[str, bytes]] | None:
        """Return the files that were signed, where what is asked was; None: it is to be made.

        Raises:
            NotPossible: the rows that say which files they are are not what the trail has bound.
        """
        found = self.kept(sources, **asked) if self.kept else None
        if found is not None:
            about = self._about(sources, asked)
            state = sources.office.settings.state_folder
            refuse_unproven(sources.session, state, about, {"signature", "signed", "print"})
        return found

    def filled(self, sources: Sources, **asked: Any) -> T:
        """Return what one of it says, from what the trail has proven.

        Raises:
            NotPossible: what it would say is not what the trail has bound.
        """
        about = self._about(sources, asked)
        refuse_unproven(sources.session, sources.office.settings.state_folder, about)
        return self.fill(sources, **asked)

    def _about(self, sources: Sources, asked: Mapping[str, Any]) -> About:
        bearer = asked.get("bearer")
        if bearer is not None:
            bearer = body_uid(sources.rulebook.bodies, bearer, local_date(sources.now))
        return About(asked.get("directive"), bearer, asked.get("round_due"), self.others)

    def files(
        self,
        document: T,
        at: datetime,
        formats: Sequence[str] = FORMATS,
        telling: Telling | None = None,
        mark: str = "",
    ) -> Iterator[tuple[str, Content]]:
        """Yield (file name, content) for each of `formats` that the kind has.

        The same data and instant give the same bytes. CSV files are "STEM-TABLE.csv".

        Args:
            at: the instant of making (aware).
            telling: shows how far a long table is.
            mark: stands on every file of what is no real document.

        Raises:
            ValueError: an unknown format.
        """
        unknown = [name for name in formats if name not in FORMATS]
        if unknown:
            raise ValueError(f"unknown format {', '.join(unknown)}; known: {', '.join(FORMATS)}")
        for name in self.formats:
            if name in formats:
                yield from self._files(_Making(document, at, mark), name, telling)

    def _files(
        self, making: "_Making[T]", name: str, telling: Telling | None
    ) -> Iterator[tuple[str, Content]]:
        document, mark = making.document, making.mark
        if name == "csv":
            made = csv_files(self._sheets(making))
            yield from ((f"{self.stem}-{table}", data) for table, data in made.items())
            for table in self.tables(document) if self.tables else ():
                yield f"{table.name}.csv", _parts(marked_table(table, mark), telling)
        elif name == "ics" and self.calendar:
            yield f"{self.stem}.ics", marked_calendar(self.calendar(document), mark)
        elif self.paper:
            paper = replace(self.paper(document), mark=mark)
            yield f"{self.stem}.{name}", self._bound(paper, making, name)

    def _sheets(self, making: "_Making[T]") -> tuple[Sheet, ...]:
        found = self.sheets(making.document) if self.sheets else ()
        return tuple(marked_sheet(sheet, making.mark) for sheet in found)

    def _bound(self, paper: Paper, making: "_Making[T]", name: str) -> bytes:
        # Each loads a library of its own: only what is asked for.
        if name == "xlsx":
            from dondoc.documents.writers.xlsx import xlsx

            return xlsx(paper.title, self._sheets(making), making.at)
        if name == "pdf":
            from dondoc.documents.writers.pdf import pdf

            return pdf(paper, making.at)
        from dondoc.documents.writers.docx import docx

        return docx(paper, making.at)


@dataclass(frozen=True)
class _Making(Generic[T]):
    """One document being made: what it says, the instant of making, and its mark."""

    document: T
    at: datetime
    mark: str


def _parts(table: LongTable, telling: Telling | None) -> Iterator[bytes]:
    if telling is None:
        yield from csv_parts(table.columns, table.rows)
        return
    with telling(table.name) as tell:
        rows = table.counting(lambda done: tell(done, table.total))
        yield from csv_parts(table.columns, rows)
