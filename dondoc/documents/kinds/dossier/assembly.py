"""The dossier of one obligation, for the inspector: what happened, and which entries prove it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.documents.kinds.dossier import content
from dondoc.documents.kinds.dossier.content import Checkpoint, Dossier, Proof
from dondoc.documents.kinds.dossier.proofs import Found, TrailSearch
from dondoc.documents.kinds.dossier.rows import Rows, asked, notice_of, version_of
from dondoc.documents.kinds.dossier.words import outcome, reading_of
from dondoc.documents.parts.blamed import blamed
from dondoc.documents.parts.clause import Clause as Cited
from dondoc.documents.parts.report_terms import cut_off, period_of
from dondoc.forms import filed_form, name_at
from dondoc.obligations.corrected import Corrected, corrected
from dondoc.obligations.targets import target_standings
from dondoc.sending.names import name_of, role_of
from dondoc.sending.target_phrases import in_words
from dondoc.trail.anchors import Anchors
from language.dates import full_day, moment
from language.numbers import count
from language.text import nfc, upper_first
from language.zone import local_date
from models import Clause, Covered, Decision, DecisionKind, Entry, Obligation, Report
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.rulebook import Rulebook

_NO_ANCHOR = "Điểm chốt không kiểm tra được hoặc không khớp với dấu vết; xem: dondoc audit verify."
_ALONE = {
    "obligation.moved": "đổi hạn theo lịch làm việc hoặc văn bản",
    "obligation.relabelled": "đổi tên kỳ theo khai báo của văn bản, hạn không đổi",
    "obligation.reopened": "mở lại nghĩa vụ",
    "obligation.silenced": "thôi theo dõi",
    "obligation.withdrawn": "kết thúc nghĩa vụ",
    "obligation.resumed": "hết tạm dừng",
    "obligation.via_checked": "nơi tổng hợp xác nhận chưa nhận được báo cáo",
    "report.undone": "hủy ghi nhận báo cáo",
    "notice.retracted": "rút lại thông báo",
}


def dossier(
    session: Session,
    rulebook: Rulebook,
    anchors: Anchors,
    row: Obligation,
    office: str,
    now: datetime,
) -> Dossier:
    """Return everything about the obligation `row` as it stands at the instant `now` (aware).

    Args:
        anchors: what `read_anchors` returned before `session` read anything.
        office: who keeps the file, by its official name.
    """
    rows = Rows.of(session, row)
    entries = _entries(session, row, rows)
    bodies = rulebook.bodies
    directive = rulebook.directives.get(row.directive_id)
    duty = directive.duties.get(row.duty) if directive else None
    clause = session.get_one(Clause, row.clause_id)
    reads = corrected(session, clause) or clause
    bearer, via = name_of(bodies.get(row.bearer_uid)), _name(rulebook, duty.via if duty else None)
    checkpoint = _checkpoint(session, anchors)
    named = _naming(rulebook, row)
    return Dossier(
        number=row.id,
        clause=Cited(
            cited_as=directive.cited_as if directive else row.directive_id,
            place=reads.place,
            quote=reads.quote,
            wording=duty.due.wording if duty and duty.due else "",
            corrected=str(reads) if isinstance(reads, Corrected) else "",
        ),
        called=_called(directive, duty) if directive and duty else "",
        bearer=bearer,
        addressee=_name(rulebook, duty.to if duty else None) or "văn bản không nêu",
        period=_period(row, duty),
        reading=reading_of(
            row, rulebook.calendar.known_on(local_date(now)), decided=bool(rows.covered)
        ),
        outcome=outcome(row, bearer, via, now, _target(session, rulebook, row, duty)),
        printed_at=now,
        via=via,
        gaps=tuple(duty.gaps.values()) if duty else (),
        opened=_first(entries, "obligation.registered", "obligation.historic"),
        notices=tuple(notice_of(rows, rulebook, each, entries) for each in rows.notices),
        calls=tuple(_calls(rows, entries)),
        versions=tuple(version_of(rows, named, each, entries) for each in rows.reports),
        decisions=tuple(_decisions(rulebook, rows, entries)),
        blamed=tuple(blamed(session, rulebook, row)),
        checkpoint=checkpoint,
        proven_since=_proven_since(session, row),
        warning=_NO_ANCHOR if checkpoint is None and _spoken(anchors) else "",
        office=office,
    )


def _target(session: Session, rulebook: Rulebook, row: Obligation, duty: Duty | None) -> str:
    """Return how a target stands, in words; "" of every other obligation."""
    standing = target_standings(session, rulebook, [row]).get(row.id)
    if standing is None or duty is None:
        return ""
    return in_words(
        rulebook, duty, standing, _name(rulebook, standing.by.body if standing.by else None)
    )


def _naming(rulebook: Rulebook, row: Obligation) -> Callable[[Report, str], str]:
    """Return what names the address of a report; the address itself where nothing declares it."""

    def named(report: Report, at: str) -> str:
        directive = rulebook.directives.get(row.directive_id)
        if directive is None or row.duty not in directive.duties:
            return at
        return name_at(filed_form(rulebook, row, report), directive, at)

    return named


def _entries(session: Session, row: Obligation, rows: Rows) -> list[Found]:
    """Return the entries of the obligation and of what belongs to it, by halving if that does."""
    search, subjects = TrailSearch(session), rows.subjects()
    found = search.at(rows.instants(), subjects)
    if _complete(row, rows, found):
        return found
    return search.of(subjects)


def _complete(row: Obligation, rows: Rows, found: Sequence[Found]) -> bool:
    """Say whether each row has its entry, and nothing hints at one whose instant no row keeps."""
    made = {entry.data.get("notice") for entry in found if entry.kind == "notice.created"}
    recorded = {entry.data.get("report") for entry in found}
    named = {entry.subject for entry in found}
    begun = _entry(found, "obligation.registered", "obligation.historic")
    return (
        begun is not None
        and all(notice.dedupe_key in made for notice in rows.notices)
        and all(report.id in recorded for report in rows.reports)
        and all(f"call:{call.id}" in named for call in rows.calls)
        and {one.id for one in rows.askings} <= {entry.data.get("asking") for entry in found}
        and all(f"decision:{decision.id}" in named for decision, _ in rows.covered)
        and _unmoved(row, rows, begun)
    )


def _unmoved(row: Obligation, rows: Rows, begun: Found) -> bool:
    """Say whether the dates are those of the registration, up to the first decision about them."""
    first = rows.covered[0][1] if rows.covered else None
    due_on = first.due_on_before if first else row.due_on
    late_from = first.late_from_before if first else row.late_from
    written = datetime.fromisoformat(str(begun.data["late_from"]))
    # A label that an upgrade carried over has no entry: then looking at all of them finds no more.
    if begun.data["period"] != row.period or begun.data["due_on"] != due_on.isoformat():
        return False
    same = written == late_from
    return same and (first is not None or begun.data["aim_on"] == row.aim_on.isoformat())


def _entry(entries: Iterable[Found], *kinds: str) -> Found | None:
    return next((entry for entry in entries if entry.kind in kinds), None)


def _first(entries: Iterable[Found], *kinds: str) -> Proof | None:
    found = _entry(entries, *kinds)
    return found.proof if found else None


def _calls(rows: Rows, entries: Sequence[Found]) -> Iterator[content.Call]:
    proofs = {entry.subject: entry.proof for entry in entries if entry.kind == "call.entered"}
    for call in rows.calls:
        proof = proofs.get(f"call:{call.id}")
        yield content.Call(call.called_at, call.met, call.note or "", call.promised_on, proof)


def _decisions(
    rulebook: Rulebook, rows: Rows, entries: Sequence[Found]
) -> Iterator[content.Decision]:
    """Yield what people decided and what followed by itself, in the order of time."""
    made = [_decision(decision, rows.covered, entries) for decision, _ in rows.covered]
    made += [_settled(rulebook, one, entries) for one in rows.reports if one.grounds]
    made += [each for one in rows.askings for each in asked(one, entries)]
    reasons = {report.id: report.undone_reason for report in rows.reports}
    for entry in entries:
        if entry.kind in _ALONE:
            reason = str(entry.data.get("reason") or reasons.get(_number(entry)) or "")
            made.append(content.Decision(entry.at, _ALONE[entry.kind], reason, proof=entry.proof))
    yield from sorted(made, key=lambda one: one.at)


def _settled(rulebook: Rulebook, report: Report, entries: Sequence[Found]) -> content.Decision:
    """Return by whom it was settled that a report had come whose receiver had denied it."""
    own = [e for e in entries if e.kind == "report.recorded" and _number(e) == report.id]
    denied = next((str(e.data["contradicts"]) for e in own if "contradicts" in e.data), "")
    when = f", lúc {moment(datetime.fromisoformat(denied))}" if denied else ""
    uid, _, post = report.recorded_by.rpartition("/")
    body = rulebook.bodies.get(uid) if uid in rulebook.bodies else None
    who = f"{role_of(rulebook.bodies, body, post)} {name_of(body)}" if body else uid
    return content.Decision(
        at=report.recorded_at,
        what=f"ghi là đã nhận {moment(report.received_at)}, trái với trả lời “chưa nhận” của "
        f"nơi tổng hợp{when}",
        reason=report.grounds or "",
        approver=upper_first(who),
        proof=own[0].proof if own else None,
    )


def _number(entry: Found) -> int:
    found = entry.data.get("report")
    return found if isinstance(found, int) else 0


def _decision(
    decision: Decision, covered: Sequence[tuple[Decision, Covered]], entries: Sequence[Found]
) -> content.Decision:
    own = [entry for entry in entries if entry.subject == f"decision:{decision.id}"]
    followed = [entry.proof for entry in entries if entry.data.get("decision") == decision.id]
    days = count(decision.days or 0)
    match DecisionKind(decision.kind):
        case DecisionKind.PAUSE:
            until = f" đến hết ngày {full_day(decision.until)}" if decision.until else ""
            what = f"tạm dừng{until}"
        case DecisionKind.MOVE:
            what = f"dời hạn {days} ngày"
        case DecisionKind.EXTEND:
            what = f"gia hạn {days} ngày"
        case DecisionKind.UNDO:
            what = _undone(decision, covered)
    return content.Decision(
        at=decision.decided_at,
        what=f"{what} (số {nfc(decision.number)})" if decision.number else what,
        reason=decision.reason,
        approver=decision.approver,
        proof=own[0].proof if own else None,
        more=tuple(followed),
    )


def _undone(decision: Decision, covered: Sequence[tuple[Decision, Covered]]) -> str:
    """Return what `decision` took back, as the others among `covered` say."""
    taken = next(one for one, _ in covered if one.id == decision.undoes_id)
    what = {"pause": "tạm dừng", "move": "dời hạn", "extend": "gia hạn"}[taken.kind]
    said = f"rút lại quyết định {what} ghi {moment(taken.decided_at)}"
    held = decision.until and f"; đến hết ngày {full_day(decision.until)} không vì thế mà quá hạn"
    return f"{said}{held or ''}"


def _period(row: Obligation, duty: Duty | None) -> str:
    """Return what it is about; of a duty that is declared no more, as far as its label tells."""
    return period_of(row, cut_off(duty, row, []) if duty else row.original_due_on)


def _called(directive: Directive, duty: Duty) -> str:
    return duty.short if duty.target else directive.called(duty)


def _name(rulebook: Rulebook, uid: str | None) -> str:
    bodies = rulebook.bodies
    return name_of(bodies.get(uid)) if uid and uid in bodies else ""


def _checkpoint(session: Session, anchors: Anchors) -> Checkpoint | None:
    """Return the last signed checkpoint, None where there is none or it does not fit the trail."""
    if anchors.problems or not anchors.checkpoints:
        return None
    last = anchors.checkpoints[-1]
    stored = session.scalar(select(Entry.hash).where(Entry.seq == last.entries))
    if stored != last.head:
        return None
    return Checkpoint(last.entries, last.head, datetime.fromisoformat(last.at), last.key)


def _proven_since(session: Session, row: Obligation) -> datetime | None:
    """Return when what is older than the trail's proof of it was bound; None: all is proven."""
    done = select(Entry.at).where(Entry.ends_baseline()).order_by(Entry.seq.desc()).limit(1)
    at = session.scalar(done)
    since = datetime.fromisoformat(at) if at else None
    return since if since and row.registered_at < since else None


def _spoken(anchors: Anchors) -> bool:
    return bool(anchors.problems or anchors.checkpoints)
