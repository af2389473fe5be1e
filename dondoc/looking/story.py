"""The story of one obligation as a page tells it: why, in which words of the text, what happened.

Everything it says is the dossier's and the notice's own; here it is put in the order of time and
into sentences for a person who was never trained.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.documents.kinds.dossier.content import Dossier, Proof
from dondoc.documents.kinds.dossier.words import because
from dondoc.errors import Unproven
from dondoc.looking.marked import Paragraph, Span, paragraphs
from dondoc.setup.wiring import Office
from dondoc.trail.proven import About, unproven
from language.dates import full_day, moment
from language.numbers import count
from language.text import lower_first, upper_first
from models import Clause, DirectiveText, Obligation
from models.standing import has_term
from rules.meaning.policy import HOUSE
from rules.rulebook import Rulebook

# What a sentence of the text is marked as: it lays the duty; word of the office rests on it.
LAYS, ALLOWS = "giao", "don-doc"


def reasons(
    rulebook: Rulebook, row: Obligation, file: Dossier, notice: Mapping[str, Any] | None
) -> list[str]:
    """Return why, a sentence each: who is meant, by when, who was asked, which rule then spoke.

    Args:
        notice: what `dondoc.looking.why.why` says of the notice that is asked about, if one is.
    """
    return [*_meant(rulebook, row, file), *_term(row, file), *_asked(row, file), *_rule(notice)]


def _meant(rulebook: Rulebook, row: Obligation, file: Dossier) -> Iterator[str]:
    declared = rulebook.directives.get(row.directive_id)
    duty = declared.duties.get(row.duty) if declared else None
    to = f"; nơi nhận: {file.addressee}{f' (qua {file.via})' if file.via else ''}"
    if duty is None:
        yield f"{upper_first(file.clause.place)} giao {file.bearer}{to}."
        return
    bearers = duty.bearers.resolve(rulebook.bodies, row.due_on)
    one = (
        f"{file.bearer} là một trong {count(len(bearers))} đơn vị"
        if len(bearers) > 1
        else (f"việc giao cho {file.bearer}")
    )
    action = lower_first(duty.action)
    yield f"{upper_first(file.clause.place)} của văn bản giao việc “{action}”; {one}{to}."


def _term(row: Obligation, file: Dossier) -> Iterator[str]:
    if not has_term(row.late_from):
        yield "Văn bản không nêu thời hạn: không ai bị tính là quá hạn."
        return
    reading = file.reading
    yield (
        f"Hạn ghi “{file.clause.wording}”, kỳ này là ngày {full_day(reading.due_on)}. Nhắc để xong "
        f"trong ngày {full_day(reading.aim_on)} ({reading.aim_why})."
    )
    yield f"Chỉ tính quá hạn từ {moment(reading.late_from)}: {reading.late_why}."


def _asked(row: Obligation, file: Dossier) -> Iterator[str]:
    if row.via_checked_at is not None:
        via = file.via or "nơi tổng hợp"
        yield f"{via} được hỏi và xác nhận lúc {moment(row.via_checked_at)}: chưa nhận được."


def _rule(notice: Mapping[str, Any] | None) -> Iterator[str]:
    if notice is None:
        return
    title = notice["policy"]["title"] or notice["policy"]["id"]
    leaves = [
        (one["attribute"], one["operator"], one["constant"], one["value"])
        for one in notice["because"]
    ]
    facts = because(leaves, {})
    rests = notice["basis"]
    on = "quy ước của Văn phòng" if rests["clause"] == HOUSE else f"căn cứ {rests['place']}"
    yield f"{upper_first(title)} ({on}){f'. Lúc quyết định: {facts}' if facts else ''}."


def text_of(
    session: Session, rulebook: Rulebook, row: Obligation, basis: str | None = None
) -> list[Paragraph]:
    """Return the dispatch as it read when `row` was laid, its sentence marked, and that of `basis`.

    Args:
        basis: the id of the clause that word rests on.
    """
    own = session.get_one(Clause, row.clause_id)
    spans = [Span(own.span_start, own.span_end, LAYS)]
    if basis and basis not in (HOUSE, own.clause):
        query = select(Clause).where(
            Clause.directive_id == row.directive_id,
            Clause.clause == basis,
            Clause.text_sha256 == own.text_sha256,
        )
        if found := session.scalar(query.order_by(Clause.id.desc()).limit(1)):
            spans.append(Span(found.span_start, found.span_end, ALLOWS))
    content = _content(session, rulebook, own)
    return paragraphs(content, spans) if content else []


def _content(session: Session, rulebook: Rulebook, clause: Clause) -> str | None:
    query = select(DirectiveText.content).where(
        DirectiveText.directive_id == clause.directive_id,
        DirectiveText.sha256 == clause.text_sha256,
    )
    kept = session.scalar(query.order_by(DirectiveText.id.desc()).limit(1))
    declared = rulebook.directives.get(clause.directive_id)
    if kept is None and declared and declared.text.sha256 == clause.text_sha256:
        return declared.text.content
    return kept


@dataclass(frozen=True)
class Proven:
    """Whether the rows hold against the trail; `wrong` says which does not, with its `entry`."""

    wrong: str = ""
    entry: int = 0

    @property
    def ok(self) -> bool:
        """Say that everything holds."""
        return not self.wrong


def proven(session: Session, office: Office, row: Obligation) -> Proven:
    """Hold what is stored about `row` and its bearer against the trail."""
    about = About(row.directive_id, row.bearer_uid)
    try:
        wrong = next(unproven(session, office.settings.state_folder, about), None)
    except (Unproven, sqlite3.Error, OSError) as error:
        return Proven(str(error))
    return Proven(wrong.detail, wrong.entry) if wrong else Proven()


def proofs_of(file: Dossier) -> list[tuple[datetime | date | None, str, Proof]]:
    """Return the entries of the trail that speak of it: when, of what, which; the newest first."""
    found: list[tuple[datetime | date | None, str, Proof]] = []
    if file.opened:
        found.append((None, "mở việc", file.opened))
    for one in file.notices:
        found += _entries(one.decided_at, one.step, one.proof, one.more)
    for call in file.calls:
        found += _entries(call.at, "cuộc gọi", call.proof)
    for version in file.versions:
        name = f"báo cáo, bản {version.number}"
        found += _entries(version.recorded_at, name, version.proof, version.more)
    for decision in file.decisions:
        found += _entries(decision.at, decision.what, decision.proof, decision.more)
    return sorted(found, key=lambda one: -one[2].entry)


def _entries(
    at: datetime, what: str, proof: Proof | None, more: tuple[Proof, ...] = ()
) -> Iterator[tuple[datetime, str, Proof]]:
    if proof:
        yield at, what, proof
    yield from ((at, f"{what}: diễn biến sau", one) for one in more)
