"""What persons said of how files are laid out, remembered for the next file of the same layout."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.people.reading.match import Correction, SheetMatch, keys_in
from models import Event, ListLayout
from models.trail import append


def remembered(session: Session) -> dict[str, Correction]:
    """Return what was said of each layout, by its fingerprint."""
    rows = session.scalars(select(ListLayout))
    return {row.layout: Correction.of(row.matched) for row in rows}


def remember(session: Session, match: SheetMatch, said: Correction, by: str, now: datetime) -> None:
    """Keep what was `said` of the layout of a sheet, over what was said of it before.

    Args:
        by: who says it, as `uid/post`; now: the instant (aware). What names none of its columns is
            left out.
    """
    known = keys_in(match)
    columns = {key: name for key, name in said.columns.items() if key in known}
    later = Correction(columns, said.sexes, said.zeros)
    if later == Correction():
        return
    row = session.scalars(select(ListLayout).where(ListLayout.layout == match.fingerprint)).first()
    if row is None:
        row = ListLayout(layout=match.fingerprint, matched={}, recorded_at=now, recorded_by=by)
        session.add(row)
    row.matched = Correction.of(row.matched).with_later(later).stored()
    row.recorded_at, row.recorded_by = now, by
    session.flush()
    said_of = {"layout": row.layout, "columns": len(columns), "by": by}
    append(session, now, [Event("list.layout", f"list_layout:{row.id}", said_of)])
