"""Pairs that may be one person and nobody has judged, as whoever looks may see them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from dondoc.visible import Visible
from models import DoubleJudged, Person, PersonState

# So many pairs are read beyond a page's own: of some both have turned out to be the same since.
_MORE = 50


@dataclass(frozen=True)
class Pair:
    """Two case numbers and the communes (uids) they live in; `score` in thousandths.

    `other` None: somebody of another body, of whom who looks may know no more.
    """

    one: int
    body: str
    other: int | None
    other_body: str | None
    score: int


def pairs(
    session: Session, visible: Visible, most: int, after: int = 0, person: int | None = None
) -> list[Pair]:
    """Return open pairs of which one at least is visible, the likeliest first.

    Args:
        most: how many at most; after: how many to leave out before them.
        person: only those of one person (case number), who then stands first; none of a hidden one.
    """
    query = _open(visible, person).limit(after + most + _MORE)
    rows = {_in_order(row.one, row.other): row for row in session.execute(query)}
    judged = _judged(session, rows)
    found = [_pair(row, person) for key, row in rows.items() if key not in judged]
    return found[after : after + most]


def _open(visible: Visible, person: int | None) -> Select[int, str, bool, int, str, bool, int]:
    """Select the open pairs as they are now: of who was found to be another, that other."""
    was_one, was_other, one, other = (aliased(Person) for _ in range(4))
    seen = select(Person.id).where(*visible.persons())
    sees_one, sees_other = one.id.in_(seen), other.id.in_(seen)
    gone = PersonState.ERASED.value
    # Who is hidden has no pairs: who asks for their number would learn whom they are like.
    mine = or_(and_(one.id == person, sees_one), and_(other.id == person, sees_other))
    asked = () if person is None else (mine,)
    return (
        select(
            one.id.label("one"),
            one.body_uid.label("body"),
            sees_one.label("sees_one"),
            other.id.label("other"),
            other.body_uid.label("other_body"),
            sees_other.label("sees_other"),
            DoubleJudged.score,
        )
        .join(was_one, was_one.id == DoubleJudged.one_id)
        .join(was_other, was_other.id == DoubleJudged.other_id)
        .join(one, one.id == func.coalesce(was_one.merged_into, was_one.id))
        .join(other, other.id == func.coalesce(was_other.merged_into, was_other.id))
        .where(
            DoubleJudged.same.is_(None),
            one.id != other.id,
            one.state != gone,
            other.state != gone,
            or_(sees_one, sees_other),
            *asked,
        )
        .order_by(DoubleJudged.score.desc(), DoubleJudged.id)
    )


def _pair(row: Row[int, str, bool, int, str, bool, int], person: int | None) -> Pair:
    """Return a pair as it is seen: whole, or the one of the two who is visible."""
    one, other = (row.one, row.body), (row.other, row.other_body)
    if not row.sees_one or (row.sees_other and person == row.other):
        one, other = other, one
    if row.sees_one and row.sees_other:
        return Pair(*one, *other, row.score)
    return Pair(*one, None, None, row.score)


def _in_order(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _judged(session: Session, keys: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return which pairs (in order) were judged under the numbers they have now."""
    numbers = sorted({one for one, _ in keys})
    found: set[tuple[int, int]] = set()
    for at in range(0, len(numbers), 500):
        query = select(DoubleJudged.one_id, DoubleJudged.other_id).where(
            DoubleJudged.same.is_not(None), DoubleJudged.one_id.in_(numbers[at : at + 500])
        )
        found.update((one, other) for one, other in session.execute(query))
    return found
