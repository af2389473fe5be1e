"""An office over a benchmark's database, wired as the application wires its own."""

from pathlib import Path

from benchmarks.country import DIRECTIVE
from benchmarks.store import Store
from dondoc.setup.settings import LocatedSettings, Settings
from dondoc.setup.wiring import Office
from models.clock import SystemClock
from notifications.gateway import Gateway
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook


def settings_of() -> Settings:
    """Return the settings of an office that keeps the country's directive."""
    return Settings(directives=[DIRECTIVE])


def office_of(store: Store, rulebook: Rulebook, folder: Path) -> Office:
    """Return an office over `store`; nothing leaves it."""
    return Office(
        settings=LocatedSettings(settings=settings_of(), folder=folder),
        rulebook=rulebook,
        database=store.engine(),
        clock=SystemClock(),
        gateway=Gateway({}),
        policies=PolicyEngine(rulebook.policies),
    )
