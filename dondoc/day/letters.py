"""The letters of an office, with what goes with them: documents stand above the room that sends."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import consolidation_by
from dondoc.documents.kinds.urge.assembly import signed, urging_draft
from dondoc.documents.kinds.urge.paper import urging
from dondoc.documents.writers.docx import docx
from dondoc.errors import Refused
from dondoc.reports.attach import DOCX
from dondoc.sending.letters import Letters
from dondoc.setup.wiring import Office
from models import Notice, Obligation
from notifications.letter import Enclosed
from notifications.mime import Attachment
from steps.table import URGE


def letters_of(office: Office) -> Letters:
    """Return who writes what the notices of `office` say, in its name and by its channels."""
    settings = office.settings.settings
    return Letters(
        office.rulebook,
        settings.office,
        settings.channels,
        office.mark,
        {URGE.id: _Drafts(office).urging},
    )


class _Drafts:
    """Makes the drafts that go with letters; one of a round and instant is made once."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._made: dict[tuple[int, datetime], Enclosed] = {}

    def urging(self, session: Session, _notice: Notice, row: Obligation, now: datetime) -> Enclosed:
        """Return the công văn that urges who is late in the round consolidated by `row`."""
        key = row.id, now
        if key not in self._made:
            try:
                self._made[key] = self._urging(session, row, now)
            except Refused as refused:
                self._made[key] = Enclosed(lack=str(refused))
        return self._made[key]

    def _urging(self, session: Session, row: Obligation, now: datetime) -> Enclosed:
        rulebook, mark = self._office.rulebook, self._office.mark
        found = consolidation_by(session, rulebook, row)
        draft = urging_draft(rulebook, found, self._office.house.name, now)
        issuer = rulebook.bodies.get(found.directive.issuer)
        draft = signed(session, rulebook, draft, issuer)
        # To be looked through, changed and put forward: as Word, which an office changes.
        content = docx(replace(urging(draft), mark=mark), now)
        name = f"du-thao-don-doc-{draft.due_on.isoformat()}.docx"
        return Enclosed((Attachment(name, content, DOCX),), draft.absent)
