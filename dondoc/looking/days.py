"""The days of a simulation: what people do, the sweep, and every dispatch that then has work."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.contacts.book import store_contacts
from dondoc.contacts.demo import demo_contacts
from dondoc.day.dispatching import WayOut, make_dispatch
from dondoc.day.ground import Ground
from dondoc.day.registering import register_directives
from dondoc.day.sweeping import SweepReport, make_sweep
from dondoc.looking.acts import Acts
from dondoc.looking.behaviour import Behaviour
from dondoc.looking.head import LOOKS_AFTER, held, let_go, who_releases
from dondoc.looking.posted import Posted
from dondoc.looking.supposed import Noted, Supposed
from dondoc.looking.timeline import Timeline, TimelineEvent
from dondoc.obligations.register import knowledge_of
from dondoc.sending.courtesy import Courtesy
from dondoc.setup.database import glancing
from dondoc.setup.settings import LocatedSettings
from language.zone import local_date, local_midnight, morning
from models import Notice, NoticeState

# Asked several times a day.
_ANY_UNSENT = select(Notice.id).where(Notice.unsent()).limit(1)
_UNSENT = (
    select(Notice.state, func.min(Notice.held_until)).where(Notice.unsent()).group_by(Notice.state)
)


class Days:
    """A simulation under way, registered at 00:00 of a local date; everybody has a contact.

    `ground`: where it is stored.
    """

    def __init__(
        self,
        ground: Ground,
        located: LocatedSettings,
        behaviour: Behaviour,
        first: date,
        way: Callable[[datetime], WayOut] | None = None,
    ) -> None:
        """Begin on `first`; `located` are the settings of `ground`, with a folder to write into.

        `way`: how letters leave at an instant; None: each is supposed to arrive, and its words are
        not kept.
        """
        self.ground, self._located, self._behaviour = ground, located, behaviour
        self._begun = local_midnight(first)
        self._last: datetime | None = None
        # When something that waits can leave, and as what the rules are known: as of that instant.
        self._waiting: set[datetime] = set()
        self._known: str | None = None
        rulebook = ground.work.rulebook
        self._courtesy = Courtesy(ground.settings.courtesy, rulebook.calendar)
        self._acts = Acts(ground, located, behaviour, self._begun)
        who = who_releases(ground)
        self._head = who if behaviour.release == "same_day" else None
        self._noted = Noted()
        self._way = way or (lambda now: Supposed(ground, self._noted, now))
        self._timeline = Timeline(rulebook)
        self._posted = Posted(rulebook, self._noted, who)
        register_directives(ground, self._begun)
        with ground.writing() as session:
            store_contacts(session, demo_contacts(rulebook), self._begun)

    @property
    def events(self) -> list[TimelineEvent]:
        """Return what has happened so far."""
        return [*self._timeline.events, *self._posted.events]

    def live(self, day: date) -> None:
        """Let one local day begin: what was left of the day before, then the sweep, its letters."""
        if self._is_down(day):
            return
        ground, now = self.ground, morning(day, self.ground.settings.sweep.at)
        self._pass(now)
        self._acts.until(now)
        self._register(now)
        make_sweep(ground, SweepReport(now), self._last)
        self._dispatch(now)
        since = self._last or self._begun
        with ground.reading() as session:
            self._timeline.read(session, since, now)
            self._posted.read(session)
            if not self._is_let_go(now):
                letters = Supposed(ground, self._noted, now).letters
                self._posted.wait(session, letters, since, now)
            self._last = now
            self._waiting = set(self._waits(session))

    def _register(self, now: datetime) -> None:
        """Bring the directive up to date, where anything is known at `now` that was not before."""
        ground = self.ground
        readings = ground.settings.readings_for_rules()
        known = knowledge_of(ground.work.rulebook, readings, local_date(now))
        if known != self._known:
            register_directives(ground, now)
            self._known = known

    def act(self, now: datetime) -> None:
        """Let people do what they were to do up to the instant `now` (aware) of the last day."""
        self._acts.until(now)

    def end(self) -> None:
        """Let what the last sweep decided leave in the rest of its day; nobody files any more."""
        if self._last is None:
            return
        evening = local_midnight(local_date(self._last) + timedelta(days=1))
        self._live_through(sorted(self._waiting), evening)
        with self.ground.reading() as session:
            self._posted.read(session)

    def _pass(self, until: datetime) -> None:
        """Let the time since the last sweep pass, up to the instant `until`."""
        moments = self._acts.instants(self._last or self._begun, until) | self._waiting
        self._live_through(sorted(moments), until, acting=True)

    def _live_through(
        self, moments: list[datetime], until: datetime, *, acting: bool = False
    ) -> None:
        for at in moments:
            tick = self._tick(at)
            if tick >= until or self._is_down(local_date(tick)):
                continue
            if acting:
                self._acts.until(tick)
            if self._head and at == self._looks():
                let_go(self.ground, self._located, self._head, tick)
            self._dispatch(tick)

    def _waits(self, session: Session) -> Iterator[datetime]:
        """Yield the instants at which something that waits now can leave, or is let go."""
        if self._last is None:
            return
        unsent = session.connection().execute(_UNSENT).all()
        for state, until in unsent:
            opens = self._courtesy.closed_until(self._last)
            if state == NoticeState.PENDING and opens:
                yield opens
            elif state == NoticeState.HELD and until:
                yield until
        if unsent and self._is_let_go(self._last) and held(session):
            yield self._looks()

    def _looks(self) -> datetime:
        """Return when on the day of the last sweep somebody looks at what waits."""
        return (self._last or self._begun) + LOOKS_AFTER

    def _is_let_go(self, now: datetime) -> bool:
        """Say whether what waits at `now` is let go on that day."""
        return bool(self._head) and self._courtesy.sends_on(local_date(now))

    def _dispatch(self, now: datetime) -> None:
        """Let leave what may leave, where anything waits and the relay takes it."""
        down = self._behaviour.is_down(self._behaviour.relay_down, local_date(now))
        if down or not self._anything_waits():
            return
        make_dispatch(self.ground, now, self._way(now))

    def _anything_waits(self) -> bool:
        with glancing(self.ground.database) as connection:
            return connection.scalar(_ANY_UNSENT) is not None

    def _tick(self, at: datetime) -> datetime:
        """Return the first instant from `at` on at which letters are sent."""
        every = timedelta(minutes=self.ground.settings.dispatch.every_minutes)
        midnight = local_midnight(local_date(at))
        return midnight - (midnight - at) // every * every

    def _is_down(self, day: date) -> bool:
        return self._behaviour.is_down(self._behaviour.system_down, day)
