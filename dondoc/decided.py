"""What a batch decided, as rows: findings, notices and their trail entries, written in bulk."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert
from sqlalchemy.orm import Session

from dondoc.recipients import Directory, Party, Recipient
from models import Event, Finding, FindingOutcome, Notice, NoticeState
from rules.directive import Duty
from rules.ladder import Decision, Firing
from rules.policy import Policy

NOBODY_REASON = "chức danh này chưa có ai trong danh bạ"


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
    findings: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    written: Written = field(default_factory=Written)

    def add(self, row: Row[Any], duty: Duty, decision: Decision, fact: dict[str, Any]) -> None:
        """Take over what was decided about the obligation `row` under `duty`."""
        for policy in decision.missed:
            self.written.missed += 1
            self._finding(row, Firing(policy, (), 0), FindingOutcome.MISSED, fact)
        if not decision.fire:
            return
        party = Party(row.bearer_uid, duty.to, duty.via)
        for firing in decision.fire:
            self.written.fired += 1
            basis = self._finding(row, firing, FindingOutcome.FIRED, fact)
            for expression in firing.policy.to:
                for recipient in self.directory.recipients(expression, party):
                    self._notice(row, firing, basis, recipient)

    def _finding(
        self, row: Row[Any], firing: Firing, outcome: FindingOutcome, fact: dict[str, Any]
    ) -> str:
        policy = firing.policy
        basis = policy.basis_for(row.directive_id, fact["bearer_kind"])
        because = [[b.attribute, str(b.operator), b.constant, b.value] for b in firing.because]
        common = {
            "policy": policy.id,
            "step": str(policy.step),
            "rung": policy.rung,
            "repeat": firing.repeat,
            "cycle": row.cycle,
            "basis": basis,
            "because": because,
        }
        self.findings.append(
            {
                **common,
                "obligation_id": row.id,
                "outcome": outcome.value,
                "facts": fact,
                "decided_at": self.now,
            }
        )
        self.events.append(Event(f"finding.{outcome}", f"obligation:{row.id}", common))
        return basis

    def _notice(self, row: Row[Any], firing: Firing, basis: str, recipient: Recipient) -> None:
        policy = firing.policy
        state, reason = self._first_state(policy, recipient)
        held = state is NoticeState.HELD and self.release is not None
        key = (
            f"{row.id}:{row.cycle}:{policy.step}:{firing.repeat}:"
            f"{recipient.uid}/{recipient.post}:{recipient.contact or '-'}:{recipient.channel}"
        )
        self.notices.append(
            {
                "obligation_id": row.id,
                "cycle": row.cycle,
                "policy": policy.id,
                "repeat": firing.repeat,
                "step": str(policy.step),
                "rung": policy.rung,
                "recipient_uid": recipient.uid,
                "recipient_post": recipient.post,
                "contact_id": recipient.contact,
                "channel": recipient.channel,
                "dedupe_key": key,
                "basis": basis,
                "state": state.value,
                "reason": reason,
                "created_at": self.now,
                "held_until": self.now + self.release if held and self.release else None,
                "settled_at": self.now if state is NoticeState.FAILED else None,
            }
        )
        self.written.notices += 1
        data = {
            "notice": key,
            "step": str(policy.step),
            "rung": policy.rung,
            "basis": basis,
            "recipient": f"{recipient.uid}/{recipient.post}",
            "contact": recipient.contact,
            "state": state.value,
        }
        self.events.append(Event("notice.created", f"obligation:{row.id}", data))

    def _first_state(self, policy: Policy, recipient: Recipient) -> tuple[NoticeState, str | None]:
        if recipient.contact is None:
            return NoticeState.FAILED, NOBODY_REASON
        if policy.held(recipient.post) and self.release != timedelta(0):
            return NoticeState.HELD, None
        return NoticeState.PENDING, None

    def write(self, session: Session) -> Written:
        """Write findings and notices in bulk; the caller appends `events` to the trail."""
        connection = session.connection()
        if self.findings:
            connection.execute(insert(Finding), self.findings)
        if self.notices:
            connection.execute(insert(Notice), self.notices)
        return self.written
