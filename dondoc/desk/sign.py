"""Sign: a round's consolidated report was signed; its figures stand still from now on."""

from dataclasses import dataclass, field
from datetime import date, datetime

from dondoc.consolidation import sign as rounds
from dondoc.consolidation.consolidate import consolidator
from dondoc.desk.context import Desk
from dondoc.desk.copies import with_copies
from dondoc.desk.receipt import Receipt
from dondoc.desk.registry import act
from dondoc.documents.kinds.consolidation.signed import keep_signed
from dondoc.errors import Refused, Unproven
from dondoc.reports.attach import Examined, keep
from models import Signature
from rules.meaning.letterhead import Document


@dataclass(frozen=True)
class Request:
    """The round by its consolidator's date, how the report reached its receiver, and its files.

    `closed_at`: the instant printed on it (None: now); `partial`: signed although bodies are
    absent, all of them perhaps; `untold`: as complete although figures are lacking. `duty`: whose
    round, where several are due that day or it has no term (`due` None: the last one).
    """

    directive: str
    due: date | None
    receipt: Receipt = field(default_factory=Receipt)
    closed_at: datetime | None = None
    partial: bool = False
    untold: bool = False
    files: tuple[Examined, ...] = ()
    duty: str | None = None


@dataclass(frozen=True)
class Answer:
    """The signature, which bodies are in it (by uid), and whose reports stand still by it.

    `prints`: the files that are kept as they were signed; `unprinted`: why there are none.
    """

    obligation: int
    report: int
    revision: int
    partial: bool
    closed_at: datetime
    in_: tuple[str, ...]
    missing: tuple[str, ...]
    frozen: tuple[int, ...]
    on_time: bool
    prints: tuple[str, ...]
    unprinted: str


@act("sign")
def sign(desk: Desk, request: Request) -> Answer:
    """Enter the signature; raise Refused as `dondoc.consolidation.sign` does."""
    row = consolidator(desk.session, desk.rulebook, request.directive, request.due, request.duty)
    by = desk.allow("sign", [row])
    receipt = with_copies(desk, row, Document.CONSOLIDATION, request.receipt)
    done = rounds.sign(
        desk.session,
        desk.rulebook,
        request.directive,
        request.due,
        receipt.taken(desk.now),
        by,
        desk.now,
        request.closed_at,
        request.partial,
        request.untold,
        desk.above(row),
        request.files,
        request.duty,
    )
    for file in request.files:
        keep(desk.state, file)
    return _answer(done, *_printed(desk, done.signature))


def _printed(desk: Desk, signature: Signature) -> tuple[tuple[str, ...], str]:
    """Keep the files of what was signed; return their names, or why there are none yet.

    An office that has declared no letterhead can sign all the same, and so can one whose tables
    somebody has changed: what was signed on paper was. The sweep tries again.
    """
    session, mark = desk.session, desk.located.mark
    try:
        prints = keep_signed(session, desk.rulebook, desk.state, signature, desk.now, mark)
    except (Refused, Unproven) as refused:
        return (), str(refused)
    return tuple(one.name for one in prints), ""


def _answer(done: rounds.Signing, prints: tuple[str, ...], unprinted: str) -> Answer:
    signature = done.signature
    return Answer(
        obligation=signature.obligation_id,
        report=signature.report_id,
        revision=signature.revision,
        partial=signature.partial,
        closed_at=signature.closed_at,
        in_=tuple(line.body.uid for line in done.found.present),
        missing=tuple(line.body.uid for line in done.found.missing),
        frozen=tuple(report.id for report in done.frozen),
        on_time=done.recorded.on_time,
        prints=prints,
        unprinted=unprinted,
    )
