"""Organisations with a validity, their posts, and who follows whom when they merge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from language import naming
from language.text import lower_first


@dataclass(frozen=True, slots=True)
class Kind:
    """What bodies of one kind share: `posts` (post → Vietnamese title) and whose it is to answer.

    `acts_as` stands before the name of the organ that acts for the body ("UBND xã Đại Phú");
    `called` is what one such body is in general ("cấp xã"), `together` how a text addresses all of
    them ("UBND các xã, phường"), each empty where the bodies do not say.
    """

    id: str
    posts: Mapping[str, str] = field(hash=False)
    head: str | None = None
    acts_as: str = ""
    called: str = ""
    together: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation from `valid_from` to `valid_to` (both days included, None = open).

    `known_from` and `end_known_from` are the days on which its coming and its end were decided;
    `citation` names the decision. `code` is the statistical code, which names reuse. `titles` says
    what its posts are called where that is not what those of its kind are.
    """

    uid: str
    name: str
    kind: str
    code: str | None = None
    short_name: str = ""
    organ: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    succeeded_by: tuple[str, ...] = ()
    known_from: date | None = None
    end_known_from: date | None = None
    posts: tuple[str, ...] = ()
    head: str | None = None
    citation: str = ""
    gap: str = ""
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def in_text(self) -> str:
        """Return its name within a sentence: "xã Đại Phú", whose organ acts; "Sở Y tế"."""
        return lower_first(self.name) if self.organ not in ("", self.name) else self.name

    def in_force(self, on: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)


class UnknownBody(KeyError):
    """A uid or name that no body has, with what was probably meant."""

    def __init__(self, name: str, suggestions: Iterable[str]) -> None:
        self.name, self.suggestions = name, tuple(suggestions)
        super().__init__(name)

    def __str__(self) -> str:
        meant = ", ".join(self.suggestions)
        return f'unknown body "{self.name}"' + (f"; did you mean: {meant}?" if meant else "")


class BodyRegistry:
    """All bodies by uid, asked as of a day."""

    def __init__(self, bodies: Iterable[Body], kinds: Iterable[Kind] = ()) -> None:
        self._bodies = {body.uid: body for body in bodies}
        self.kinds: Mapping[str, Kind] = {kind.id: kind for kind in kinds}
        self._predecessors: dict[str, list[Body]] = {}
        for body in self._bodies.values():
            for uid in body.succeeded_by:
                self._predecessors.setdefault(uid, []).append(body)
        self._by_name: dict[str, list[Body]] | None = None
        days = (day for one in self.all() for day in (one.known_from, one.end_known_from))
        # On which days a coming or an end was decided.
        self.decided = frozenset(day for day in days if day is not None)
        self._known: dict[date | None, BodyRegistry] = {}

    def made_of(self) -> tuple[object, ...]:
        """Return what a registry that knows the same is made of."""
        return tuple(self._bodies.values()), tuple(self.kinds.values())

    def together(self, kinds: Iterable[str]) -> str:
        """Return how a text addresses all bodies of `kinds` at once, "" where none is declared."""
        found = (self.kinds[kind].together for kind in kinds if kind in self.kinds)
        return ", ".join(filter(None, found))

    @property
    def kind_names(self) -> dict[str, str]:
        """Return what the bodies of each kind are called, the kind itself where it is not said."""
        return {kind.id: kind.called or kind.id for kind in self.kinds.values()}

    def title(self, body: Body, post: str) -> str:
        """Return the Vietnamese title of the post `post` of `body`, the post where none is said."""
        return body.titles.get(post) or self.kinds[body.kind].posts.get(post, post)

    @property
    def posts(self) -> list[str]:
        """Return every post that some kind of body has, once each, in the order declared."""
        return list(dict.fromkeys(post for kind in self.kinds.values() for post in kind.posts))

    def __contains__(self, uid: str) -> bool:
        return uid in self._bodies

    def get(self, uid: str) -> Body:
        """Raises: UnknownBody (a KeyError) with the closest uids."""
        try:
            return self._bodies[uid]
        except KeyError:
            raise UnknownBody(uid, naming.suggest(uid, self._bodies)) from None

    def all(self) -> list[Body]:
        return list(self._bodies.values())

    def in_force(self, on: date, kind: str | None = None) -> list[Body]:
        """Bodies existing on the local day `on`, in the order of their files."""
        return [b for b in self._bodies.values() if kind in (None, b.kind) and b.in_force(on)]

    def named(self, name: str, on: date) -> Body:
        """The body called `name` (full or short) on that day; tone placement may differ.

        Raises: UnknownBody with suggestions, also when the name is not unique.
        """
        found = [b for b in self.called(name) if b.in_force(on)]
        if len(found) == 1:
            return found[0]
        names = (body.short_name or body.name for body in self.in_force(on))
        raise UnknownBody(name, [b.uid for b in found] or naming.suggest(name, names))

    def called(self, name: str) -> list[Body]:
        """Return the bodies called `name` (full, short, as an organ) on any day, in order."""
        return list(self._names().get(naming.key(name), []))

    def _names(self) -> dict[str, list[Body]]:
        if self._by_name is None:
            self._by_name = {}
            for body in self._bodies.values():
                # Every way in which the program itself names a body is taken back.
                ways = (body.name, body.short_name, body.organ, body.in_text)
                for spelling in {naming.key(way) for way in ways if way}:
                    self._by_name.setdefault(spelling, []).append(body)
        return self._by_name

    def predecessors(self, uid: str) -> list[Body]:
        """The bodies that `uid` directly follows."""
        return list(self._predecessors.get(uid, []))

    def current(self, uid: str, on: date) -> Body:
        """`uid`, or whoever stands in its place on that day (the first heir where it was split).

        A body without an heir stays itself after its end. Raises: UnknownBody.
        """
        body = self.get(uid)
        while body.valid_to is not None and body.valid_to < on and body.succeeded_by:
            body = self.get(body.succeeded_by[0])
        return body

    def answering(self, uid: str, on: date) -> list[Body]:
        """Whoever answers for `uid` on the day `on`: itself or its heir, before that begins the
        bodies it follows. Raises: UnknownBody.
        """
        body = self.current(uid, on)
        before = self.predecessors(body.uid)
        begun = body.valid_from is None or body.valid_from <= on
        return [body] if begun or not before else before

    def known_on(self, day: date) -> "BodyRegistry":
        """The registry as known on `day`: a change decided later has not happened.

        The same one as on the day before where nothing was decided between.
        """
        last = max((one for one in self.decided if one <= day), default=None)
        if last not in self._known:
            known = [b for b in self.all() if b.known_from is None or b.known_from <= day]
            bodies = (_unended(body, day) for body in known)
            self._known[last] = BodyRegistry(bodies, self.kinds.values())
        return self._known[last]


def _unended(body: Body, day: date) -> Body:
    if body.end_known_from is None or body.end_known_from <= day:
        return body
    return replace(body, valid_to=None, succeeded_by=(), end_known_from=None)
