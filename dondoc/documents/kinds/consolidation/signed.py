"""What was signed, as files: made once, kept, and given back whenever it is asked for."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from dondoc.consolidation.prints import keep_prints
from dondoc.documents.kinds.consolidation import KIND
from dondoc.documents.kinds.consolidation.assembly import signed_report
from dondoc.trail.proven import About, refuse_unproven_before
from language.dates import full_day
from language.zone import local_date
from models import Obligation, Print, Signature
from rules.rulebook import Rulebook


def keep_signed(
    session: Session,
    rulebook: Rulebook,
    folder: Path,
    signature: Signature,
    now: datetime,
    mark: str = "",
    *,
    anew: bool = False,
) -> list[Print]:
    """Make the files of a signed consolidation and keep them as they are from now on.

    Args:
        folder: the state folder.
        now: the instant of the use case, aware.
        mark: stands on every file of what is no real document.
        anew: it was signed before files were kept; each file says on which day it was made.
    Raises:
        Refused: no letterhead is declared for who signed.
        Unproven: what they would say is not what the trail had bound before this transaction.
        NotPossible: they cannot be written.
    """
    row = session.get_one(Obligation, signature.obligation_id)
    about = About(row.directive_id, due=row.original_due_on, others=True)
    refuse_unproven_before(session, folder, about)
    due, revision = row.original_due_on, signature.revision
    named = row.directive_id, due, revision, now, row.duty
    report = signed_report(session, rulebook, *named)
    again = f"LẬP LẠI NGÀY {full_day(local_date(now))}" if anew else ""
    marks = " – ".join(filter(None, (mark, again)))
    made = KIND.files(report, now, mark=marks)
    files = [(name, content) for name, content in made if isinstance(content, bytes)]
    return keep_prints(session, folder, signature, files, now, anew=anew)
