"""Draft: a report that is being written: seen by whoever may file it, saved, discarded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from dondoc.desk.context import Desk, Which
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.find import locked
from dondoc.incoming.values import Bad
from dondoc.named import refuse_withdrawn
from dondoc.reports.attach import Examined
from dondoc.reports.beginning import Beginning, beginning
from dondoc.reports.draft_text import Clash, DraftText, Typed, Waiting
from dondoc.reports.drafts import Drafts, refuse_too_much
from dondoc.reports.figure_cells import words
from dondoc.setup.seal import Seal
from dondoc.trail.signing import signer
from language.zone import morning
from models import Draft, DraftEnd, Obligation
from steps.states import ObligationState

_PURPOSE = "drafts of reports"


@dataclass(frozen=True)
class Brought:
    """A file that is brought: what was examined, and what is to be said of it."""

    file: Examined
    told: str = ""


@dataclass(frozen=True)
class Request:
    """What was typed for the report of one obligation, by whom (a name), on which version.

    `brought`: files to add; `dropped`: the numbers of those to take out. `revises`: the report is
    filed already, and this is to replace it.
    """

    of: Which
    typed: Typed
    writer: str
    brought: tuple[Brought, ...] = ()
    dropped: frozenset[str] = frozenset()
    revises: bool = False


@dataclass(frozen=True)
class Answer:
    """The draft's version now, and the cells that somebody else had changed meanwhile.

    `ended`: what had become of the draft he wrote on ("filed", "discarded"), where it had ended.
    """

    obligation: int
    version: int
    clashes: tuple[Clash, ...] = ()
    ended: str | None = None


@dataclass(frozen=True)
class Discarding:
    """Whose draft is to go."""

    of: Which


@dataclass(frozen=True)
class Discarded:
    """The obligation whose draft went."""

    obligation: int


@dataclass(frozen=True)
class Seen:
    """A draft as it stands: its row, None where nobody has begun one, and what it says."""

    row: Draft | None
    text: DraftText = field(default_factory=DraftText)

    @property
    def version(self) -> int:
        """Return the version that whoever reads it now will write on."""
        return self.row.version if self.row else 0

    @property
    def live(self) -> bool:
        """Say whether something is being written."""
        return self.row is not None and self.row.sealed is not None


def drafts_of(desk: Desk) -> Drafts:
    """Return the office's drafts."""
    return Drafts(desk.session, desk.state, Seal(signer(desk.state).derived(_PURPOSE)))


def seen(desk: Desk, row: Obligation) -> Seen:
    """Return the draft of `row`; raise Refused for whoever may not write on it."""
    desk.allow("draft.save", [row])
    found = desk.session.query(Draft).filter(Draft.obligation_id == row.id).one_or_none()
    return Seen(found, drafts_of(desk).text(found))


@act("draft.save")
def save(desk: Desk, request: Request) -> Answer:
    """Save what was typed beside what others typed.

    Raises:
        Refused: there is nothing to write any more, it has been filed and is not to be revised,
            a cell is none of the form's or too long, or there are too many files.
    """
    row = locked(desk.session, desk.one(request.of).id)
    by = desk.allow("draft.save", [row])
    refuse_withdrawn(desk.rulebook.bodies, row)
    _refuse_filed(row, request.revises)
    drafts = drafts_of(desk)
    draft = drafts.of(row.id)
    begun = beginning(desk.session, desk.rulebook, row)
    typed = _allowed(request.typed, begun)
    ended = draft.ended_as if draft and typed.version <= draft.version else None
    version = draft.version + 1 if draft else 1
    before = drafts.text(draft)
    text, clashes = before.with_typed(typed, begun.cells, request.writer, version, desk.now)
    gone = request.dropped & {one.number for one in before.files}
    kept = (one for one in before.files if one.number not in gone)
    text = replace(text, files=(*kept, *_kept(drafts, row, request, desk)))
    refuse_too_much(text.files)
    saved = drafts.save(draft, row.id, text, by, desk.now)
    drafts.drop(row.id, gone)
    _wake(desk, row)
    return Answer(row.id, saved.version, clashes, ended if request.typed.version else None)


def _wake(desk: Desk, row: Obligation) -> None:
    """Let the sweep of the last working day look at it, whatever else it would look for."""
    day = morning(row.aim_on, desk.work.at)
    if (
        row.state == ObligationState.OPEN
        and desk.now < day
        and not (row.wake_at is not None and row.wake_at <= day)
    ):
        row.wake_at = day


def _kept(drafts: Drafts, row: Obligation, request: Request, desk: Desk) -> Iterator[Waiting]:
    for one in request.brought:
        yield drafts.keep(row.id, one.file, one.told, request.writer, desk.now)


@act("draft.discard")
def discard(desk: Desk, request: Discarding) -> Discarded:
    """Discard it; raise Refused where there is none."""
    row = locked(desk.session, desk.one(request.of).id)
    by = desk.allow("draft.discard", [row])
    drafts = drafts_of(desk)
    draft = drafts.of(row.id)
    if draft is None or draft.sealed is None:
        raise Refused("không có bản nháp nào để bỏ")
    drafts.end(draft, DraftEnd.DISCARDED, by, desk.now)
    return Discarded(row.id)


def _refuse_filed(row: Obligation, revises: bool) -> None:
    if row.state in (ObligationState.SUBMITTED, ObligationState.ACCEPTED) and not revises:
        raise Refused("báo cáo này đã nộp: mở báo cáo đã nộp, chọn “Nộp bản sửa” nếu cần sửa")


def _allowed(typed: Typed, begun: Beginning) -> Typed:
    """Return what was typed, each as a cell takes it; refuse what is no cell of the form."""
    known = frozenset(begun.addresses)
    strangers = sorted({*typed.cells, *typed.words} - known)
    if strangers:
        raise Refused(f"mẫu báo cáo này không có ô {strangers[0][:60]!r}")
    return replace(typed, cells=_words(typed.cells), words=_words(typed.words))


def _words(cells: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for at, cell in cells.items():
        try:
            found[at] = words(cell)
        except Bad as bad:
            raise Refused(f"ô {at}: {bad.says}") from bad
    return found
