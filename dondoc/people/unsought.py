"""Who has not been held against everybody known yet: whoever has no mark besides numbers."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import Person, PersonMark, PersonState

# The kind of mark that everybody has who was looked for.
PLACE = "place"
_MARKED = exists().where(PersonMark.person_id == Person.id, PersonMark.kind == PLACE)
_QUERY = (
    select(Person.id).where(Person.state == PersonState.KNOWN.value, ~_MARKED).order_by(Person.id)
)


def unsought(session: Session, most: int, after: int = 0) -> list[int]:
    """Return at most `most` people (case numbers) who were not looked for, the first to come.

    Args:
        after: who has a number above it; whoever goes on need not pass those before once more.
    """
    return list(session.scalars(_QUERY.where(Person.id > after).limit(most)))
