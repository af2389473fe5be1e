"""Prints: the files of a consolidation as it was signed, kept, and given back as they are."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.reports.attach import keep_bytes, kept_bytes
from models import Event, Print, Signature
from models.trail import append


def keep_prints(
    session: Session,
    folder: Path,
    signature: Signature,
    files: Iterable[tuple[str, bytes]],
    now: datetime,
    *,
    anew: bool = False,
) -> list[Print]:
    """Keep `files` (name, bytes) as what was signed; their digests go into the trail.

    Args:
        folder: the state folder.
        now: the instant of the use case, aware.
        anew: they are made later than the signature.
    Raises:
        NotPossible: they cannot be written.
    """
    rows = []
    for name, content in files:
        keep_bytes(folder, content)
        rows.append(
            Print(
                signature_id=signature.id,
                name=name,
                size=len(content),
                sha256=sha256(content).hexdigest(),
                made_at=now,
                anew=anew,
            )
        )
    session.add_all(rows)
    session.flush()
    digests = {row.name: row.sha256 for row in rows}
    data = {"signature": signature.id, "anew": anew, "files": digests}
    append(
        session,
        now,
        [Event("consolidation.printed", f"obligation:{signature.obligation_id}", data)],
    )
    return rows


def prints_of(session: Session, signature: Signature) -> list[Print]:
    """Return what is kept of a signed consolidation, in the order in which it was made."""
    query = select(Print).where(Print.signature_id == signature.id).order_by(Print.id)
    return list(session.scalars(query))


def kept_prints(folder: Path, prints: Iterable[Print]) -> list[tuple[str, bytes]]:
    """Return the files (name, bytes) as they were kept; raise Refused as `kept_bytes` does."""
    return [(one.name, kept_bytes(folder, one.sha256, one.name)) for one in prints]


def unprinted(session: Session) -> list[Signature]:
    """Return the signatures that hold and of which no file is kept, oldest first."""
    printed = select(Print.id).where(Print.signature_id == Signature.id)
    query = select(Signature).where(Signature.undone_at.is_(None), ~printed.exists())
    return list(session.scalars(query.order_by(Signature.id)))
