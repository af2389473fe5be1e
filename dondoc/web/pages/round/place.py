"""Which round a page is about, by its address; what of it whoever looks sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends
from sqlalchemy import select

from dondoc.consolidation.consolidate import named
from dondoc.desk.context import Which
from dondoc.desk.look import Look
from dondoc.errors import Refused
from dondoc.find import consolidations_of
from dondoc.looking.round.grid import Grid, GridLine
from dondoc.looking.round.read import grid, round_row
from dondoc.visible import Sight
from dondoc.web.kept import Kept
from dondoc.web.visit import Visit
from models import Obligation

ROOT = "/dot"


@dataclass(frozen=True)
class Place:
    """One round: the duty whose reports are collected, and the date the text names."""

    directive: str
    duty: str
    due: date

    @property
    def path(self) -> str:
        """Return the address of its page."""
        return f"{ROOT}/{quote(self.directive)}/{quote(self.duty)}/{self.due.isoformat()}"

    def of(self, uid: str) -> str:
        """Return the address of the page of one body in it."""
        return f"{self.path}/{quote(uid)}"

    def which(self, uid: str) -> Which:
        """Return what the body `uid` owes in it."""
        return Which(self.directive, self.duty, uid, self.due)


def _place(directive: str, duty: str, due: date) -> Place:
    return Place(directive, duty, due)


There = Annotated[Place, Depends(_place)]
PATH = "/{directive}/{duty}/{due}"
_grids = Kept[Grid](16)


@dataclass(frozen=True)
class Seen:
    """A round that is looked at: its grid, and the consolidator's own obligation, if any."""

    look: Look
    grid: Grid
    above: Obligation | None
    _able: dict[str, frozenset[int]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return what it is called: "kỳ tháng 4/2024"."""
        period = self.grid.round.period
        if period:
            return f"kỳ {period.short}"
        return named(self.above) if self.above else "đợt này"

    @cached_property
    def rows(self) -> list[Obligation]:
        """Return the obligations of the round, read at once."""
        ids = [line.obligation for line in self.grid.lines]
        return list(self.look.session.scalars(select(Obligation).where(Obligation.id.in_(ids))))

    def line(self, uid: str) -> GridLine:
        """Return the line of the body `uid`; raise Refused where it has none."""
        for line in self.grid.lines:
            if line.body.uid == uid:
                return line
        raise Refused("đơn vị này không có trong đợt")

    @property
    def waiting(self) -> list[str]:
        """Return the bodies (uids) whose report waits to be taken as it is, by who looks."""
        able = self.may("report.accept")
        return [
            line.body.uid
            for line in self.grid.filtered("cho-tiep-nhan")
            if line.obligation in able and not line.lacks_figures
        ]

    def may(self, act: str) -> frozenset[int]:
        """Return the ids of those obligations of the round about which who looks may do `act`."""
        if act not in self._able:
            self._able[act] = self.look.desk.may(act, self.rows)
        return self._able[act]

    def may_above(self, act: str) -> bool:
        """Say whether who looks may do `act` about the consolidation."""
        return self.above is not None and bool(self.look.desk.may(act, [self.above]))


@contextmanager
def seen(visit: Visit, place: Place) -> Iterator[Seen]:
    """Look at the round; raise Refused where whoever looks does not see all of it."""
    with visit.look(Sight.ROUND) as look:
        rulebook = look.desk.rulebook
        row = round_row(look.session, rulebook, place.directive, place.duty, place.due)
        above = consolidations_of(look.session, rulebook, row)
        look.refuse_round(above[0] if above else row)
        session, now = look.session, look.desk.now

        def read() -> Grid:
            return grid(session, rulebook, place.directive, place.duty, place.due, now)

        found = _grids.of(session, visit.office, now, place, read)
        yield Seen(look, found, above[0] if above else None)
