"""What the page "Vì sao" shows of one obligation, and of one notice about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dondoc.desk.look import Look, look
from dondoc.documents.kinds.dossier.assembly import dossier
from dondoc.documents.kinds.dossier.content import Dossier
from dondoc.errors import NotAllowed
from dondoc.looking.happenings import Happening, happenings
from dondoc.looking.marked import Paragraph, around
from dondoc.looking.story import (
    ALLOWS,
    LAYS,
    Proven,
    proofs_of,
    proven,
    reasons,
    text_of,
)
from dondoc.looking.why import why
from dondoc.trail.anchors import read_anchors
from dondoc.trail.verify import Verdict, verify
from dondoc.visible import Sight
from dondoc.web.visit import Visit
from models import Notice, Obligation
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty


@dataclass(frozen=True)
class Told:
    """Everything the page shows. `notice`, `why`: of the notice that is asked about, if one is.

    `near`: the marked paragraphs with what stands around them; `happened`, `proofs`, `proven`:
    empty where whoever looks may not see the dossier. `verdict`: of the whole trail, where that
    was asked for.
    """

    row: Obligation
    file: Dossier
    directive: Directive | None
    duty: Duty | None
    reasons: list[str]
    text: list[Paragraph]
    near: list[Paragraph]
    marks: Mapping[str, str]
    notice: Notice | None = None
    why: Mapping[str, Any] | None = None
    happened: tuple[Happening, ...] = ()
    proofs: tuple[Any, ...] = ()
    proven: Proven | None = None
    verdict: Verdict | None = None
    may_verify: bool = False


def told(visit: Visit, looking: Look, row: Obligation, notice: Notice | None, whole: bool) -> Told:
    """Return what is shown of `row` to whoever looks.

    Args:
        notice: that is asked about; None: the obligation itself is.
        whole: the whole trail is looked through as well.
    """
    office, session, rulebook = visit.office, looking.session, visit.office.rulebook
    settings = office.settings
    # Before anything is read: a checkpoint written meanwhile may speak of entries not seen.
    anchors = read_anchors(settings.state_folder, office.database, settings.second_folder)
    file = dossier(session, rulebook, anchors, row, office.house.name, visit.now)
    said = why(session, rulebook, notice.id) if notice else None
    basis = notice.basis if notice else None
    text = text_of(session, rulebook, row, basis)
    declared = rulebook.directives.get(row.directive_id)
    marks = {LAYS: f"Câu giao việc · {file.clause.place}"}
    if said and said["basis"]["place"]:
        marks[ALLOWS] = f"Câu cho phép đôn đốc · {said['basis']['place']}"
    inside = _inside(looking, row)
    checks = _sees(looking, Sight.TRAIL)
    return Told(
        row=row,
        file=file,
        directive=declared,
        duty=declared.duties.get(row.duty) if declared else None,
        reasons=reasons(rulebook, row, file, said),
        text=text,
        near=around(text, marks),
        marks=marks,
        notice=notice,
        why=said,
        happened=tuple(happenings(file, row, visit.now)) if inside else (),
        proofs=tuple(proofs_of(file)) if inside else (),
        proven=proven(session, office, row) if inside else None,
        verdict=verify(session, anchors) if whole and checks else None,
        may_verify=checks,
    )


def _inside(looking: Look, row: Obligation) -> bool:
    """Say whether whoever looks sees the dossier of `row`."""
    if not _sees(looking, Sight.DOSSIER):
        return False
    seen = look(looking.desk, Sight.DOSSIER)
    return bool(seen.shown([row]))


def _sees(looking: Look, sight: Sight) -> bool:
    try:
        look(looking.desk, sight)
    except NotAllowed:
        return False
    return True
