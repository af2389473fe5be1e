"""Submit: a filled-in report is checked and taken, or refused with a word at each figure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from dondoc.find import locked
from dondoc.forms import form_to_fill
from dondoc.reports.attach import Examined
from dondoc.reports.checks import FiguresRefused, Remark, remarks_on, standing, taken
from dondoc.reports.counts import Heirs, counts_by_group
from dondoc.reports.evidence import Content, Evidence
from dondoc.reports.filed import counting, groups_of, next_to_file, past_of
from dondoc.reports.prefill import figures_to_begin
from dondoc.reports.record import Recorded, record
from language.dates import full_day
from language.zone import local_date
from models import Obligation
from models.standing import is_owed_in_sql
from rules.meaning.duty import Duty
from rules.meaning.engine import PolicyEngine
from rules.meaning.figures import Filled
from rules.meaning.report_days import called
from rules.meaning.report_facts import Asked, Past
from rules.meaning.rounds import rounds, stored_round
from rules.rulebook import Rulebook


@dataclass(frozen=True)
class Submitted:
    """What was recorded, and the warnings that the filer explained."""

    recorded: Recorded
    explained: tuple[Remark, ...]


def asked_of(session: Session, rulebook: Rulebook, row: Obligation, received_at: datetime) -> Asked:
    """Return what the report of `row` is asked, received at the instant `received_at`.

    Raises:
        Refused: the duty asks no form.
    """
    form, groups = form_to_fill(session, rulebook, row), groups_of(rulebook, row) or ()
    kind = rulebook.bodies.get(row.bearer_uid).kind
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    figures = stored_round(duty, row.period, row.original_due_on).figures
    return Asked(
        form,
        row.directive_id,
        row.duty,
        kind,
        groups,
        local_date(received_at),
        figures,
        tuple(rounds(duty)),
    )


def opens_on(rulebook: Rulebook, row: Obligation) -> date | None:
    """Return the local date from which the report of `row` is taken, None where at any time.

    A round is open from its first notice on, or once all the days are over that its figures cover.
    What is asked once may come as early as it likes.
    """
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    own = stored_round(duty, row.period, row.original_due_on)
    if own.period is None:
        return None
    return min(row.opens_on, own.figures.last + timedelta(days=1)) if own.figures else row.opens_on


def refuse_early(
    session: Session, rulebook: Rulebook, row: Obligation, received_at: datetime
) -> None:
    """Refuse a report of a period that was received (an aware instant) before its round opens.

    Raises:
        Refused: naming the round that was probably meant.
    """
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    opens, on = opens_on(rulebook, row), local_date(received_at)
    if opens is None or on >= opens:
        return
    query = select(Obligation).where(
        Obligation.directive_id == row.directive_id,
        Obligation.duty == row.duty,
        Obligation.bearer_uid == row.bearer_uid,
        Obligation.opens_on <= on,
        is_owed_in_sql(),
    )
    meant = session.scalars(query.order_by(Obligation.original_due_on.desc()).limit(1)).first()
    hint = f"; có lẽ là báo cáo {_called(duty, meant)}" if meant else ""
    raise Refused(
        f"{_called(duty, row)} chưa đến lúc báo cáo, nhận từ ngày {full_day(opens)}, mà báo cáo "
        f"này nhận ngày {full_day(on)}{hint}: kiểm tra lại kỳ hạn, ngày nhận"
    )


def _called(duty: Duty, row: Obligation) -> str:
    return called(stored_round(duty, row.period, row.original_due_on))


def submit(
    session: Session,
    rulebook: Rulebook,
    engine: PolicyEngine,
    obligation_id: int,
    filled: Filled,
    evidence: Evidence,
    by: str,
    now: datetime,
    consolidators: Iterable[Obligation] = (),
    files: tuple[Examined, ...] = (),
    revises: bool = False,
) -> Submitted:
    """Check a filled-in report and record it as the next revision.

    Args:
        filled: the form as it was filled in.
        files: attachments whose bytes are already kept.
        revises: it is meant to replace a report that is already there.
    Raises:
        FiguresRefused: a check blocks it, or a warning lacks the filer's word.
        Refused: as `record` does.
    """
    row = locked(session, obligation_id)
    told = examined(session, rulebook, engine, row, filled, evidence.received_at, now)
    asked, past, remarks = told
    left = standing(remarks, filled.explanations)
    if left:
        raise FiguresRefused(left)
    content = Content(
        figures=taken(filled, asked, past),
        explanations={at: word.strip() for at, word in filled.explanations.items()},
        files=files,
        revises=revises,
        adjusts_id=_adjusts(session, rulebook, row),
    )
    recorded = record(session, row.id, evidence, by, now, consolidators, content)
    return Submitted(recorded, tuple(remarks))


class Told(NamedTuple):
    """What a report is held against, and what is said of it."""

    asked: Asked
    past: Past
    remarks: list[Remark]


def examined(
    session: Session,
    rulebook: Rulebook,
    engine: PolicyEngine,
    row: Obligation,
    filled: Filled,
    received_at: datetime,
    now: datetime,
) -> Told:
    """Return everything the form and the checks say of `filled`, whether it could be taken or not.

    Raises:
        Refused: the duty of `row` asks no form.
    """
    asked = asked_of(session, rulebook, row, received_at)
    past = past_of(session, rulebook, row)
    if filled.nil:
        past = replace(past, offered=_offered(session, rulebook, row, asked, past))
    past = _with_counts(session, rulebook, past, row, filled, now)
    directive = rulebook.directives[asked.directive]
    return Told(asked, past, remarks_on(engine, directive, asked, filled, past))


def _offered(
    session: Session, rulebook: Rulebook, row: Obligation, asked: Asked, past: Past
) -> dict[str, int]:
    """Return the numbers that the form of `row` is prefilled with, by address."""
    begun = figures_to_begin(session, rulebook, row, asked.form, asked.groups, past)
    return {at: one.value for at, one in begun.items() if isinstance(one.value, int)}


def _with_counts(
    session: Session,
    rulebook: Rulebook,
    past: Past,
    row: Obligation,
    filled: Filled,
    now: datetime,
) -> Past:
    """Return `past` with the counts of lists that are known up to the day the figures are of."""
    if filled.as_of is None:
        return past
    heirs = Heirs(rulebook.bodies, rulebook.directives[row.directive_id])
    counts = counts_by_group(session, row.directive_id, row.bearer_uid, filled.as_of, now, heirs)
    return replace(past, counts=counts)


def _adjusts(session: Session, rulebook: Rulebook, row: Obligation) -> int | None:
    """Return the obligation a correction of `row` counts in, None unless `row` is frozen."""
    latest = counting(session, [row.id]).get(row.id)
    if latest is None or latest.frozen_by is None:
        return None
    later = next_to_file(session, rulebook.bodies, row)
    return later.id if later else None
