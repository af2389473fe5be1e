"""The roles of a demonstration: one body of each kind, its posts that may do or see anything."""

from dataclasses import dataclass

from dondoc.desk.context import Desk
from rules.meaning.body import Body


@dataclass(frozen=True)
class RolesOf:
    """A body and its posts: (who acts, as `uid/post`; the title)."""

    body: str
    posts: tuple[tuple[str, str], ...]


def roles(desk: Desk) -> list[RolesOf]:
    """Return who can be taken for a walk through a demonstration."""
    first: dict[str, Body] = {}
    for body in desk.bodies.in_force(desk.today):
        first.setdefault(body.kind, body)
    if (office := desk.work.office) and office in desk.bodies:
        found = desk.bodies.get(office)
        first[found.kind] = found
    listed = [RolesOf(body.name, _posts(desk, body)) for body in first.values()]
    return [one for one in listed if one.posts]


def _posts(desk: Desk, body: Body) -> tuple[tuple[str, str], ...]:
    table = desk.rulebook.rights
    rights = [*table.acts.values(), *table.sights.values()]
    return tuple(
        (f"{body.uid}/{post}", desk.bodies.title(body, post))
        for post in body.posts
        if any(True for right in rights for _ in right.roles_of(body, post))
    )
