"""Whom a policy tells: roles, which a duty and its office fill with bodies and posts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.errors import Problem
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.policy import HEAD, Policy, post_of
from steps.posts import Post

# What may stand before the slash; every other word names a body by its uid.
RECEIVERS = "receivers"
ASSIGNED = "assigned"
ROLES = frozenset({"", "bearer", "via", "to", "office", RECEIVERS, ASSIGNED})


@dataclass(frozen=True, slots=True)
class Party:
    """The bodies an obligation has to do with, by uid; None or "" where there is none.

    `receivers`: who lacks its part of a list that goes down, or has to answer. `assigned`: whom the
    bearer has assigned to its villages, as numbers of contacts; None among them: of some villages
    nobody who can be told.
    """

    bearer: str
    to: str | None = None
    via: str | None = None
    office: str | None = None
    receivers: tuple[str, ...] = ()
    assigned: tuple[int | None, ...] = ()

    def meant(self, recipient: str) -> tuple[str, ...]:
        """Return the uids of the bodies that `recipient` means; see `body`."""
        if recipient.rpartition("/")[0] == RECEIVERS:
            return self.receivers
        one = self.body(recipient)
        return () if one is None else (one,)

    def body(self, recipient: str) -> str | None:
        """Return the uid of the body that `recipient` ("via/officer") means, None for nobody.

        What a duty addresses to many ("every …") has nobody who could be told as the addressee.
        """
        where, _, _ = recipient.rpartition("/")
        if where not in ROLES:
            return where
        named = {"to": self.to, "via": self.via, "office": self.office}.get(where, self.bearer)
        return named if named and " " not in named else None


def post_at(body: Body, recipient: str) -> str:
    """Return the post of `body` that `recipient` means: the one that answers for it, or itself.

    A body nobody answers for alone keeps the word "head": no post of that name can be held.
    """
    post = post_of(recipient)
    return body.head or post if post == HEAD else post


def office_among(bodies: BodyRegistry) -> str | None:
    """Return the uid of the one body with a specialist, None where there is none or several.

    It is the office that follows up, where its settings do not name it.
    """
    found = [body.uid for body in bodies.all() if Post.SPECIALIST in body.posts]
    return found[0] if len(found) == 1 else None


def check_recipients(policies: Iterable[Policy], bodies: BodyRegistry) -> list[Problem]:
    """Return the recipients that no body of `bodies` can be, in the order of the policies."""
    return [problem for policy in policies for problem in _unknown(policy, bodies)]


def _unknown(policy: Policy, bodies: BodyRegistry) -> Iterator[Problem]:
    for number, recipient in enumerate(policy.to):
        uid, _, post = recipient.rpartition("/")
        if uid in ROLES:
            continue
        at = ("then", "to", number)
        if uid not in bodies:
            uids = ", ".join(body.uid for body in bodies.all() if body.posts)
            yield policy.problem(at, f'unknown body "{uid}"', uids)
        elif post_at(bodies.get(uid), recipient) not in bodies.get(uid).posts:
            what = f'{uid} has no post "{post}"'
            yield policy.problem(at, what, ", ".join(bodies.get(uid).posts))
