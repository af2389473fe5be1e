"""Permission: whether who acts may do it, by the body's part in every matter it concerns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.desk.actor import Actor
from dondoc.errors import NotAllowed
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.recipient import Party
from rules.meaning.right import Right, Role, filled_by

NO_PART = "việc này không liên quan đến đơn vị đó"
# So many of the bodies that may whatever it is about are named.
_NAMED = 3


@dataclass(frozen=True)
class Matter:
    """What an act concerns, as the bodies are known on the local date `today`."""

    parties: Sequence[Party]
    bodies: BodyRegistry
    today: date

    def refuse(self, right: Right, who: Actor) -> None:
        """Raise NotAllowed, naming who may, where `who` has no part in one of the parties."""
        for party in self.parties:
            roles = list(self._roles(right, party, who.body))
            if not _any_allows(right, roles, who):
                raise self.refusal(right, who, party, "" if roles else NO_PART)

    def allows(self, right: Right, who: Actor) -> bool:
        """Say whether `who` has a part in every one of the parties by which it may."""
        return all(
            _any_allows(right, self._roles(right, party, who.body), who) for party in self.parties
        )

    def refusal(self, right: Right, who: Actor, party: Party, reason: str = "") -> NotAllowed:
        """Return that `who` may not, and who may in the matter of `party`."""
        title = self.bodies.title(who.body, who.post)
        why = f": {reason}" if reason else ""
        allowed = "; ".join(self._allowed(right, party)) or "không ai"
        return NotAllowed(
            f"{title} của {who.body.name} ({who}) không được {right.title}{why}; được: {allowed}"
        )

    def _roles(self, right: Right, party: Party, body: Body) -> Iterator[Role]:
        for role in right.roles():
            if role is Role.ALL or body.uid in {b.uid for b in self._filling(role, party)}:
                yield role

    def _filling(self, role: Role, party: Party) -> list[Body]:
        """Return the bodies that answer for whoever has `role`."""
        uid = filled_by(role, party)
        if uid is None or uid not in self.bodies:
            return []
        named = self.bodies.get(uid)
        return [named, *(b for b in self.bodies.answering(uid, self.today) if b is not named)]

    def _allowed(self, right: Right, party: Party) -> Iterator[str]:
        for role, by_kind in right.may.items():
            filling = self._filling(role, party)[-1:]
            if role is Role.ALL:
                filling = [b for b in self.bodies.in_force(self.today) if by_kind.get(b.kind)]
            for body in filling[:_NAMED]:
                if posts := by_kind.get(body.kind, ()):
                    named = self.bodies.kinds[body.kind].posts
                    titles = ", ".join(named[post] for post in posts)
                    yield f"{titles} của {body.name} ({body.uid}/{', '.join(posts)})"


def _any_allows(right: Right, roles: Iterable[Role], who: Actor) -> bool:
    return any(right.allows(role, who.body, who.post) for role in roles)
