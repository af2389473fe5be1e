"""What a day's work stands on, whether it is an office's or a simulation's."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from dondoc.day.watching import watching_by
from dondoc.obligations.work import Work, work_of
from dondoc.setup import database
from dondoc.setup.awake import LOOKED_AT, wake_consolidations
from dondoc.setup.settings import Settings
from dondoc.setup.wiring import Office


@dataclass(frozen=True)
class Ground:
    """Where a day's work is stored, by which rules and manners, and over which directives.

    `supposed`: nobody else ever sees it, so that there is nobody to prove it to.
    """

    database: Engine
    work: Work
    settings: Settings
    directives: Sequence[str]
    supposed: bool = False

    def writing(self) -> AbstractContextManager[Session]:
        """Open one writing transaction."""
        waking = partial(wake_consolidations, self.work.rulebook, self.settings.sweep.at)
        unbound = LOOKED_AT if self.supposed else None
        return database.writing(self.database, at_end=waking, unbound=unbound)

    def reading(self) -> AbstractContextManager[Session]:
        """Open one reading transaction."""
        return database.reading(self.database)


def ground_of(office: Office) -> Ground:
    """Return what the days of `office` stand on."""
    settings = office.settings.settings
    return Ground(
        office.database, work_of(office, watching_by(settings)), settings, settings.directives
    )
