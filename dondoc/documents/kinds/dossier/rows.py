"""The rows that belong to one obligation, and how a notice and a report read in its dossier."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.documents.kinds.dossier import content
from dondoc.documents.kinds.dossier.proofs import Found
from dondoc.documents.kinds.dossier.words import because
from dondoc.sending.names import recipient_of
from dondoc.setup.channels import CHANNEL_NAMES
from language.dates import full_day
from models import (
    Asking,
    AskingEnd,
    Call,
    Clause,
    Covered,
    Decision,
    Finding,
    Message,
    MessageState,
    Notice,
    NoticeState,
    Obligation,
    Report,
)
from models.asking import ASKING_END_NAMES
from models.notice import NOTICE_STATE_NAMES
from models.proof import PURGED_NAME
from models.report import REPORT_STATE_NAMES, ROAD_NAMES
from rules.meaning.policy import HOUSE
from rules.rulebook import Rulebook
from steps.table import named

_HOUSE = "quy ước của Văn phòng"
_JUDGED = ("report.accepted", "report.returned", "report.undone")


@dataclass(frozen=True)
class Rows:
    """Everything stored about one obligation, each in the order of time.

    `findings` by (cycle, policy, repeat); `places`: by clause, where it stands in the dispatch;
    `doubtful`: ids of messages of which nobody knows whether they left; `purged`: of those whose
    text was emptied when its time was over.
    """

    row: Obligation
    notices: Sequence[Notice]
    findings: dict[tuple[int, str, int], Finding]
    calls: Sequence[Call]
    askings: Sequence[Asking]
    covered: Sequence[tuple[Decision, Covered]]
    reports: Sequence[Report]
    places: dict[str, str]
    doubtful: frozenset[int]
    purged: frozenset[int]

    @classmethod
    def of(cls, session: Session, row: Obligation) -> "Rows":
        """Read them, one query a table."""
        notices = _all(session, Notice, row)
        reports = _all(session, Report, row)
        decided = (
            select(Decision, Covered)
            .join(Covered, Covered.decision_id == Decision.id)
            .where(Covered.obligation_id == row.id)
            .order_by(Decision.decided_at, Decision.id)
        )
        clauses = select(Clause.clause, Clause.place).where(Clause.directive_id == row.directive_id)
        carrying = [notice.message_id for notice in notices if notice.message_id]
        messages = select(Message.id).where(Message.id.in_(carrying))
        doubtful = messages.where(Message.state == MessageState.UNKNOWN.value)
        purged = messages.where(func.length(Message.content) == 0)
        return cls(
            row=row,
            notices=notices,
            findings={(f.cycle, f.policy, f.repeat): f for f in _all(session, Finding, row)},
            calls=_all(session, Call, row),
            askings=_all(session, Asking, row),
            covered=[(found[0], found[1]) for found in session.execute(decided)],
            reports=reports,
            places={found[0]: found[1] for found in session.execute(clauses.order_by(Clause.id))},
            doubtful=frozenset(session.scalars(doubtful)),
            purged=frozenset(session.scalars(purged)),
        )

    def subjects(self) -> set[str]:
        """Return what the trail calls these rows."""
        return {
            f"obligation:{self.row.id}",
            *(f"notice:{notice.id}" for notice in self.notices),
            *(f"call:{call.id}" for call in self.calls),
            *(f"decision:{decision.id}" for decision, _ in self.covered),
        }

    def instants(self) -> set[datetime]:
        """Return the instants at which these rows were written or changed."""
        row = self.row
        found: list[datetime | None] = [row.registered_at, row.withdrawn_at, row.via_checked_at]
        for notice in self.notices:
            found += [notice.created_at, notice.settled_at]
        for report in self.reports:
            found += [report.recorded_at, report.decided_at, report.undone_at]
        found += [call.called_at for call in self.calls]
        found += [at for one in self.askings for at in (one.asked_at, one.ended_at)]
        found += [decision.decided_at for decision, _ in self.covered]
        return {at for at in found if at is not None}


_Row = TypeVar("_Row", Notice, Report, Finding, Call, Asking)


def _all(session: Session, model: type[_Row], row: Obligation) -> Sequence[_Row]:
    query = select(model).where(model.obligation_id == row.id).order_by(model.id)
    return session.scalars(query).all()


def notice_of(
    rows: Rows, rulebook: Rulebook, notice: Notice, entries: Sequence[Found]
) -> content.Notice:
    """Return one notice: to whom by role, why, what became of it, and its entries."""
    finding = rows.findings.get((notice.cycle, notice.policy, notice.repeat))
    created = [
        entry.proof
        for entry in entries
        if entry.kind == "notice.created" and entry.data.get("notice") == notice.dedupe_key
    ]
    later = tuple(entry.proof for entry in entries if entry.subject == f"notice:{notice.id}")
    sent = notice.state == NoticeState.SENT
    return content.Notice(
        decided_at=notice.created_at,
        step=named(notice.step),
        recipient=recipient_of(rulebook, notice),
        channel=CHANNEL_NAMES.get(notice.channel, notice.channel),
        basis=_HOUSE if notice.basis == HOUSE else rows.places.get(notice.basis, notice.basis),
        outcome=_outcome(rows, notice),
        because=because(finding.because, rulebook.bodies.kind_names) if finding else "",
        sent_at=notice.settled_at if sent else None,
        proof=created[0] if created else None,
        more=later,
    )


def _outcome(rows: Rows, notice: Notice) -> str:
    if notice.state == NoticeState.PENDING and notice.message_id in rows.doubtful:
        return "chưa rõ đã đi chưa"
    named = NOTICE_STATE_NAMES[notice.state]
    if notice.message_id in rows.purged:
        named = f"{named} (nội dung thư {PURGED_NAME})"
    return f"{named}: {notice.reason}" if notice.reason else named


def asked(one: Asking, entries: Sequence[Found]) -> Iterator[content.Decision]:
    """Yield that more time was asked for, and what became of that; a grant is a decision itself."""
    proofs = {entry.kind: entry.proof for entry in entries if entry.data.get("asking") == one.id}
    yield content.Decision(
        one.asked_at,
        f"đơn vị xin gia hạn đến {full_day(one.until)}",
        one.reason,
        proof=proofs.get("extension.asked"),
    )
    if one.end and one.ended_at and one.end != AskingEnd.GRANTED:
        yield content.Decision(
            one.ended_at,
            f"về đề nghị gia hạn: {ASKING_END_NAMES[one.end]}",
            one.answer or "",
            proof=proofs.get(f"extension.{one.end}"),
        )


def version_of(
    rows: Rows,
    named: Callable[[Report, str], str],
    report: Report,
    entries: Sequence[Found],
) -> content.Version:
    """Return one version of the report: by what road, signed by whom, how it fared.

    Args:
        named: what an address of a report is called.
    """
    own = [entry for entry in entries if entry.data.get("report") == report.id]
    recorded = [e.proof for e in own if e.kind in ("report.recorded", "report.adjusted")]
    signer = " ".join(filter(None, (report.capacity, report.signer)))
    dated = f" ngày {full_day(report.dated)}" if report.dated else ""
    return content.Version(
        number=report.revision,
        received_at=report.received_at,
        recorded_at=report.recorded_at,
        road=ROAD_NAMES.get(report.road, report.road),
        state=_state(rows, report),
        reason=_reason(named, report),
        reference=f"số {report.number}{dated}" if report.number else "",
        signer=signer,
        proof=recorded[0] if recorded else None,
        more=tuple(entry.proof for entry in own if entry.kind in _JUDGED),
    )


def _state(rows: Rows, report: Report) -> str:
    if report.undone_at is not None:
        return "đã hủy ghi nhận"
    named = REPORT_STATE_NAMES.get(report.state, report.state)
    frozen = ", đã chốt trong báo cáo tổng hợp đã ký"
    return named + frozen if report.frozen_by is not None else named


def _reason(named: Callable[[Report, str], str], report: Report) -> str:
    if report.undone_at is not None:
        return report.undone_reason or ""
    given = (report.reasons or {}).items()
    return "; ".join(f"{named(report, at)}: {reason}" for at, reason in given)
