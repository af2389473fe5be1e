"""Routing: by which channels which word goes to which post, and who gets a copy.

Declared in `rules/routing/*.yaml`, read by `rules.reading.routing_file`. The first route that
matches a step and a post decides.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rules.errors import Problem
from rules.files.source import Source

# In a route's channels: whatever else the contact has, in the contact's own order.
ANY = "any"


@dataclass(frozen=True)
class Route:
    """One declared way. `steps` and `posts` None: all of them.

    `channels`: which may be used, the first that reaches the contact is taken, the next when a
    delivery fails for good. `copies`: posts of the same body that get the same word.
    """

    id: str
    title: str
    channels: tuple[str, ...]
    steps: frozenset[str] | None = None
    posts: frozenset[str] | None = None
    copies: tuple[str, ...] = ()
    source: Source | None = None

    @property
    def for_all(self) -> bool:
        return self.steps is None and self.posts is None

    def matches(self, step: str, post: str) -> bool:
        return (self.steps is None or step in self.steps) and (
            self.posts is None or post in self.posts
        )

    def problem(self, path: tuple[str | int, ...], what: str, allowed: str = "") -> Problem:
        """Return a problem of this route, located at `path` below its id."""
        here = ("routes", self.id, *path)
        if self.source is None:
            return Problem("", 1, ".".join(map(str, here)), what, allowed)
        return self.source.problem(here, what, allowed)


class Routing:
    """All routes, asked for one step and post; `accounts` None: every channel can be sent on."""

    def __init__(self, routes: Sequence[Route], accounts: Collection[str] | None = None) -> None:
        self.routes = tuple(routes)
        self._accounts = accounts
        self._routes: dict[tuple[str, str], Route] = {}
        self._found: dict[tuple[str, str, tuple[str, ...]], tuple[str, ...]] = {}

    def made_of(self) -> tuple[object, ...]:
        """Return what a table that sends the same ways is made of."""
        return self.routes, self._accounts

    def limited_to(self, accounts: Collection[str]) -> "Routing":
        """The same routes for an office that can send on the channels `accounts` only."""
        return Routing(self.routes, frozenset(accounts))

    def route(self, step: str, post: str) -> Route:
        """The first route that matches; the loader sees to it that one does."""
        found = self._routes.get((step, post))
        if found is None:
            found = next(route for route in self.routes if route.matches(step, post))
            self._routes[step, post] = found
        return found

    def channels(self, step: str, post: str, has: tuple[str, ...]) -> tuple[str, ...]:
        """The channels to try in turn for a contact that has `has` (in the contact's order)."""
        asked = step, post, has
        if asked not in self._found:
            usable = [name for name in has if self._accounts is None or name in self._accounts]
            wanted = self.route(step, post).channels
            order = [name for one in wanted for name in (usable if one == ANY else (one,))]
            self._found[asked] = tuple(dict.fromkeys(name for name in order if name in usable))
        return self._found[asked]

    def copies(self, step: str, post: str) -> tuple[str, ...]:
        """The posts of the same body that get a copy."""
        return self.route(step, post).copies

    def without_account(self, accounts: Collection[str]) -> list[Problem]:
        """The routes by which an office with the channels `accounts` could reach nobody."""
        allowed = ", ".join(sorted(accounts))
        return [
            route.problem(("channels",), "the office has none of these channels", allowed)
            for route in self.routes
            if ANY not in route.channels and not set(route.channels) & set(accounts)
        ]


# What holds where an office's rules declare no routing.
BY_EMAIL = Routing((Route("thu-dien-tu", "Mọi thông báo đi bằng thư điện tử", ("email",)),))
