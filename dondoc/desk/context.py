"""The desk: one act's transaction, the office's rules and manners, the instant, and who acts."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc import find
from dondoc.desk.actor import Actor, actor
from dondoc.desk.permission import Matter
from dondoc.errors import Refused
from dondoc.named import refuse_withdrawn
from dondoc.obligations.work import Work, work_of
from dondoc.setup.hour import mind_clock
from dondoc.setup.settings import LocatedSettings, Settings
from dondoc.setup.wiring import Office
from language.zone import local_date
from models import Notice, Obligation
from models.among import among
from rules.meaning.body import BodyRegistry
from rules.meaning.recipient import Party, post_at
from rules.meaning.right import Right, Role
from rules.rulebook import Rulebook

_ABOUT = select(Obligation).where(
    Obligation.id.in_(select(Notice.obligation_id).where(among(Notice.id, "notices")))
)


@dataclass(frozen=True)
class Which:
    """One obligation as a person names it: `bearer` by uid or name, `due` as the text has it.

    Without a term a round is named by the day on which it began; `due` None: the last one.
    """

    directive: str
    duty: str
    bearer: str
    due: date | None = None


@dataclass(frozen=True)
class Desk:
    """What an act is done with; whoever opens it commits or rolls back.

    `said`: who acts, as `uid/post`, None where nobody was named. `login`: by whose sign-in, None
    for a command. `asked`: the rights asked for. `crowd`: others look after them.
    `logged`: how often it was logged that they were shown persons.
    """

    session: Session
    work: Work
    located: LocatedSettings
    now: datetime
    said: str | None = None
    login: int | None = None
    asked: set[str] = field(default_factory=set)
    _known: dict[str, Actor] = field(default_factory=dict)
    crowd: bool = False
    logged: list[int] = field(default_factory=list)

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
        # What begins rounds is a tenth of a command's start, which most commands never ask.
        from dondoc.obligations import arising

        return arising.one(
            self.session, self.rulebook, which.directive, which.duty, which.bearer, which.due
        )

    def owed(self, which: Which) -> Obligation:
        """Return the obligation that is meant; raise Refused where nobody owes it any more."""
        row = self.one(which)
        refuse_withdrawn(self.rulebook.bodies, row)
        return row

    def about(self, notices: Collection[int]) -> list[Obligation]:
        """Return the obligations that the notices with these numbers are about."""
        return list(self.session.scalars(_ABOUT, {"notices": list(notices)}))

    def above(self, row: Obligation) -> list[Obligation]:
        """Return the consolidations that build on `row`, also those owed no more."""
        return find.consolidations_of(self.session, self.rulebook, row)

    @property
    def today(self) -> date:
        """Return the local date on which it is done."""
        return local_date(self.now)

    @property
    def bodies(self) -> BodyRegistry:
        """Return the bodies as they are known on that date."""
        return self.work.known_on(self.today)[0]

    def acting(self, act: str, rows: Sequence[Obligation] = ()) -> Actor:
        """Return who does the `act` about `rows`: who was named, or who usually does.

        Raises:
            Refused: there is no such body or post on that day, or nobody holds it.
        """
        bodies = self.bodies
        usual = self._right(act).usual
        party = self._parties(rows)[0]
        uid = party.body(usual) or party.office or ""
        named = f"{uid}/{post_at(bodies.get(uid), usual)}" if uid in bodies else usual
        return self.actor(self.said or self.settings.as_ or named)

    def actor(self, text: str) -> Actor:
        """Return who `text` (`uid/post`) means; asked once, since a desk has one instant.

        Raises:
            Refused: there is no such body or post on that day, or nobody holds it.
        """
        if text not in self._known:
            found = actor(self.session, self.bodies, text, self.today, self.work.office)
            self._known[text] = found
        return self._known[text]

    def own(self, act: str, row: Obligation) -> bool:
        """Say whether who does the `act` answers for the bearer of `row`."""
        bodies = self.bodies
        answering = {body.uid for body in bodies.answering(row.bearer_uid, self.today)}
        return self.acting(act, [row]).body.uid in {row.bearer_uid, *answering}

    def allow(
        self,
        act: str,
        rows: Sequence[Obligation] = (),
        parties: Sequence[Party] = (),
        assigned: str = "",
    ) -> str:
        """Return who does the `act` about `rows`, as `uid/post`.

        Args:
            parties: whom it concerns where it is about no obligation.
            assigned: the post of the office that alone may, by its settings; "": by the table.
        Raises:
            Refused: who acts is nobody on that day, or may not; who may is said. The office has
                no such post.
        """
        right = self._right(act)
        if assigned:
            right = self._for_the_assigned(right, assigned)
        who = self.acting(act, rows)
        Matter(parties or self._parties(rows), self.bodies, self.today).refuse(right, who)
        self.asked.add(act)
        return str(who)

    def may(self, act: str, rows: Sequence[Obligation], assigned: str = "") -> frozenset[int]:
        """Return about which of `rows` (ids) who acts may do the `act`: what a screen offers.

        The number of statements does not grow with the number of rows. `assigned`: as of `allow`.
        """
        right = self._right(act)
        try:
            right = self._for_the_assigned(right, assigned) if assigned else right
            who = self.acting(act, rows)
        except Refused:
            return frozenset()
        bodies, today, able = self.bodies, self.today, dict[Party, bool]()
        for row in rows:
            party = self.party(row.directive_id, row.duty, row.bearer_uid)
            if party not in able:
                able[party] = Matter((party,), bodies, today).allows(right, who)
        return frozenset(
            row.id for row in rows if able[self.party(row.directive_id, row.duty, row.bearer_uid)]
        )

    def _right(self, act: str) -> Right:
        right = self.rulebook.rights.of(act)
        if right is None:
            raise Refused(f"bảng quyền (rules/rights) chưa nêu ai được làm việc {act!r}")
        return right

    def _for_the_assigned(self, right: Right, post: str) -> Right:
        body = self.bodies.get(self.work.office or "")
        if post not in body.posts:
            has = ", ".join(body.posts)
            raise Refused(f"cấu hình giao {right.title} cho {post!r}; {body.name} chỉ có: {has}")
        return right.only(Role.OFFICE, body.kind, post)

    def _parties(self, rows: Sequence[Obligation]) -> list[Party]:
        """Return whom `rows` have to do with; the office alone where there is none."""
        found = {self.party(row.directive_id, row.duty, row.bearer_uid): None for row in rows}
        return list(found) or [Party("", office=self.work.office)]

    def party(self, directive: str, duty: str, bearer: str) -> Party:
        """Return whom a duty that `bearer` (its uid) owes has to do with."""
        declared = self.rulebook.directives.get(directive)
        found = declared.duties.get(duty) if declared else None
        to, via = (found.to, found.via) if found else (None, None)
        return Party(bearer, to, via, self.work.office)


@contextmanager
def desk(
    office: Office,
    now: datetime,
    said: str | None = None,
    *,
    looks: bool = False,
    at_any_hour: bool = False,
    login: int | None = None,
    crowd: bool = False,
) -> Iterator[Desk]:
    """Open the desk of `office` for one act at the instant `now` (aware), in one transaction.

    Args:
        said: who acts, as `uid/post`; None: whoever usually does.
        looks: the act only shows what it would do.
        at_any_hour: the act only stops or takes back, and is refused for no wrong clock.
        login: the number of the sign-in by which somebody acts on the web.
        crowd: many look one after the other; who owes what to whom is looked up once for them.
    Raises:
        Refused: `now` cannot be right beside the last sweep.
    """
    opened = office.reading() if looks else office.writing()
    with opened as session:
        if not (looks or at_any_hour):
            mind_clock(session, office.settings.settings, now)
        yield Desk(
            session, work_of(office), office.settings, now, said, login, crowd=crowd and looks
        )
