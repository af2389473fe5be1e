"""The consolidated report of a round, filled from what is on file at one instant."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import signed_round
from dondoc.consolidation.round import Consolidation, Lack, Line
from dondoc.consolidation.signatures import signatures_of
from dondoc.documents.kinds.consolidation.content import (
    Absent,
    ConsolidatedReport,
    Punctuality,
    Said,
    SaidOf,
)
from dondoc.documents.parts.cleared import cleared, replaces
from dondoc.documents.parts.four_ways import Return
from dondoc.documents.parts.frames import agency_frame, clause_of, issued
from dondoc.documents.parts.gathered import gathered_of
from dondoc.documents.parts.group_tables import as_of_day, group_tables, ordered
from dondoc.documents.parts.put_right import put_right
from dondoc.documents.parts.report_terms import period_of
from dondoc.documents.parts.signers import as_signed, signing
from dondoc.documents.writers.official import NOT_ISSUED, Issued
from dondoc.find import up_to_round
from dondoc.obligations.rates import rates
from dondoc.obligations.standing import standings
from dondoc.sending.names import addressed
from language.collation import vietnamese
from language.dates import full_day
from language.zone import local_date
from models import Report
from models.report import ROAD_NAMES
from rules.meaning.letterhead import Document
from rules.rulebook import Rulebook
from steps.table import named


def consolidated_report(
    session: Session,
    rulebook: Rulebook,
    found: Consolidation,
    now: datetime,
    known: Issued = NOT_ISSUED,
) -> ConsolidatedReport:
    """Return the report of a round; partial while a body is absent.

    Args:
        now: the instant (aware) at which it is written; where the round is read as of an earlier
            one, everything in it is as it was then.
        known: what was recorded of its issue, where it was signed.
    """
    at = found.as_of or now
    directive, own, inputs = found.directive, found.duty, found.inputs
    lines, as_of = ordered(found), as_of_day(found)
    bodies, missing = rulebook.bodies, {line.row.id for line in found.missing}
    table = sorted(_on_time(session, found, at), key=lambda entry: vietnamese(entry.body))
    issuer, receiver = bodies.get(found.row.bearer_uid), bodies.get(own.to or directive.issuer)
    return ConsolidatedReport(
        frame=agency_frame(rulebook, issuer, receiver, local_date(at), known),
        clause=clause_of(directive, own),
        inputs_clause=clause_of(directive, inputs),
        bearers_as=addressed(bodies, inputs),
        period=period_of(found.row, as_of),
        matter=directive.reported(inputs),
        as_of=as_of,
        closed_at=at,
        returns=_returns(table),
        groups=group_tables(session, rulebook, found, now),
        punctuality=tuple(table),
        absent=tuple(_absent(line) for line in lines if line.row.id in missing),
        nil=tuple(_name(line) for line in lines if line.figures and line.figures.nil),
        without_figures=found.without_figures,
        adjustments=put_right(session, rulebook, [line.row for line in found.present], found.as_of),
        replaces=replaces(session, rulebook, found),
        cleared=cleared(session, rulebook, found),
        form=found.form,
        gathered=gathered_of(rulebook, found, at) if inputs.arises else None,
        texts=tuple(
            SaidOf(text.heading, tuple(_said(lines, text.id)), text.required)
            for text in (found.form.texts if found.form else ())
        ),
    )


def signed_report(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    due: date | None,
    revision: int,
    now: datetime,
    duty: str | None = None,
) -> ConsolidatedReport:
    """Return the report of the round as its signed `revision` holds it, whatever came later.

    Number, date and signer are those that were recorded of it.

    Args:
        due: the consolidator's date.
        now: the instant (aware) at which it is written.
        duty: whose round, where several are due that day or it has no term.
    Raises:
        Refused: there is no such revision; those there are get named.
    """
    found = signed_round(session, rulebook, directive, due, revision, duty)
    held = signatures_of(session, found.row.id)
    (paper,) = (one.report for one in held if one.signature.revision == revision)
    body = rulebook.bodies.get(found.row.bearer_uid)
    known, on = issued(paper), paper.dated or local_date(paper.received_at)
    known = as_signed(session, rulebook, body, Document.CONSOLIDATION, known, on)
    return consolidated_report(session, rulebook, found, now, known)


def drafted_report(
    session: Session,
    rulebook: Rulebook,
    found: Consolidation,
    now: datetime,
    signer: str | None = None,
) -> ConsolidatedReport:
    """Return the report of a round to number, date and sign.

    Args:
        signer: the post that is to sign, of those declared; None: who usually does.
    Raises:
        Refused: who is chosen may not sign it.
    """
    body, on = rulebook.bodies.get(found.row.bearer_uid), local_date(found.as_of or now)
    known = signing(session, rulebook, body, Document.CONSOLIDATION, on, signer)
    return consolidated_report(session, rulebook, found, now, known)


def _on_time(session: Session, found: Consolidation, now: datetime) -> Iterator[Punctuality]:
    """Yield how every body of the round filed, as it was known at the instant `now` (aware)."""
    so_far = standings(session, now, up_to_round(found.lines[0].row))
    by_bearer = {rate.bearer: rate for rate in rates(so_far)}
    stood = {one.owed.id: one for one in so_far}
    for line in found.lines:
        rate, one = by_bearer.get(line.body.uid), stood[line.row.id]
        yield Punctuality(
            body=line.body.short_name or line.body.name,
            state=one.way,
            received_at=one.received_at,
            nil=bool(line.figures and line.figures.nil),
            road=_road(line.report) if line.report else "",
            extended_to=one.due_on if one.extended else None,
            on_time_rounds=rate.on_time if rate else 0,
            rounds=rate.rounds if rate else 0,
        )


def _road(report: Report) -> str:
    number = f" số {report.number}" if report.number else ""
    return f"{ROAD_NAMES.get(report.road, report.road)}{number}"


def _returns(table: Iterable[Punctuality]) -> Return:
    counts = Counter[str](entry.state for entry in table)
    return Return(**counts)


def _absent(line: Line) -> Absent:
    return Absent(
        body=_name(line),
        since=line.row.original_due_on,
        last_notice=_last(line),
        promised_on=line.last_word.promised_on,
        last_known_as_of=line.last_known.as_of if line.last_known else None,
        came=line.lack is not Lack.NOT_FILED,
    )


def _last(line: Line) -> str:
    if line.lack is Lack.RETURNED:
        return f"trả lại, {full_day(line.since)}"
    if line.lack is Lack.NO_FIGURES:
        return f"đã nhận, chưa có số liệu, {full_day(line.since)}"
    notice = line.last_word.notice
    if notice is None or notice.settled_at is None:
        return ""
    return f"{named(notice.step)}, {full_day(local_date(notice.settled_at))}"


def _said(lines: list[Line], text: str) -> Iterator[Said]:
    for line in lines:
        words = line.figures.text(text) if line.figures else ""
        if words:
            yield Said(_name(line), words)


def _name(line: Line) -> str:
    return line.body.in_text
