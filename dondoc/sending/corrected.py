"""What a correction tells: whom it answers, which documents still say it, which never went out."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.notices.blame import blame_held, issued_as, signed_as, standing_out
from dondoc.notices.correct import NOT_ISSUED, NOT_SIGNED, UNSIGNED, finding_of
from dondoc.sending.names import name_in
from dondoc.sending.target_phrases import SAID_OF_TARGET
from language.zone import local_date
from models import Issued, Notice, Obligation, Report, Signature
from notifications.letter import Out, Said
from rules.meaning.target import TargetState
from rules.rulebook import Rulebook
from steps.table import step_of


class Corrected:
    """Reads it of the finding on which a correction rests."""

    def __init__(self, session: Session, rulebook: Rulebook) -> None:
        self._session = session
        self._rulebook = rulebook

    def said(self, correction: Notice) -> tuple[Said, ...]:
        """Return every letter that told the contact what is now corrected."""
        facts = finding_of(self._session, correction).facts
        query = select(Notice.settled_at, Notice.step).where(
            Notice.id.in_(facts["told"]),
            Notice.contact_id == correction.contact_id,
            Notice.settled_at.is_not(None),
        )
        found = self._session.execute(query.order_by(Notice.settled_at, Notice.id))
        said = tuple(Said(local_date(at), step_of(step)) for at, step in found if at)
        # Of a target, whoever signed a report hears by a letter that told nothing of it.
        of_target = (one for one in said if one.step.briefs or "target" in one.step.needs)
        return tuple(of_target) if "states" in facts else said

    def target_said(self, correction: Notice) -> tuple[str, ...]:
        """Return how letters and reports said that the target stood."""
        states = finding_of(self._session, correction).facts.get("states", [TargetState.MISSED])
        return tuple(SAID_OF_TARGET[TargetState(one)] for one in states)

    def out(self, correction: Notice, row: Obligation) -> tuple[Out, ...]:
        """Return the documents that named the bearer of `row` and are not put right yet."""
        held = blame_held(self._session, finding_of(self._session, correction).facts)
        blame, directive = standing_out(self._session, row, held), row.directive_id
        issued = [self._issued(one, directive) for one in blame.issued]
        return (*issued, *(self._signed(one) for one in blame.signed))

    def not_out(self, correction: Notice, row: Obligation) -> tuple[Out, ...]:
        """Return the documents that were said to be out, and are not."""
        if correction.policy not in (NOT_ISSUED, NOT_SIGNED, UNSIGNED):
            return ()
        held = finding_of(self._session, correction).facts
        issued = select(Issued).where(Issued.id.in_(held["issued"]))
        signed = select(Signature).where(Signature.id.in_(held["signed"]))
        return (
            *(self._issued(one, row.directive_id) for one in self._session.scalars(issued)),
            *(self._signed(one) for one in self._session.scalars(signed)),
        )

    def _issued(self, one: Issued, directive: str) -> Out:
        issuer = name_in(self._rulebook.bodies, self._rulebook.directives[directive].issuer)
        return Out(f"{issued_as(one)} của {issuer}", issuer)

    def _signed(self, one: Signature) -> Out:
        report = self._session.get_one(Report, one.report_id)
        body = name_in(
            self._rulebook.bodies, self._session.get_one(Obligation, one.obligation_id).bearer_uid
        )
        return Out(f"{signed_as(one, report)} của {body}", body)
