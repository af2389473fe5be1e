"""Whom a clause means: every body of a kind, or bodies named once and followed by their heirs."""

from dataclasses import dataclass
from datetime import date

from rules.meaning.body import Body, BodyRegistry


@dataclass(frozen=True, slots=True)
class Scope:
    """`every`: kinds meant as a whole; `uids`: bodies meant by name. Both may be given."""

    every: tuple[str, ...] = ()
    uids: tuple[str, ...] = ()

    def resolve(self, bodies: BodyRegistry, on: date) -> list[Body]:
        """The bodies meant as of `on`, each once; a body that has ended gives way to its heir."""
        found: dict[str, Body] = {}
        for kind in self.every:
            found.update((body.uid, body) for body in bodies.in_force(on, kind))
        for uid in self.uids:
            body = bodies.current(uid, on)
            found.setdefault(body.uid, body)
        return list(found.values())

    def means(self, bodies: BodyRegistry, uid: str, on: date) -> bool:
        """Say whether the body `uid` is among those of `resolve`, without naming the others."""
        body = bodies.get(uid) if uid in bodies else None
        if body is not None and body.kind in self.every and body.in_force(on):
            return True
        itself = uid in self.uids and bodies.current(uid, on).uid == uid
        return itself or any(bodies.current(one, on).uid == uid for one in self.uids)

    def kinds(self, bodies: BodyRegistry) -> set[str]:
        """The kinds of body that the scope reaches."""
        return {*self.every, *(bodies.get(uid).kind for uid in self.uids)}
