"""Rights: which post of which body may do and see what, by the body's part in the matter.

Declared in `rules/rights/*.yaml`, read by `rules.reading.rights_file`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rules.errors import Problem
from rules.files.source import Source
from rules.meaning.body import Body
from rules.meaning.recipient import Party


class Role(StrEnum):
    """A body's part in a matter: its own, what reports to it, or everything.

    `bearer` owes it, `via` collects it, `to` receives it in the end, `office` follows it up; `all`
    is every body, whatever it has to do with it. Of a person: `bearer` is the body they live in,
    `via` who collects by lists of them, `reached` a body to which their case has come.
    """

    BEARER = "bearer"
    VIA = "via"
    TO = "to"
    OFFICE = "office"
    REACHED = "reached"
    ALL = "all"


# Who acts or looks where the table names nobody else and no command does.
USUAL = "office/specialist"


@dataclass(frozen=True)
class Right:
    """Who may do one act, or have one sight: by role, the posts of each kind of body.

    `title`: it in words, as "chấp nhận báo cáo". `usual`: who it is that does it where nobody is
    named, as a recipient is written ("via/officer").
    """

    name: str
    title: str
    may: Mapping[Role, Mapping[str, tuple[str, ...]]] = field(hash=False)
    usual: str = USUAL
    source: Source | None = None

    def problem(self, part: str, what: str, allowed: str) -> Problem:
        """Return a problem of this right, located where it is written under `part`."""
        at = (part, self.name)
        if self.source is None:
            return Problem("", 1, ".".join(at), what, allowed)
        return self.source.problem(at, what, allowed)

    def only(self, role: Role, kind: str, post: str) -> "Right":
        """Return it for `post` of a body of `kind` in that `role` alone, whoever else had it."""
        return replace(self, may={role: {kind: (post,)}})

    def allows(self, role: Role, body: Body, post: str) -> bool:
        """Say whether `post` of `body` may do it where the body has that `role`."""
        return post in self.may.get(role, {}).get(body.kind, ())

    def roles_of(self, body: Body, post: str) -> Iterator[Role]:
        """Yield the roles in which `post` of `body` may, where the body has them."""
        yield from (role for role in self.may if self.allows(role, body, post))

    def roles(self) -> Iterator[Role]:
        """Yield the roles in which somebody may, in the order of the table."""
        yield from self.may


@dataclass(frozen=True)
class Rights:
    """The whole table: who may do each act, and have each sight, by name."""

    acts: Mapping[str, Right] = field(default_factory=dict, hash=False)
    sights: Mapping[str, Right] = field(default_factory=dict, hash=False)

    def of(self, name: str) -> Right | None:
        """Return the right to an act, None where the table is silent: nobody may."""
        return self.acts.get(name)


def filled_by(role: Role, party: Party) -> str | None:
    """Return the uid of the one body that has `role` in a matter, None where there is none."""
    return None if role is Role.REACHED else party.body(f"{role}/")


NO_RIGHTS = Rights()
