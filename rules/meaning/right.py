"""Rights: which post of which body may do what, by the body's part in the matter.

Declared in `rules/rights/*.yaml`, read by `rules.reading.rights_file`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rules.errors import Problem
from rules.files.source import Source
from rules.meaning.body import Body
from rules.meaning.recipient import Party


class Role(StrEnum):
    """A body's part in a matter: its own, what reports to it, or everything.

    `bearer` owes it, `via` collects it, `to` receives it in the end, `office` follows it up.
    """

    BEARER = "bearer"
    VIA = "via"
    TO = "to"
    OFFICE = "office"


@dataclass(frozen=True)
class Right:
    """Who may do one act: by role, the posts of each kind of body.

    `title`: the act in words, as "chấp nhận báo cáo". `usual`: who it is that does it where nobody
    is named, as a recipient is written ("via/officer").
    """

    act: str
    title: str
    may: Mapping[Role, Mapping[str, tuple[str, ...]]] = field(hash=False)
    usual: str = "office/specialist"
    source: Source | None = None

    def problem(self, part: str, what: str, allowed: str) -> Problem:
        """Return a problem of this right, located where it is written under `part`."""
        at = (part, self.act)
        if self.source is None:
            return Problem("", 1, ".".join(at), what, allowed)
        return self.source.problem(at, what, allowed)

    def allows(self, role: Role, body: Body, post: str) -> bool:
        """Say whether `post` of `body` may do it where the body has that `role`."""
        return post in self.may.get(role, {}).get(body.kind, ())

    def roles(self) -> Iterator[Role]:
        """Yield the roles in which somebody may, in the order of the table."""
        yield from self.may


@dataclass(frozen=True)
class Rights:
    """The whole table, by act."""

    acts: Mapping[str, Right] = field(default_factory=dict, hash=False)

    def of(self, name: str) -> Right | None:
        """Return the right to an act, None where the table is silent: nobody may."""
        return self.acts.get(name)


def filled_by(role: Role, party: Party) -> str | None:
    """Return the uid of the body that has `role` in a matter, None for nobody."""
    return party.body(f"{role}/")


NO_RIGHTS = Rights()
