"""The desk: one act's transaction, the office's rules and manners, the instant, and who acts."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.obligations.verdict import Work
from dondoc.obligations.work import work_of
from dondoc.reports.record import consolidators_of
from dondoc.setup.settings import LocatedSettings, Settings
from dondoc.setup.wiring import Office
from models import Notice, Obligation
from rules.meaning.policy import Post
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Which:
    """One obligation as a person names it: `bearer` by uid or name, `due` as the text has it."""

    directive: str
    duty: str
    bearer: str
    due: date


@dataclass(frozen=True)
class Desk:
    """What an act is done with; whoever opens it commits or rolls back.

    `said`: who acts, as `uid/post`, None where nobody was named.
    """

    session: Session
    work: Work
    located: LocatedSettings
    now: datetime
    said: str | None = None

    @property
    def rulebook(self) -> Rulebook:
        """Return what the office has declared."""
        return self.work.rulebook

    @property
    def settings(self) -> Settings:
        """Return the office's settings."""
        return self.located.settings

    @property
    def state(self) -> Path:
        """Return the folder in which files are kept."""
        return self.located.state_folder

    def one(self, which: Which) -> Obligation:
        """Return the obligation that is meant; raise Refused where there is none."""
        return find.one(
            self.session, self.rulebook, which.directive, which.duty, which.bearer, which.due
        )

    def about(self, notices: Collection[int]) -> list[Obligation]:
        """Return the obligations that the notices with these numbers are about."""
        about = select(Notice.obligation_id).where(Notice.id.in_(notices))
        return list(self.session.scalars(select(Obligation).where(Obligation.id.in_(about))))

    def above(self, row: Obligation) -> list[Obligation]:
        """Return the consolidations that build on `row`."""
        duty = self.rulebook.directives[row.directive_id].duties[row.duty]
        return consolidators_of(self.session, row, duty.consolidated_by)

    def allow(self, act: str, rows: Sequence[Obligation] = ()) -> str:
        """Return who does the `act`, as `uid/post`."""
        house = self.settings.office.among(self.rulebook.bodies)
        return self.said or f"{house.body}/{Post.SPECIALIST}"


@contextmanager
def desk(
    office: Office, now: datetime, said: str | None = None, *, looks: bool = False
) -> Iterator[Desk]:
    """Open the desk of `office` for one act at the instant `now` (aware), in one transaction.

    Args:
        said: who acts, as `uid/post`; None: whoever usually does.
        looks: the act only shows what it would do.
    """
    opened = office.reading() if looks else office.writing()
    with opened as session:
        yield Desk(session, work_of(office), office.settings, now, said)
