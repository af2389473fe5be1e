"""The letters of an office, with what goes with them: documents stand above the room that sends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import consolidation_by
from dondoc.consolidation.round import Consolidation
from dondoc.day.watching import watching_by
from dondoc.documents.kinds.amend.assembly import amending_draft
from dondoc.documents.kinds.amend.paper import amending
from dondoc.documents.kinds.brief.beside import beside
from dondoc.documents.kinds.consolidation.assembly import drafted_report
from dondoc.documents.kinds.consolidation.paper import consolidated
from dondoc.documents.kinds.urge.assembly import signed, urging_draft
from dondoc.documents.kinds.urge.paper import urging
from dondoc.documents.writers.paper import Paper
from dondoc.errors import NotPossible, Refused, Unproven
from dondoc.forms import asked_form
from dondoc.notices.blame import blame_held, standing_out
from dondoc.notices.correct import finding_of
from dondoc.reports.attach import DOCX, XLSX
from dondoc.reports.blank import blank_form, blank_name
from dondoc.sending.letters import Letters, Sealing
from dondoc.setup.settings import OfficeSettings, Settings
from dondoc.setup.wiring import Office
from dondoc.trail.proven import About, refuse_unproven_before
from language.text import upper_first
from language.zone import local_date
from models import Issued, Notice, Obligation, Signature
from notifications.envelope import mail
from notifications.letter import Enclosed
from notifications.mime import Attachment
from rules.rulebook import Rulebook
from steps.table import BRIEF, CORRECTION, FIRST, READY, URGE

# What goes with a letter in place of what somebody changed in the tables, for whoever reads it.
_DOUBTFUL = Enclosed(
    lack="dữ liệu đang lưu của đợt này khác với dấu vết đã ghi nên chưa dùng được; đề nghị báo "
    "người quản trị phần mềm kiểm tra (lệnh dondoc audit verify)",
    doubtful=True,
)
# Which rows a draft is made of: of its round, of the directive's other rounds too, of none.
_RestsOn = Literal["nothing", "round", "others"]
_NOTHING: Final = "nothing"
_OTHERS: Final = "others"
_Make = Callable[[Session, Obligation, datetime], Enclosed]


def letters_of(office: Office) -> Letters:
    """Return who writes what the notices of `office` say, in its name and by its channels."""
    state = office.settings.state_folder
    return letters_by(office.rulebook, office.settings.settings, office.mark, state=state)


def letters_by(
    rulebook: Rulebook,
    settings: Settings,
    mark: str = "",
    sealing: Sealing | None = None,
    state: Path | None = None,
    worded: bool = True,
) -> Letters:
    """Return who writes by these rules and settings; `mark` stands on what is no real letter.

    Args:
        sealing: makes of a letter what is kept of it; files that go with it are then named and
            left empty. None: the mail itself, files and all.
        worded: whether more of a letter is kept than its subject and the names of its files.
        state: the state folder, by which drafts are held against the trail. None: they are not,
            where nothing is real.
    """
    house = settings.office.among(rulebook.bodies)
    drafts = _Drafts(rulebook, house, mark, sealing is None, worded, state)
    return Letters(
        rulebook,
        settings.office,
        settings.channels,
        mark,
        {
            FIRST.id: drafts.form,
            URGE.id: drafts.urging,
            CORRECTION.id: drafts.correcting,
            BRIEF.id: drafts.beside,
            READY.id: drafts.lacking,
        },
        sealing or mail,
        settings.web.url,
        watching_by(settings),
    )


class _Drafts:
    """Makes the drafts that go with letters; one of a round and instant is made once.

    `filled` False: files have their names and nothing in them. `worded` False: nothing is told
    beside.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        house: OfficeSettings,
        mark: str,
        filled: bool,
        worded: bool,
        state: Path | None,
    ) -> None:
        self._rulebook, self._house, self._mark = rulebook, house, mark
        self._filled, self._worded, self._state = filled, worded, state
        self._made: dict[tuple[str, int, datetime], Enclosed] = {}
        # Of rounds, which do not hold against the trail.
        self._doubtful: dict[tuple[int, datetime, _RestsOn], bool] = {}
        self._found: dict[tuple[int, datetime], Consolidation] = {}

    def urging(self, session: Session, _notice: Notice, row: Obligation, now: datetime) -> Enclosed:
        """Return the công văn that urges who is late in the round consolidated by `row`."""
        return self._once(self._urging, session, row, now)

    def beside(self, session: Session, _notice: Notice, row: Obligation, now: datetime) -> Enclosed:
        """Return what the brief of the round consolidated by `row` tells beside the round."""
        return self._once(self._beside, session, row, now, _OTHERS)

    def _beside(self, session: Session, row: Obligation, now: datetime) -> Enclosed:
        if not self._worded:
            return Enclosed()
        found = self._consolidation(session, row, now)
        return Enclosed(says=beside(session, self._rulebook, found, now))

    def lacking(
        self, session: Session, _notice: Notice, row: Obligation, now: datetime
    ) -> Enclosed:
        """Return who of the round consolidated by `row` is in without the figures it is asked."""
        return self._once(self._lacking, session, row, now)

    def _lacking(self, session: Session, row: Obligation, now: datetime) -> Enclosed:
        if not self._worded:
            return Enclosed()
        lacking = self._consolidation(session, row, now).without_figures
        return Enclosed(says=(f"{upper_first(lacking)}.",) if lacking else ())

    def form(
        self, session: Session, notice: Notice, row: Obligation, now: datetime
    ) -> Enclosed | None:
        """Return the prefilled form, to who is to fill it in; None where none is asked.

        That is the bearer, or whoever goes on for one that has ended; not yet a body that will
        become part of the bearer.
        """
        rulebook = self._rulebook
        ended = rulebook.bodies.get(row.bearer_uid).valid_to
        going_on = ended is not None and ended < local_date(now)
        if asked_form(rulebook, row) is None or not (
            notice.recipient_uid == row.bearer_uid or going_on
        ):
            return None
        # Asks for figures and tells none, of each body: nothing to prove.
        return self._once(self._form, session, row, now, _NOTHING)

    def _form(self, session: Session, row: Obligation, _now: datetime) -> Enclosed:
        name = blank_name(self._rulebook, row)
        form = blank_form(session, self._rulebook, row, self._mark) if self._filled else b""
        return Enclosed((Attachment(name, form, XLSX),))

    def correcting(
        self, session: Session, notice: Notice, row: Obligation, now: datetime
    ) -> Enclosed | None:
        """Return the drafts by which its reader puts right the documents that are out.

        To the office the công văn that amends an issued one; to whoever signed a consolidation
        the one that replaces it; to anybody else nothing.
        """
        held = blame_held(session, finding_of(session, notice).facts)
        blame = standing_out(session, row, held)
        documents: list[Issued | Signature] = [*blame.issued, *reversed(blame.signed)]
        for document in documents:
            above = session.get_one(Obligation, document.obligation_id)
            if isinstance(document, Issued) and notice.recipient_uid == self._house.body:
                return self._once(self._amending, session, above, now)
            if isinstance(document, Signature) and notice.recipient_uid == above.bearer_uid:
                return self._once(self._replacing, session, above, now, _OTHERS)
        return None

    def _once(
        self,
        make: _Make,
        session: Session,
        row: Obligation,
        now: datetime,
        rests_on: _RestsOn = "round",
    ) -> Enclosed:
        key = make.__name__, row.id, now
        if key not in self._made:
            try:
                doubtful = self._is_doubtful(session, row, now, rests_on)
                self._made[key] = _DOUBTFUL if doubtful else make(session, row, now)
            except (Refused, NotPossible) as refused:
                # The letter goes all the same, and so do all the others.
                self._made[key] = Enclosed(lack=str(refused))
        return self._made[key]

    def _is_doubtful(
        self, session: Session, row: Obligation, now: datetime, rests_on: _RestsOn
    ) -> bool:
        """Say whether what is stored of the round of `row` is not what the trail has bound."""
        key = row.id, now, rests_on
        if key not in self._doubtful:
            self._doubtful[key] = False
            others = rests_on == _OTHERS
            about = About(row.directive_id, due=row.original_due_on, others=others)
            try:
                if self._state is not None and rests_on != _NOTHING:
                    refuse_unproven_before(session, self._state, about)
            except Unproven:
                self._doubtful[key] = True
        return self._doubtful[key]

    def _consolidation(self, session: Session, row: Obligation, now: datetime) -> Consolidation:
        """Return the consolidation `row`, read once for all drafts of an instant."""
        if (row.id, now) not in self._found:
            self._found[row.id, now] = consolidation_by(session, self._rulebook, row)
        return self._found[row.id, now]

    def _urging(self, session: Session, row: Obligation, now: datetime) -> Enclosed:
        rulebook = self._rulebook
        found = self._consolidation(session, row, now)
        draft = urging_draft(rulebook, found, self._house.name, now)
        draft = signed(session, rulebook, draft, rulebook.bodies.get(found.directive.issuer))
        file = self._file(f"don-doc-{draft.due_on.isoformat()}", lambda: urging(draft), now)
        return Enclosed((file,), draft.absent)

    def _amending(self, session: Session, row: Obligation, now: datetime) -> Enclosed:
        draft = amending_draft(session, self._rulebook, row, self._house.name, now)
        name = f"sua-doi-don-doc-{draft.due_on.isoformat()}"
        file = self._file(name, lambda: amending(draft), now)
        return Enclosed((file,), tuple(body for body, _ in draft.cleared))

    def _replacing(self, session: Session, row: Obligation, now: datetime) -> Enclosed:
        found = consolidation_by(session, self._rulebook, row)
        draft = drafted_report(session, self._rulebook, found, now)
        name = f"thay-the-tong-hop-{row.original_due_on.isoformat()}"
        return Enclosed((self._file(name, lambda: consolidated(draft), now),))

    def _file(self, name: str, paper: Callable[[], Paper], now: datetime) -> Attachment:
        """Return the draft as Word: to be looked through, changed and put forward."""
        return Attachment(f"du-thao-{name}.docx", self._docx(paper, now), DOCX)

    def _docx(self, paper: Callable[[], Paper], now: datetime) -> bytes:
        if not self._filled:
            return b""
        # Loaded with the first draft: most mornings have none.
        from dondoc.documents.writers.docx import docx

        return docx(replace(paper(), mark=self._mark), now)
