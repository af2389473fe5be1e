"""Doubles: two persons are judged not to be one, are made one, and are made two again.

Who may see both may judge them. A case number that is hidden is answered as one that does not
exist: whoever guesses numbers learns nothing.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from dondoc.cases.leaving import settle_all
from dondoc.desk.context import Desk
from dondoc.desk.look import look
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.people import merging
from dondoc.people.made_one import on_each_list_once, on_lists_again
from dondoc.people.safe import open_safe
from dondoc.visible import Sight
from models import DoubleReason, Person, PersonMerge
from rules.meaning.recipient import Party

APART, MERGE, UNMERGE = "people.apart", "people.merge", "people.unmerge"


@dataclass(frozen=True)
class Request:
    """Two persons by case number; `kept` stays where they are made one."""

    kept: int
    gone: int
    reason: DoubleReason


@dataclass(frozen=True)
class Answer:
    """What was judged of which two, by whom (`uid/post`).

    `as_before`: of an undone merge, whether the one who stayed is as before as well; something was
    corrected since where it is not.
    """

    kept: int
    gone: int
    same: bool
    by: str
    as_before: bool = True


@dataclass(frozen=True)
class Undoing:
    """The person who was made one with another (case number) is to be one of their own again."""

    gone: int
    reason: DoubleReason


@act(APART)
def apart(desk: Desk, request: Request) -> Answer:
    """Write down that two are not one person; the pair is asked no more.

    Raises:
        Refused: one of them is unknown or hidden, both are one number, or they were made one.
    """
    by, kept, gone = _both(desk, APART, request.kept, request.gone)
    for one, other in ((kept, gone), (gone, kept)):
        if one.merged_into == other.id:
            raise Refused(
                f"hồ sơ số {one.id} đang gộp vào hồ sơ số {other.id}: tách ra "
                f"(dondoc people unmerge {one.id})"
            )
    pair = (kept.id, gone.id)
    merging.part(desk.session, pair, request.reason, by, desk.now)
    return Answer(kept.id, gone.id, False, by)


@act(MERGE)
def merge(desk: Desk, request: Request) -> Answer:
    """Make two persons one.

    Raises:
        Refused: one of them is unknown or hidden, both are one number, or was merged before.
        NotPossible: the keys are lost or others.
    """
    by, kept, gone = _both(desk, MERGE, request.kept, request.gone)
    safe = open_safe(desk.session, desk.state)
    made = merging.merge(desk.session, safe, kept, gone, request.reason, by, desk.now)
    reasons, today = desk.rulebook.reasons, desk.today
    on_each_list_once(desk.session, made, kept, reasons, today, desk.now, by)
    settle_all(desk.session, desk.rulebook, desk.now, [kept.id])
    return Answer(kept.id, gone.id, True, by)


@act(UNMERGE)
def unmerge(desk: Desk, request: Undoing) -> Answer:
    """Give two persons that were made one their own histories back.

    Raises:
        Refused: there is nothing to undo, or something later is to be undone first.
        NotPossible: the keys are lost or others.
    """
    row = desk.session.scalar(
        select(PersonMerge)
        .where(PersonMerge.gone_id == request.gone, PersonMerge.undone_at.is_(None))
        .order_by(PersonMerge.id.desc())
    )
    # Without a merge the number still says nothing to whom it is hidden.
    by, kept, gone = _both(desk, UNMERGE, row.kept_id if row else request.gone, request.gone)
    if row is None:
        raise Refused(f"hồ sơ số {gone.id} không gộp vào hồ sơ nào")
    safe = open_safe(desk.session, desk.state)
    how = (request.reason, by, desk.now)
    as_before = merging.unmerge(desk.session, safe, row, kept, gone, *how)
    on_lists_again(desk.session, row, desk.today, desk.now, by)
    settle_all(desk.session, desk.rulebook, desk.now, [kept.id, gone.id])
    return Answer(kept.id, gone.id, False, by, as_before)


def _both(desk: Desk, act: str, kept: int, gone: int) -> tuple[str, Person, Person]:
    """Return who acts and the two persons, locked, both of whom who acts may see.

    Raises:
        Refused: who acts may nothing of the kind, or one of the two is unknown or hidden.
    """
    by = desk.allow(act, parties=[party_of(desk, desk.acting(act).body.uid)])
    if act != UNMERGE and kept == gone:
        raise Refused("nêu hai hồ sơ khác nhau")
    rows = _locked(desk, {kept, gone})
    for number in (kept, gone):
        if number not in rows:
            raise Refused(f"không có hồ sơ số {number} trong phần được xem")
    return by, rows[kept], rows[gone]


def _locked(desk: Desk, ids: Collection[int]) -> dict[int, Person]:
    """Return those of the persons (case numbers) that are visible, locked, as they are now."""
    seen = look(desk, Sight.PERSONS).visible.persons()
    query = select(Person).where(Person.id.in_(ids), *seen).order_by(Person.id)
    locking = query.with_for_update(of=Person).execution_options(populate_existing=True)
    return {row.id: row for row in desk.session.scalars(locking)}


def party_of(desk: Desk, body: str) -> Party:
    """Return whom a person of the commune `body` (uid) concerns: it, and who collects by lists."""
    return Party(body, via=next(_collecting(desk), None), office=desk.work.office)


def _collecting(desk: Desk) -> Iterator[str]:
    """Yield who collects (uid) what is reported of lists of people."""
    forms = desk.rulebook.forms
    for directive in desk.rulebook.directives.values():
        for duty in directive.duties.values():
            form = forms.get(duty.asks) if duty.asks else None
            if duty.via and form is not None and form.lists is not None:
                yield duty.via
