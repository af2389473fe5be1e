"""Pages of a played office: by TestClient, and for whoever is marked `browser` in Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from argon2 import PasswordHasher
from playwright.sync_api import Browser

from dondoc.logins import passwords
from dondoc.setup.database import open_engine
from models.clock import FixedClock
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.few import few_of
from tests.offices import Scene, at, scene
from tests.web.browsing import Person, doors_open
from tests.web.chromium import Live, chromium, live


@pytest.fixture(scope="session", autouse=True)
def _one_loop() -> Iterator[None]:
    """Let one loop answer all requests, as a server does: each had started one of its own."""
    with start_blocking_portal() as portal:
        Person.portal = portal
        yield
        Person.portal = None


@pytest.fixture(scope="session", autouse=True)
def _quickly_hashed() -> Iterator[None]:
    """Let a password cost little: what it costs in earnest is said in test_accounts.py."""
    little = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_hasher", little)
        patched.setattr(passwords, "_NOBODY", little.hash("nobody has this password"))
        yield


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """The rules of an office with few communes."""
    return few_of(whole)


@pytest.fixture(scope="module")
def lived(
    sqlite_template: Path,
    rulebook: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """An office on 07/5/2024 at 09:00 after the round of May has opened; for who only reads."""
    folder = tmp_path_factory.mktemp("lived")
    file = folder / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with scene(engine, rulebook, policies, folder) as made:
        play_may(made)
        yield made
    engine.dispose()


@pytest.fixture
def office(
    sqlite_template: Path, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """The same office, for who changes something."""
    file = tmp_path / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with scene(engine, rulebook, policies, tmp_path) as made:
        play_may(made)
        yield made
    engine.dispose()


def play_may(made: Scene) -> None:
    """Live from the opening of the round of May 2024 to the morning after its term."""
    for day in ("2024-04-26", "2024-05-02", "2024-05-03", "2024-05-07"):
        made.day(day)
    it_is(made, "2024-05-07 09:00")


def it_is(made: Scene, when: str) -> None:
    """Let it be the local instant `when`, by the office's clock and the machine's."""
    made.office.clock = made.office.wall = FixedClock(at(when))


@pytest.fixture
def person(office: Scene) -> Callable[[str], Person]:
    """Return somebody at the pages of `office`, signed in as `uid/post`."""
    app = doors_open(office)
    return lambda said="": Person(app, said)


@pytest.fixture(scope="module")
def reader(lived: Scene) -> Callable[[str], Person]:
    """Return somebody at the pages of `lived`, signed in as `uid/post`; nothing is changed."""
    app = doors_open(lived)
    return lambda said="": Person(app, said)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(lived: Scene, browser: Browser) -> Iterator[Live]:
    """A live server over `lived`; nothing is changed there."""
    with live(lived, browser) as made:
        yield made


@pytest.fixture
def own_site(office: Scene, browser: Browser) -> Iterator[Live]:
    """A live server over `office`, for who changes something."""
    with live(office, browser) as made:
        yield made
