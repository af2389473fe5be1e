"""Unsign: a signature that was entered by mistake is taken back; its figures move again."""

from dataclasses import dataclass
from datetime import date

from dondoc.consolidation import unsign as rounds
from dondoc.consolidation.consolidate import consolidator
from dondoc.contacts.recipients import Directory, Recipient
from dondoc.decisions.release import holding
from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from models import Kind, Obligation
from steps.table import CORRECTION, step_of


@dataclass(frozen=True)
class Request:
    """The round by its consolidator's date, and why its last signature is taken back.

    `duty`: whose round, where several are due that day.
    """

    directive: str
    due: date | None
    reason: str
    duty: str | None = None


@dataclass(frozen=True)
class Answer:
    """The consolidator's obligation, which signature does not hold any more, and how many hear it.

    These are told how the round stands, or had been told by a correction that it was signed.
    """

    obligation: int
    revision: int
    told: int


@act("unsign")
def unsign(desk: Desk, request: Request) -> Answer:
    """Take it back; raise Refused as `dondoc.consolidation.unsign` does."""
    row = consolidator(desk.session, desk.rulebook, request.directive, request.due, request.duty)
    by = desk.allow("unsign", [row])
    signature, told = rounds.unsign(
        desk.session,
        desk.rulebook,
        request.directive,
        request.due,
        request.reason,
        by,
        desk.now,
        desk.above(row),
        holding(desk.rulebook, desk.settings),
        request.duty,
        _followers(desk, row),
    )
    return Answer(row.id, signature.revision, told)


def _followers(desk: Desk, row: Obligation) -> list[Recipient]:
    """Return whom the policies tell how a round stands, but who is told that it is late."""
    directory = Directory(desk.session, desk.bodies, desk.today, desk.work.routing)
    party = desk.party(row.directive_id, row.duty, row.bearer_uid)
    tells = (one for one in desk.rulebook.policies if Kind.CONSOLIDATION in one.for_)
    said = dict.fromkeys(
        to
        for policy in tells
        if step_of(policy.step).tells_the_round and not step_of(policy.step).blames
        for to in policy.to
    )
    return [one for to in said for one in directory.recipients(to, party, CORRECTION.id)]
