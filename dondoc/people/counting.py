"""Counting people by the way, by village, ethnicity and reason: merged until nobody is found again.

Who counts is shown nobody, and no count that would single somebody out; so nothing is logged. All
tables of one commune's group are made of one counting, whatever they are by.
"""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.people.safe import Safe
from dondoc.people.suppression import Merged, merged
from models import ListLine, Person, PersonChange, PersonList, PersonState, Village

# The dimensions, in their order: what a table can be by.
DIMENSIONS = {"village": "Thôn", "ethnicity": "Dân tộc", "reason": "Lý do biến động"}
_NOT_SAID, _NO_CHANGE = "không ghi", "không có"


def counted(
    session: Session, safe: Safe, directive: str, group: str, body: str, names: dict[str, str]
) -> Merged:
    """Return how many people of a commune (uid) stand in the lists of a directive's group.

    Args:
        names: what the codes of reasons are called.
    """
    listed = (
        select(ListLine.person_id)
        .join(PersonList, PersonList.id == ListLine.list_id)
        .where(PersonList.directive_id == directive, PersonList.group_id == group)
    )
    query = (
        select(Person, Village.name)
        .outerjoin(Village, Village.id == Person.village_id)
        .where(
            Person.body_uid == body,
            Person.state == PersonState.KNOWN.value,
            Person.id.in_(listed),
        )
    )
    reasons = _reasons(session, body)
    counts = Counter[tuple[str, ...]]()
    for person, village in session.execute(query):
        personal = safe.open_person(person.id, person.sealed, person.seal_key)
        reason = reasons.get(person.id)
        said = names.get(reason, reason) if reason else _NO_CHANGE
        counts[village or _NOT_SAID, personal.ethnicity or _NOT_SAID, said] += 1
    return merged(counts)


def _reasons(session: Session, body: str) -> dict[int, str]:
    """Return of each person of a commune why they last changed, by the code of the rules."""
    accepted = PersonChange.accepted.is_(True), PersonChange.undone_at.is_(None)
    query = (
        select(PersonChange.person_id, PersonChange.reason)
        .where(PersonChange.body_uid == body, *accepted, PersonChange.reason.is_not(None))
        .order_by(PersonChange.id)
    )
    return {person: reason for person, reason in session.execute(query) if reason}
