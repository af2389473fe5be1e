"""Lists on which somebody stands twice once two persons are one: one of the places ends.

Who was made one with another stays where they live; the other place is a double, taken off with
that reason, and given back when the two are two again.
"""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy.orm import Session

from dondoc.people.fact import Fact, Kind, ending, together
from dondoc.people.ledger import Ground, enter, facts_of, told_by, unsay
from models import Person, PersonMerge
from rules.meaning.reason import Reasons, Subject


def on_each_list_once(
    session: Session,
    merge: PersonMerge,
    kept: Person,
    reasons: Reasons,
    on: date,
    now: datetime,
    by: str,
) -> None:
    """End every place but one that `kept` has on each list since the `merge`.

    Args:
        on: the local date of the act, from which it is so. by: who acts, as `uid/post`.
    """
    places: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts_of(session, persons=[kept.id]):
        if fact.kind is Kind.LISTED and fact.until is None:
            places[fact.directive, fact.of].append(fact)
    double, source = reasons.of(Subject.DOUBLE, "out"), f"gộp hồ sơ số {merge.gone_id}"
    ends = [
        ending(fact, on, on, source, double)
        for found in places.values()
        for fact in _others(found, kept.body_uid)
    ]
    enter(session, together(ends, on), Ground(f"merge:{merge.id}", now, by))


def _others(places: list[Fact], home: str) -> list[Fact]:
    """Return all of `places` but the one that stays: where they live, else the first told."""
    stays = next((fact for fact in places if fact.body == home), places[0])
    return [fact for fact in places if fact is not stays]


def on_lists_again(session: Session, merge: PersonMerge, on: date, now: datetime, by: str) -> None:
    """Give the places back that `merge` ended, its rows moved back before.

    Both histories are then as if the two had never been one: that they were is told by the merge
    and by the trail. Where something has become known of those places since, it stays.
    """
    if unsay(session, f"merge:{merge.id}"):
        return
    told = told_by(session, f"merge:{merge.id}")
    if told is not None:
        enter(session, told.back(on), Ground(f"unmerge:{merge.id}", now, by))
