"""Who pays which share of somebody's contribution, and under which category they pay: told, ended.

A share that nobody told stays unknown; more than the whole is refused. What one telling has changed
can be taken back whole.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, declared_of, one_of, via_of
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.people.fact import Fact, Kind, Payer, Revision, ending, together
from dondoc.people.ledger import Ground, enter, facts_of, told_by
from language.dates import full_day
from models import Event, PersonFact
from models.trail import append

_TELL, _UNTELL = "people.tell", "people.untell"
_WHOLE = 100
_CODE = re.compile(r"[A-Z]{2}[0-9]?")
# As long as the shortest number of a person there is: the old card of identity.
_PERSONS_NUMBER = re.compile(r"\d([ .]?\d){8}")
_TOLD = "told:"


@dataclass(frozen=True)
class Request:
    """What holds of the person with that case number, on the local dates from `since` on.

    `payer` with `percent`: who pays which share; or `category`: the code under which they pay, as
    cards begin with it. `until`: the first day on which it no longer holds, None: no end is known.
    `known_from`: the local date from which it was known, None: today. `source`: the legal text or
    decision that it rests on.
    """

    directive: str
    person: int
    since: date
    source: str
    payer: Payer | None = None
    percent: int | None = None
    category: str | None = None
    until: date | None = None
    known_from: date | None = None


@dataclass(frozen=True)
class Which:
    """The telling with that number."""

    telling: int


@dataclass(frozen=True)
class Answer:
    """The telling by its number, whose; `shares`: percent by who pays, on its first day."""

    telling: int
    person: int
    shares: dict[str, int]
    category: str | None


@act(_TELL)
def tell(desk: Desk, request: Request) -> Answer:
    """Enter it; what the same payer paid, or the category before, ends on that day.

    Raises:
        Refused: no such person of theirs, a day to come, no source, a share that is none or with
            which there is more than the whole, a category that is no code.
    """
    declared = declared_of(desk, request.directive)
    via = via_of(desk, declared)
    by = allowed(desk, _TELL, via)
    person = one_of(desk, request.person, by, via)
    fact = _fact(desk, request)
    kinds = {Kind.SUPPORT, Kind.CATEGORY}
    facts = facts_of(desk.session, persons=[person.id], kinds=kinds)
    revision = _instead(fact, facts)
    after = revision.of(facts)
    _refuse_too_much(after, fact)
    number = _next(desk)
    enter(desk.session, revision, Ground(f"{_TOLD}{number}", desk.now, by))
    _entered(desk, "person.told", person.id, number, fact.kind, by)
    return _answer(number, person.id, after, fact.since)


@act(_UNTELL)
def untell(desk: Desk, request: Which) -> Answer:
    """Take a telling back; what it ended holds again.

    Raises:
        Refused: there is none of theirs, or something newer was told of the same.
    """
    by = allowed(desk, _UNTELL)
    label = f"{_TOLD}{request.telling}"
    row = desk.session.scalars(select(PersonFact).where(PersonFact.told_by == label)).first()
    none = f"không có lần ghi số {request.telling} nào của đơn vị này"
    if row is None:
        raise Refused(none)
    vias = (via_of(desk, one) for one in desk.rulebook.directives.values())
    mine = by.partition("/")[0]
    try:
        person = one_of(desk, row.person_id, by, mine if mine in set(vias) else None)
    except Refused:
        raise Refused(none) from None
    done = told_by(desk.session, label)
    if done is None:
        raise Refused(f"lần ghi số {request.telling} đã được rút lại, hoặc đã có ghi mới hơn")
    back = done.back(desk.today)
    enter(desk.session, back, Ground(f"un{label}", desk.now, by))
    kind = Kind(row.kind)
    _entered(desk, "person.untold", person.id, request.telling, kind, by)
    kinds = {Kind.SUPPORT, Kind.CATEGORY}
    after = facts_of(desk.session, persons=[person.id], kinds=kinds)
    return _answer(request.telling, person.id, after, row.since)


def _fact(desk: Desk, request: Request) -> Fact:
    if (request.payer is None) == (request.category is None):
        raise Refused("nêu phần đóng của ai, hoặc loại đối tượng; một trong hai")
    source = " ".join(request.source.split())
    if not source:
        raise Refused("cần nêu căn cứ: văn bản nào quy định hoặc quyết định")
    if _PERSONS_NUMBER.search(source):
        raise Refused("căn cứ có số định danh hoặc điện thoại: chỉ ghi số, ký hiệu văn bản")
    known = request.known_from or desk.today
    if known > desk.today:
        raise Refused(f"ngày biết {full_day(known)} chưa tới")
    if request.until is not None and request.until <= request.since:
        raise Refused("ngày kết thúc phải sau ngày bắt đầu")
    if request.payer is not None:
        if request.percent is None or not 0 < request.percent <= _WHOLE:
            raise Refused("phần đóng là số phần trăm từ 1 đến 100")
        kind, of = Kind.SUPPORT, request.payer.value
    else:
        kind, of = Kind.CATEGORY, (request.category or "").strip().upper()
        if not _CODE.fullmatch(of):
            raise Refused("loại đối tượng là hai chữ đầu của số thẻ, như CN, DT, có thể kèm số")
    percent = request.percent if kind is Kind.SUPPORT else None
    return Fact(
        request.person, kind, of, request.since, known, source, request.until, percent=percent
    )


def _instead(fact: Fact, facts: list[Fact]) -> Revision:
    """Return the telling of `fact`, which ends what it takes the place of."""
    same = [
        one
        for one in facts
        if one.kind is fact.kind
        and (fact.kind is Kind.CATEGORY or one.of == fact.of)
        and (one.until is None or one.until > fact.since)
        and (fact.until is None or one.since < fact.until)
    ]
    ends = [ending(one, fact.since, fact.known_from, one.source) for one in same]
    # What went on after it, goes on.
    rest = [
        _from(one, fact.until)
        for one in same
        if fact.until and (one.until is None or one.until > fact.until)
    ]
    told = Revision((), (fact, *rest), fact.known_from)
    return together([*ends, told], fact.known_from)


def _from(fact: Fact, since: date) -> Fact:
    return Fact(
        fact.person,
        fact.kind,
        fact.of,
        max(fact.since, since),
        fact.known_from,
        fact.source,
        fact.until,
        percent=fact.percent,
    )


def _refuse_too_much(facts: list[Fact], fact: Fact) -> None:
    """Refuse where on some day from the first of `fact` on more is paid than there is to pay."""
    known = [one for one in facts if one.kind is Kind.SUPPORT and one.struck is None]
    for day in sorted({fact.since, *(one.since for one in known if one.since >= fact.since)}):
        whole = sum(one.percent or 0 for one in known if one.holds(day))
        if whole > _WHOLE:
            raise Refused(
                f"từ ngày {full_day(day)} các phần đóng cộng lại là {whole}%, hơn toàn bộ mức "
                "đóng: xem lại phần của từng nơi"
            )


def _next(desk: Desk) -> int:
    """Return the number of the next telling: no row there is has it yet."""
    return 1 + (desk.session.scalar(select(func.max(PersonFact.id))) or 0)


def _entered(desk: Desk, kind: str, person: int, number: int, of: Kind, by: str) -> None:
    data = {"telling": number, "kind": of.value, "by": by}
    append(desk.session, desk.now, [Event(kind, f"person:{person}", data)])


def _answer(number: int, person: int, facts: list[Fact], on: date) -> Answer:
    known = [one for one in facts if one.struck is None and one.holds(on)]
    category = next((one.of for one in known if one.kind is Kind.CATEGORY), None)
    shares = {one.of: one.percent or 0 for one in known if one.kind is Kind.SUPPORT}
    return Answer(number, person, shares, category)


def tellings(session: Session, facts: Collection[Fact]) -> dict[int, int]:
    """Return by which telling each of the stored `facts` was told, by its row."""
    rows = [fact.row for fact in facts]
    query = select(PersonFact.id, PersonFact.told_by).where(
        PersonFact.id.in_(rows), PersonFact.told_by.startswith(_TOLD)
    )
    return {id_: int(label.removeprefix(_TOLD)) for id_, label in session.execute(query)}
