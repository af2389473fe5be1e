"""What a batch decided, as rows: findings, notices and their trail entries, written in bulk."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from dondoc.contacts.recipients import Directory, Recipient
from dondoc.obligations.watched import Watched
from models import Event, Finding, FindingOutcome, Notice, NoticeState
from models.bulk import insert_rows
from rules.meaning.directive import Directive
from rules.meaning.ladder import Decision, Firing
from rules.meaning.policy import HOUSE, Policy
from rules.meaning.recipient import Party


class Shared(NamedTuple):
    """The columns of a finding that all rows share of which it was made."""

    cycle: int
    policy: str
    repeat: int
    step: str
    rung: int | None
    outcome: str
    basis: str
    because: list[Any]
    facts: dict[str, Any]
    decided_at: datetime


class Said(NamedTuple):
    """One finding, before it is known of whom: the policy, its row, and what the trail says."""

    policy: Policy
    shared: Shared
    event: str
    data: dict[str, Any]
    personal: bool = False

    def basis_for(self, leads: bool) -> str:
        """Return what a word rests on: to whoever `leads` a body, or to another of its posts.

        What binds heads in person founds no word to others.
        """
        return HOUSE if self.personal and not leads else self.shared.basis


class NoticeRow(NamedTuple):
    """The columns of a notice that is being created."""

    obligation_id: int
    cycle: int
    policy: str
    repeat: int
    step: str
    rung: int | None
    recipient_uid: str
    recipient_post: str
    contact_id: int | None
    channel: str
    dedupe_key: str
    basis: str
    state: str
    reason: str | None
    created_at: datetime
    held_until: datetime | None
    settled_at: datetime | None


def say(
    decision: Decision, directive: Directive, fact: dict[str, Any], now: datetime
) -> tuple[Said, ...]:
    """Return the findings of `decision` on `fact`, what was missed first.

    Args:
        directive: it holds the clause the finding rests on.
        now: the instant of the use case, aware.
    """
    missed = [(Firing(policy, (), 0), FindingOutcome.MISSED) for policy in decision.missed]
    fired = [(firing, FindingOutcome.FIRED) for firing in decision.fire]
    return tuple(_said(*one, directive, fact, now) for one in missed + fired)


def _said(
    firing: Firing,
    outcome: FindingOutcome,
    directive: Directive,
    fact: dict[str, Any],
    now: datetime,
) -> Said:
    policy = firing.policy
    basis = directive.basis_for(str(policy.step), fact["bearer_kind"])
    personal = basis != HOUSE and directive.clause(basis).bearer_post == "head"
    shared = Shared(
        cycle=fact["cycle"],
        policy=policy.id,
        repeat=firing.repeat,
        step=str(policy.step),
        rung=policy.rung,
        outcome=outcome.value,
        basis=basis,
        because=[[b.attribute, str(b.operator), b.constant, b.value] for b in firing.because],
        facts=fact,
        decided_at=now,
    )
    data = shared._asdict()
    for unsaid in ("outcome", "facts", "decided_at"):
        del data[unsaid]
    return Said(policy, shared, f"finding.{outcome}", data, personal)


@dataclass
class Written:
    """How much was written."""

    fired: int = 0
    missed: int = 0
    notices: int = 0


@dataclass
class Writer:
    """Collects the decisions of one batch.

    `release`: after how long a held notice goes by itself, None where a person releases it.
    """

    directory: Directory
    now: datetime
    release: timedelta | None
    findings: list[tuple[Any, ...]] = field(default_factory=list)
    notices: list[NoticeRow] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    written: Written = field(default_factory=Written)

    def add(
        self,
        obligation: int,
        party: Party,
        said: tuple[Said, ...],
        watched: Watched | None = None,
    ) -> None:
        """Take over the findings `said` of the obligation (its id) that `party` has to do with.

        Args:
            watched: of one that is followed without a day, how it stands: who else is told.
        """
        subject = f"obligation:{obligation}"
        told: set[tuple[str, Recipient]] = set()
        for one in said:
            self.findings.append((obligation, *one.shared))
            self.events.append(Event(one.event, subject, one.data))
            if one.shared.outcome == FindingOutcome.MISSED:
                self.written.missed += 1
                continue
            self.written.fired += 1
            step = one.shared.step
            meant = party if watched is None else _with_told(party, watched, step)
            for expression in one.policy.to:
                for recipient in self.directory.recipients(expression, meant, step):
                    # A copy waits with what it is a copy of.
                    for each in (recipient, *self.directory.copies(recipient, step)):
                        # Two policies may say the same at once, and a copy may go to one told.
                        if (step, each) not in told:
                            told.add((step, each))
                            self._notice(obligation, subject, one, each, expression)

    def _notice(
        self, obligation: int, subject: str, said: Said, recipient: Recipient, meant: str
    ) -> None:
        shared = said.shared
        state, reason = self._first_state(said.policy, recipient, meant)
        held = state is NoticeState.HELD and self.release is not None
        whom = f"{recipient.uid}/{recipient.post}"
        key = (
            f"{obligation}:{shared.cycle}:{shared.policy}:{shared.repeat}:"
            f"{whom}:{recipient.contact or '-'}:{recipient.channel}"
        )
        basis = said.basis_for(self.directory.leads(recipient))
        self.notices.append(
            NoticeRow(
                obligation_id=obligation,
                cycle=shared.cycle,
                policy=shared.policy,
                repeat=shared.repeat,
                step=shared.step,
                rung=shared.rung,
                recipient_uid=recipient.uid,
                recipient_post=recipient.post,
                contact_id=recipient.contact,
                channel=recipient.channel,
                dedupe_key=key,
                basis=basis,
                state=state.value,
                reason=reason,
                created_at=self.now,
                held_until=self.now + self.release if held and self.release else None,
                settled_at=self.now if state is NoticeState.FAILED else None,
            )
        )
        data = {
            "notice": key,
            "step": shared.step,
            "rung": shared.rung,
            "basis": basis,
            "recipient": whom,
            "contact": recipient.contact,
            "state": state.value,
        }
        self.events.append(Event("notice.created", subject, data))

    def _first_state(
        self, policy: Policy, recipient: Recipient, meant: str
    ) -> tuple[NoticeState, str | None]:
        if recipient.contact is None:
            return NoticeState.FAILED, recipient.reason
        if policy.held(meant) and self.release != timedelta(0):
            return NoticeState.HELD, None
        return NoticeState.PENDING, None

    def write(self, session: Session) -> Written:
        """Write findings and notices in bulk; the caller appends `events` to the trail."""
        connection = session.connection()
        insert_rows(connection, Finding, ("obligation_id", *Shared._fields), self.findings)
        insert_rows(connection, Notice, NoticeRow._fields, self.notices)
        self.written.notices += len(self.notices)
        return self.written


def _with_told(party: Party, watched: Watched, step: str) -> Party:
    told = watched.told(step)
    return replace(party, receivers=told.bodies, assigned=told.contacts)
