"""The one place that wires settings, rules, database, clock and gateway together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from dondoc.setup import database, schema
from dondoc.setup.accounts import gateway_accounts
from dondoc.setup.agreement import house_of, problem_at, text_problems
from dondoc.setup.awake import wake_consolidations
from dondoc.setup.common_folder import mind_common_folder
from dondoc.setup.demonstration import CLOCK, refuse_simulated_folder
from dondoc.setup.laying import refuse_half
from dondoc.setup.links import Links
from dondoc.setup.privacy import keep_private
from dondoc.setup.rules import rules_of
from dondoc.setup.settings import LocatedSettings, OfficeSettings
from models.clock import Clock, SimulatedClock, SystemClock
from notifications.gateway import Account, Gateway
from rules.errors import RuleError
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook


@dataclass
class Office:
    """Everything a door needs; doors open the transactions.

    `source`: by which way it is ticked ("prefect", "timer", "up", "hand"); "" for whoever is no
    worker: a test, a simulation. `contacts_taken`: the stamp of the contacts last taken over, None
    before the first time. `upgraded`: its database has just got its schema, or steps it lacked.
    """

    settings: LocatedSettings
    rulebook: Rulebook
    database: Engine
    clock: Clock
    gateway: Gateway
    policies: PolicyEngine
    wall: Clock = field(default_factory=SystemClock)
    contacts_taken: tuple[int, ...] | None = None
    source: str = ""
    upgraded: bool = False

    @property
    def demo(self) -> bool:
        """Return whether this is a demonstration: the settings alone say so."""
        return self.settings.simulated

    @property
    def mark(self) -> str:
        """Return what stands on everything a demonstration makes; "" in an office."""
        return self.settings.mark

    @property
    def house(self) -> OfficeSettings:
        """Return who follows up, by name and uid: as the settings say, or else the bodies."""
        return self.settings.settings.office.among(self.rulebook.bodies)

    @property
    def outbox(self) -> Path:
        """Return where the embedded default writes its mail."""
        return self.settings.state_folder / "outbox"

    @contextmanager
    def writing(self, lasting: bool = True) -> Iterator[Session]:
        """Open one writing transaction; see `dondoc.setup.database.writing`."""
        at = self.settings.settings.sweep.at
        waking = partial(wake_consolidations, self.rulebook, at)
        with database.writing(self.database, lasting, waking) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open one reading transaction."""
        with database.reading(self.database) as session:
            yield session

    def close(self) -> None:
        """Give everything back."""
        self.gateway.close()
        self.policies.close()
        self.database.dispose()


def open_office(settings: LocatedSettings, source: str = "") -> Office:
    """Wire an office from its settings; an empty database is migrated.

    Args:
        source: by which way it is ticked, see `Office`.
    Raises:
        Refused: an office is to be opened on what a demonstration wrote, or beside the folder that
            those who work at its database share, or on part of a backup.
        rules.errors.RuleError: the rules do not load, route over channels that the office has
            none of, the office is no body of them, or an account lacks its secret.
        dondoc.setup.schema.SchemaRefused: the database is none that this version can work on.
    """
    refuse_simulated_folder(settings)
    keep_private()
    state = settings.state_folder
    state.mkdir(parents=True, exist_ok=True)
    refuse_half(state)
    rulebook = rules_of(settings)
    if unreachable := rulebook.routing.without_account(settings.settings.channels):
        raise RuleError(unreachable)
    if wordless := text_problems():
        raise RuleError(wordless)
    house_of(settings, rulebook.bodies)
    engine = database.open_engine(settings.database_url)
    try:
        upgraded = schema.bring_up_to_date(engine)
        mind_common_folder(engine, state)
    except BaseException:
        engine.dispose()
        raise
    return Office(
        settings=settings,
        rulebook=rulebook,
        database=engine,
        clock=SimulatedClock(state / CLOCK) if settings.simulated else SystemClock(),
        gateway=Gateway(
            accounts_of(settings, state / "outbox"),
            Links(state).filled if settings.settings.web.url else None,
        ),
        policies=PolicyEngine(rulebook.policies),
        source=source,
        upgraded=upgraded,
    )


def accounts_of(located: LocatedSettings, outbox: Path) -> dict[str, Account]:
    """Return the gateway's accounts by channel, secrets read; raise RuleError where one lacks."""
    lease = timedelta(seconds=located.settings.dispatch.lease_seconds)
    return gateway_accounts(
        located.settings.channels, located.folder, outbox, lease, partial(problem_at, located)
    )
