"""An office for tests: real rules, a real database, a fixed clock, a gateway that remembers."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, select

from dondoc import find
from dondoc.contacts.book import ContactRow, store_contacts
from dondoc.day.dispatching import run_dispatch
from dondoc.day.sweeping import run_sweep
from dondoc.obligations.work import Work, work_of
from dondoc.reports.evidence import Evidence
from dondoc.reports.record import Recorded, record
from dondoc.setup.settings import EscalationSettings, LocatedSettings, Settings
from dondoc.setup.wiring import Office
from language.zone import ZONE
from models import Entry, Notice, Obligation
from models.clock import FixedClock
from notifications.envelope import Envelope
from notifications.outcome import Kind, Outcome
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.prepared import taken
from tests.witness import witnessed

D2024 = "son-duong-bhyt-2024"
D2021 = "son-duong-bhyt-2021"
MONTHLY = "bao-cao-thang"
DAI_PHU = "02617@base"
SON_NAM = "02620@base"
R = TypeVar("R")


def at(text: str) -> datetime:
    """Return the local instant "2024-05-07 07:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass
class RememberingGateway:
    """A gateway that keeps what it was given and answers with `outcome`."""

    outcome: Outcome = field(default_factory=lambda: Outcome(Kind.SENT))
    # What went out decides nothing: it is no part of what the gateway is.
    sent: list[Envelope] = field(default_factory=list, repr=False)

    def send(self, channel: str, envelope: Envelope) -> Outcome:
        if self.outcome.kind is Kind.SENT:
            self.sent.append(envelope)
        return self.outcome

    def to(self, address: str) -> list[Envelope]:
        return [envelope for envelope in self.sent if envelope.to.address == address]


@dataclass
class Scene:
    """An office and the shorthand tests speak in."""

    office: Office
    gateway: RememberingGateway
    by_itself: bool = False

    @property
    def work(self) -> Work:
        """What a look at obligations needs of this office."""
        return work_of(self.office)

    def sweep(self, text: str, **more: Any) -> Any:
        if more:
            return run_sweep(self.office, at(text), **more)
        return self.step(("sweep", text), lambda: run_sweep(self.office, at(text)))

    def dispatch(self, text: str) -> Any:
        return self.step(("dispatch", text), lambda: run_dispatch(self.office, at(text)))

    def day(self, text: str) -> None:
        """Sweep at 07:00 and dispatch at 07:05 on the local date `text`."""
        self.step(("day", text), lambda: self._day(text))

    def days(self, first: str, last: str) -> None:
        self.step(("days", first, last), lambda: self._days(first, last))

    def lives_itself(self) -> None:
        """Let every step be taken here: for what happens on its way, not for what it leaves."""
        self.by_itself = True

    def step(self, step: Hashable, take: Callable[[], Any]) -> Any:
        """Take a step, once for all tests that come to it by the same way: see `prepared`.

        Args:
            step: names what `take` does, and whatever it does it with.
        """
        if self.by_itself:
            return take()
        return taken(self.office, self.gateway.sent, step, take)

    def _day(self, text: str) -> None:
        run_sweep(self.office, at(f"{text} 07:00"))
        run_dispatch(self.office, at(f"{text} 07:05"))

    def _days(self, first: str, last: str) -> None:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            self.day(day.isoformat())
            day += timedelta(days=1)

    def obligation(self, bearer: str = DAI_PHU, due: str = "2024-05-05") -> Obligation:
        with self.office.reading() as session:
            return session.scalars(
                select(Obligation).where(
                    Obligation.bearer_uid == bearer,
                    Obligation.due_on == date.fromisoformat(due),
                    Obligation.duty.in_([MONTHLY, "tong-hop-thang", "bao-cao", "tong-hop"]),
                )
            ).one()

    def record(
        self,
        received: str,
        known: str | None = None,
        bearer: str = DAI_PHU,
        due: str = "2024-05-05",
        evidence: Evidence | None = None,
    ) -> Recorded:
        row = self.obligation(bearer, due)
        with self.office.writing() as session:
            above = find.consolidations_of(session, self.office.rulebook, row)
            how = evidence or Evidence(at(received))
            return record(session, row.id, how, "bhxh-huyen/officer", at(known or received), above)

    def notices(self, bearer: str = DAI_PHU, due: str = "2024-05-05") -> list[Notice]:
        row = self.obligation(bearer, due)
        with self.office.reading() as session:
            query = select(Notice).where(Notice.obligation_id == row.id).order_by(Notice.id)
            return list(session.scalars(query))

    def story(self, bearer: str = DAI_PHU, due: str = "2024-05-05") -> list[str]:
        """Return what was said about an obligation: "07/05 overdue → chair: sent"."""
        return [
            f"{n.created_at.astimezone(ZONE):%d/%m} {n.step} → {n.recipient_post}: {n.state}"
            for n in self.notices(bearer, due)
        ]

    def entries(self, kind: str) -> list[Entry]:
        with self.office.reading() as session:
            query = select(Entry).where(Entry.kind == kind).order_by(Entry.seq)
            return list(session.scalars(query))


def played(act: Callable[..., R]) -> Callable[..., R]:
    """Make `act`, which does something to a scene with hashable arguments, a step of it."""

    @wraps(act)
    def step(scene: Scene, *given: Hashable, **named: Hashable) -> R:
        key = (act, given, tuple(sorted(named.items())))
        done: R = scene.step(key, lambda: act(scene, *given, **named))
        return done

    return step


@contextmanager
def scene(
    engine: Engine,
    rulebook: Rulebook,
    policies: PolicyEngine,
    folder: Path,
    directives: Sequence[str] = (D2024,),
    release: str = "at_once",
    contacts: list[ContactRow] | None = None,
    watched: bool = True,
) -> Iterator[Scene]:
    """Open an office on a migrated database; every post has a mailbox unless `contacts` says.

    `watched`: a witness of ours lies in the database, which the schema then does not know.
    """
    settings = Settings(
        directives=list(directives),
        escalations=EscalationSettings(release=release),  # type: ignore[arg-type]
        channels={"email": "maildir://" if contacts is None else "json://localhost"},
    )
    gateway = RememberingGateway()
    office = Office(
        settings=LocatedSettings(settings=settings, folder=folder, state_override=folder),
        rulebook=rulebook,
        database=engine,
        clock=FixedClock(at("2024-04-15 00:00")),
        gateway=gateway,  # type: ignore[arg-type]
        policies=policies,
        wall=FixedClock(at("2024-04-15 00:00")),
    )
    made = Scene(office, gateway)
    if contacts is not None:
        made.sweep("2024-04-15 07:00")
        with office.writing() as session:
            store_contacts(session, contacts, at("2024-04-15 07:00"))
    with witnessed(engine) if watched else nullcontext():
        yield made
