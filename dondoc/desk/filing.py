"""Filing: a report that was written on a page is filed, once, however often the page is sent.

It is the acts `draft.save` and `report.file` in one transaction: what was typed is saved beside
what others typed, and filed where nobody changed the same meanwhile and nothing stands against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dondoc.desk import draft, record
from dondoc.desk.context import Desk, Which
from dondoc.desk.receipt import Receipt
from dondoc.errors import Refused
from dondoc.find import locked
from dondoc.incoming.values import Bad, day
from dondoc.reports.beginning import CAPACITY, DATED, NUMBER, SIGNER, Beginning, beginning
from dondoc.reports.draft_text import Typed
from dondoc.reports.filed import past_of
from dondoc.reports.filling import Filling, Sheet
from models import Draft, DraftEnd, Obligation, ObligationState


@dataclass(frozen=True)
class Filing:
    """What a page sends to be filed: what was typed on it, by whom, and the page's own token.

    `nil`: there is nothing to report; what was typed is left behind. `revises`: it is to replace
    what has been filed.
    """

    of: Which
    typed: Typed
    writer: str
    once: str
    nil: bool = False
    brought: tuple[draft.Brought, ...] = ()
    dropped: frozenset[str] = frozenset()
    revises: bool = False


@dataclass(frozen=True)
class Filed:
    """The report it became; `again`: this very page had filed it before."""

    report: int
    again: bool = False


@dataclass(frozen=True)
class Stopped:
    """It was saved and not filed: somebody changed the same, or the form says why not."""

    saved: draft.Answer


@dataclass(frozen=True)
class Page:
    """What one report's page shows: what it began with, the draft, the form as it stands now.

    `sheet` None: its duty asks no form. `whole`: why it was returned as a whole.
    """

    row: Obligation
    begun: Beginning
    draft: draft.Seen
    cells: Mapping[str, str]
    words: Mapping[str, str]
    sheet: Sheet | None
    reasons: Mapping[str, str] = field(default_factory=dict)


def page(desk: Desk, row: Obligation, typed: Typed | None = None, sending: bool = False) -> Page:
    """Return the page of the report of `row`, with what was `typed` over what the draft holds.

    Args:
        sending: it is to be filed: what is still empty is said as well.
    Raises:
        Refused: who looks may not write on it.
    """
    found = draft.seen(desk, row)
    begun = beginning(desk.session, desk.rulebook, row)
    cells = {**begun.cells, **found.text.cells, **(typed.cells if typed else {})}
    words = {**_said(begun), **found.text.words, **(typed.words if typed else {})}
    reasons = _reasons(row, begun)
    sheet = _sheet(desk, row, begun, cells, words, reasons, sending)
    return Page(row, begun, found, cells, words, sheet, reasons)


def file(desk: Desk, filing: Filing) -> Filed | Stopped:
    """File it.

    Raises:
        Refused: as `draft.save` and `report.file` do; nothing was changed then.
    """
    row = locked(desk.session, desk.owed(filing.of).id)
    before = draft.drafts_of(desk).of(row.id)
    if before is not None and before.once == filing.once and before.report_id is not None:
        desk.allow("report.file", [row])
        return Filed(before.report_id, again=True)
    request = draft.Request(
        filing.of, filing.typed, filing.writer, filing.brought, filing.dropped, filing.revises
    )
    saved = draft.save(desk, request)
    shown = page(desk, row, sending=True)
    if not filing.nil and (saved.clashes or saved.ended or (shown.sheet and shown.sheet.amiss)):
        return Stopped(saved)
    done = record.record(desk, _report(desk, filing, shown))
    _end(desk, row, filing.once, done.report)
    return Filed(done.report)


def _report(desk: Desk, filing: Filing, shown: Page) -> record.Request:
    waiting = shown.draft.text.files
    files = tuple(draft.drafts_of(desk).files(shown.row.id, waiting))
    sheet = shown.sheet
    return record.Request(
        filing.of,
        _receipt(shown.cells),
        filled=sheet.filled if sheet and not filing.nil else None,
        nil=filing.nil,
        explanations=filing.typed.words if filing.nil else {},
        files=files,
        revises=filing.revises or shown.row.state == ObligationState.RETURNED,
    )


def _end(desk: Desk, row: Obligation, once: str, report: int) -> None:
    drafts = draft.drafts_of(desk)
    begun: Draft | None = drafts.of(row.id)
    if begun is not None:
        begun.once, begun.report_id = once, report
        drafts.end(begun, DraftEnd.FILED, desk.allow("report.file", [row]), desk.now)


def _receipt(cells: Mapping[str, str]) -> Receipt:
    """Return what stands on the signed paper that goes with it, as far as somebody wrote it."""

    def said(at: str) -> str | None:
        return cells.get(at, "").strip() or None

    return Receipt(
        number=said(NUMBER),
        dated=_day(said(DATED)),
        signer=said(SIGNER),
        capacity=said(CAPACITY),
    )


def _day(text: str | None) -> date | None:
    try:
        return day(text) if text else None
    except Bad as bad:
        raise Refused(f"ngày của văn bản: {bad.says}") from bad


def _said(begun: Beginning) -> dict[str, str]:
    """Return the filer's words of the report that is put right."""
    words = begun.filed.explanations if begun.filed else None
    return {at: str(word) for at, word in (words or {}).items()}


def _reasons(row: Obligation, begun: Beginning) -> dict[str, str]:
    if row.state != ObligationState.RETURNED or begun.filed is None:
        return {}
    return {at: str(why) for at, why in (begun.filed.reasons or {}).items()}


def _sheet(
    desk: Desk,
    row: Obligation,
    begun: Beginning,
    cells: Mapping[str, str],
    words: Mapping[str, str],
    reasons: Mapping[str, str],
    sending: bool,
) -> Sheet | None:
    if begun.form is None:
        return None
    past = past_of(desk.session, desk.rulebook, row)
    last = past.rounds[-1] if past.rounds else None
    filling = Filling(
        desk.session, desk.rulebook, desk.work.policies, row, begun, desk.now, last, reasons
    )
    return filling.sheet(begun.form, cells, words, sending)
