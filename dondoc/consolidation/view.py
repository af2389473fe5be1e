"""A consolidation as machines get it: the promised JSON document."""

from collections.abc import Mapping, Sequence
from typing import Any

from dondoc.consolidation.round import Consolidation, Line, Total
from dondoc.consolidation.signatures import SignedRound
from language.zone import ZONE
from models import Notice
from models.standing import on_time
from rules.meaning.figures import GroupFigures

Document = dict[str, Any]


def consolidation_view(
    found: Consolidation,
    coverage: Mapping[str, Document] | None = None,
    targets: Sequence[Document] = (),
) -> Document:
    """Return the round: a total is the sum of `groups` over `per_body`, group by group.

    The last known figures of an absent body stand apart, in its `last_known`.

    Args:
        coverage: per group, what is told beside its total (`group_tables.coverage_view`).
        targets: how each bearer of a target that has begun stands (`targets_of.targets_view`).
    """
    beside = coverage or {}
    return {
        "due_on": found.row.due_on.isoformat(),
        "state": found.readiness.value,
        "in": [line.body.uid for line in found.present],
        "missing": [_missing(line) for line in found.missing],
        "totals": {
            id_: _total(total) | {"coverage": beside.get(id_)}
            for id_, total in found.totals().items()
        },
        "per_body": [_line(line, found.frozen) for line in found.lines],
        "as_of": found.as_of.astimezone(ZONE).isoformat() if found.as_of else None,
        "signed": [_signed(one) for one in found.signatures],
        "without_figures": [line.body.uid for line in found.untold],
        "targets": list(targets),
    }


def _missing(line: Line) -> Document:
    promised = line.last_word.promised_on
    return {
        "bearer": line.body.uid,
        "since": line.since.isoformat(),
        "last_notice": _notice(line.last_word.notice),
        "promised_on": promised.isoformat() if promised else None,
        "lack": line.lack.value if line.lack else None,
    }


def _notice(notice: Notice | None) -> Document | None:
    if notice is None or notice.settled_at is None:
        return None
    return {
        "at": notice.settled_at.astimezone(ZONE).isoformat(),
        "step": notice.step,
        "to": f"{notice.recipient_uid}/{notice.recipient_post}",
    }


def _total(total: Total) -> Document:
    return {
        **_numbers(total.figures),
        "bodies": total.bodies,
        "bodies_in": total.bodies_in,
        "previous_closing": total.previous,
        "change": total.change,
        "closing_with_last_known": total.last_known_closing,
        "baseline": total.baseline,
        "baseline_on": total.baseline_on.isoformat() if total.baseline_on else None,
        "change_since_baseline": total.change_since_baseline,
    }


def _signed(one: SignedRound) -> Document:
    signature, report = one.signature, one.report
    return {
        "revision": signature.revision,
        "partial": signature.partial,
        "closed_at": signature.closed_at.astimezone(ZONE).isoformat(),
        "signed_at": signature.signed_at.astimezone(ZONE).isoformat(),
        "number": report.number,
        "dated": report.dated.isoformat() if report.dated else None,
        "bodies_in": len(one.reports),
    }


def _line(line: Line, frozen: frozenset[int]) -> Document:
    report, received = line.report, line.dates.received_at
    in_time = on_time(received, line.dates.late_from) if received else None
    return {
        "bearer": line.body.uid,
        "bearer_code": line.body.code,
        "bearer_name": line.body.name,
        "in": line.lack is None,
        "asked": list(line.groups),
        "report": report.id if report else None,
        "revision": report.revision if report else 0,
        "frozen": report is not None and report.id in frozen,
        "received_at": received.astimezone(ZONE).isoformat() if received else None,
        "on_time": in_time,
        "nil": line.figures.nil if line.figures else None,
        "as_of": line.figures.as_of.isoformat() if line.figures else None,
        "groups": {
            id_: _group(group, line.previous.get(id_))
            for id_, group in (line.figures.groups if line.figures else {}).items()
        },
        "last_known": _last_known(line),
    }


def _group(group: GroupFigures, previous: int | None) -> Document:
    change = None if previous is None else group.closing - previous
    return {**_numbers(group), "previous_closing": previous, "change": change}


def _numbers(figures: GroupFigures) -> Document:
    """Return the figures and, where the form has some, the percentages counted from them."""
    shares = {share.id: figures.percent(share) for share in figures.form.percentages}
    exact = {id_: None if one is None else round(float(one), 2) for id_, one in shares.items()}
    return dict(figures.items()) | exact


def _last_known(line: Line) -> Document | None:
    known = line.last_known
    if known is None:
        return None
    groups = {id_: dict(group.items()) for id_, group in known.figures.groups.items()}
    return {"period": known.period, "as_of": known.as_of.isoformat(), "groups": groups}
