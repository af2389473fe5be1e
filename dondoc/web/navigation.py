"""What somebody finds: the pages that their rights are about, and their name above them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from dondoc.desk.context import Desk
from dondoc.desk.look import look
from dondoc.errors import Refused
from dondoc.visible import Sight
from dondoc.web.registry import PAGES, Page
from models import Capacity, Contact
from rules.meaning.body import Body
from rules.meaning.right import Right


@dataclass(frozen=True)
class Entry:
    """A line of the navigation."""

    path: str
    label: str
    current: bool


@dataclass(frozen=True)
class Part:
    """A heading of the navigation with what somebody has under it; `current`: they are there."""

    label: str
    entries: tuple[Entry, ...]

    @property
    def current(self) -> bool:
        """Say whether the page that is shown stands under this heading."""
        return any(one.current for one in self.entries)


@dataclass(frozen=True)
class Who:
    """Who is signed in, as the page shows it: `person` "" where the address book names nobody."""

    said: str
    person: str
    title: str
    body: str


def may(desk: Desk, page: Page) -> bool:
    """Say whether the table of rights gives who acts something on `page`.

    Whose matters they see there, and whether they may do it in one matter, the desk says.
    """
    if page.public or not (page.sights or page.acts):
        return True
    if page.over_others:
        return any(_sees_others(desk, sight) for sight in page.sights)
    uid, _, post = (desk.said or "").rpartition("/")
    if uid not in desk.bodies:
        return False
    return any(_part(right, desk.bodies.get(uid), post) for right in _rights(desk, page))


def may_do(desk: Desk, act: str) -> bool:
    """Say whether the table of rights gives who acts that `act`, whatever it is about."""
    uid, _, post = (desk.said or "").rpartition("/")
    right = desk.rulebook.rights.of(act)
    return right is not None and uid in desk.bodies and _part(right, desk.bodies.get(uid), post)


def _sees_others(desk: Desk, sight: Sight) -> bool:
    """Say whether who acts sees matters of bodies that report to their own, or of all."""
    try:
        visible = look(desk, sight).visible
    except Refused:
        return False
    return visible.everything or bool(visible.reporting)


def _rights(desk: Desk, page: Page) -> Iterator[Right]:
    table = desk.rulebook.rights
    for sight in page.sights:
        if found := table.sights.get(sight):
            yield found
    for act in page.acts:
        if found := table.of(act):
            yield found


def _part(right: Right, body: Body, post: str) -> bool:
    return any(True for _ in right.roles_of(body, post))


def home_of(desk: Desk) -> str:
    """Return the page where who acts begins; "" where they may see nothing."""
    return next((page.path for page in PAGES if page.label and may(desk, page)), "")


def parts(desk: Desk, asked: Page | None, pages: Iterable[Page] = PAGES) -> list[Part]:
    """Return the navigation of who acts, heading by heading."""
    found: dict[str, list[Entry]] = {}
    for page in pages:
        if page.label and may(desk, page):
            entry = Entry(page.path, page.label, page is asked)
            found.setdefault(page.part, []).append(entry)
    return [Part(label, tuple(under)) for label, under in found.items()]


def who_of(desk: Desk) -> Who:
    """Return who acts, by name as the address book has it today."""
    said = desk.said or ""
    uid, _, post = said.rpartition("/")
    body = desk.bodies.get(uid)
    held = select(Contact).where(
        Contact.body_uid == uid, Contact.post == post, Contact.held_on(desk.today)
    )
    order = {capacity.value: turn for turn, capacity in enumerate(Capacity.in_turn())}
    found = [one for one in desk.session.scalars(held) if one.capacity in order and one.person]
    first = min(found, key=lambda one: order[one.capacity], default=None)
    name = (first.person if first else None) or ""
    return Who(said, name, desk.bodies.title(body, post), body.name)
