"""Who does an act in a simulation where the behaviour names nobody: a post that may do it."""

from collections.abc import Iterator
from datetime import date

from dondoc.errors import Refused
from dondoc.obligations.work import Work
from rules.meaning.recipient import Party
from rules.meaning.right import Right, Role, filled_by
from steps.posts import Post

_FILE, _RECORD, _RETURN = "report.file", "report.record", "report.return"
_RECEIVING = (Role.VIA, Role.TO, Role.OFFICE)


class Doers:
    """Finds them among the bodies as they are known on the day of the act."""

    def __init__(self, work: Work) -> None:
        """Look in the office whose rules and manners these are."""
        self._work = work

    def party(self, directive: str, duty: str, bearer: str) -> Party:
        """Return whom a duty that `bearer` (its uid) owes has to do with."""
        declared = self._work.rulebook.directives[directive].duties[duty]
        return Party(bearer, declared.to, declared.via, self._work.office)

    def files(self, party: Party, on: date) -> str:
        """Return who files for the bearer on the local date `on`: itself, or who records for it."""
        found = next(self._may(_FILE, (Role.BEARER,), party, on), None)
        return found or self.records(party, on)

    def records(self, party: Party, on: date) -> str:
        """Return who records what came by another road."""
        return self._receiver(_RECORD, party, on)

    def returns(self, party: Party, on: date) -> str:
        """Return who gives a report back."""
        return self._receiver(_RETURN, party, on)

    def is_own(self, party: Party, who: str, on: date) -> bool:
        """Say whether `who` (`uid/post`) answers for the bearer."""
        bodies = self._work.known_on(on)[0]
        own = {party.bearer, *(body.uid for body in bodies.answering(party.bearer, on))}
        return who.rpartition("/")[0] in own

    def _receiver(self, act: str, party: Party, on: date) -> str:
        able = self._may(act, _RECEIVING, party, on)
        found = next((who for who in able if not self.is_own(party, who, on)), None)
        if found is None:
            raise Refused(
                f"bảng quyền chưa nêu ai được {self._right(act).title} của {party.bearer}"
            )
        return found

    def _may(self, act: str, roles: tuple[Role, ...], party: Party, on: date) -> Iterator[str]:
        right, bodies = self._right(act), self._work.known_on(on)[0]
        for role in roles:
            uid = filled_by(role, party)
            for body in bodies.answering(uid, on) if uid and uid in bodies else ():
                able = [post for post in body.posts if right.allows(role, body, post)]
                # Whose daily work it is, before whoever commands.
                yield from (f"{body.uid}/{post}" for post in sorted(able, key=_by_trade))

    def _right(self, act: str) -> Right:
        right = self._work.rulebook.rights.of(act)
        if right is None:
            raise Refused(f"bảng quyền (rules/rights) chưa nêu ai được làm việc {act!r}")
        return right


def _by_trade(post: str) -> bool:
    return post not in (Post.OFFICER, Post.SPECIALIST)
