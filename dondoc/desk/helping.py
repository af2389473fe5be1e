"""Help beside money: who agreed to be named to a sponsor, who was asked for help, who is outside.

Whom was asked may be a neighbour: that is sealed. People on none of the lists are counts alone.
"""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, answers_for, body_of, declared_of
from dondoc.desk.registry import act
from dondoc.desk.sponsor import MOST, own_sponsor, refuse_odd, words
from dondoc.desk.sponsor_use import theirs
from dondoc.errors import Refused
from dondoc.people.safe import safe_to_write
from language.dates import full_day
from models import Agreement, Event, HelpAsked, HelpOutcome, OutsideHelp, SponsorKind
from models.salt import digests_of
from models.trail import append

# As long as the shortest number of a person there is.
_PERSONS_NUMBER = re.compile(r"\d([ .]?\d){8}")


@dataclass(frozen=True)
class Request:
    """A person (case number) agreed on a local date that a sponsor is told of them, or no more.

    `evidence`: the paper with their word; not needed where `withdrawn`.
    """

    sponsor: int
    person: int
    on: date
    evidence: str = ""
    withdrawn: bool = False


@dataclass(frozen=True)
class Agreed:
    """Whether the sponsor may be told of the person now."""

    sponsor: int
    person: int
    holds: bool


@dataclass(frozen=True)
class Sought:
    """Whom was asked on a local date to help a person: `kind` as of a sponsor, and who."""

    directive: str
    person: int
    kind: SponsorKind
    of_whom: str
    on: date
    outcome: HelpOutcome = HelpOutcome.WAITING


@dataclass(frozen=True)
class Answered:
    """What whoever was asked (the number of that row) said on a local date."""

    asked: int
    outcome: HelpOutcome
    on: date


@dataclass(frozen=True)
class Asked:
    """Who was asked for a person: the row's number, and what came of it."""

    asked: int
    person: int
    outcome: HelpOutcome


@dataclass(frozen=True)
class Outside:
    """So many people outside the lists were helped: which `who`, in words that name nobody.

    `duty`: of the directive, which asks for it. `amount`: whole đồng, None where it was not said.
    """

    directive: str
    duty: str
    who: str
    people: int
    on: date
    evidence: str
    amount: int | None = None


@dataclass(frozen=True)
class Which:
    """A row that was entered by mistake, by its number."""

    number: int


@dataclass(frozen=True)
class Row:
    """The number of a row, and whose it is (uid)."""

    number: int
    body: str


@act("sponsor.agree")
def agree(desk: Desk, request: Request) -> Agreed:
    """Enter that a person agreed, or takes it back; a sponsor sees nobody without.

    Raises:
        Refused: no such sponsor or person of theirs, no paper, a day to come, it holds already, or
            none holds that could be withdrawn.
    """
    by = allowed(desk, "sponsor.agree")
    row = own_sponsor(desk, by, request.sponsor, [request.person])
    person = theirs(desk, request.person, by)
    refuse_odd(desk, 1, request.on)
    query = select(Agreement).where(
        Agreement.sponsor_id == row.id,
        Agreement.person_id == person,
        Agreement.withdrawn_on.is_(None),
    )
    standing = desk.session.scalar(query)
    said = {"sponsor": row.id, "person": person}
    if request.withdrawn:
        if standing is None:
            raise Refused(f"hồ sơ số {person} không có đồng ý nào đang có hiệu lực")
        if request.on < standing.given_on:
            raise Refused(f"ngày rút trước ngày đồng ý {full_day(standing.given_on)}")
        standing.withdrawn_on, standing.withdrawn_at, standing.withdrawn_by = (
            request.on,
            desk.now,
            by,
        )
        append(
            desk.session,
            desk.now,
            [Event("agreement.withdrawn", f"agreement:{standing.id}", {"by": by, **said})],
        )
        return Agreed(row.id, person, False)
    if standing is not None:
        raise Refused(f"hồ sơ số {person} đã đồng ý từ {full_day(standing.given_on)}")
    given = Agreement(
        person_id=person,
        sponsor_id=row.id,
        given_on=request.on,
        evidence=words(request.evidence, "cần nêu giấy đồng ý của người này: --evidence"),
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(given)
    desk.session.flush()
    append(
        desk.session,
        desk.now,
        [Event("agreement.given", f"agreement:{given.id}", {"by": by, **said})],
    )
    return Agreed(row.id, person, True)


@act("help.seek")
def seek(desk: Desk, request: Sought) -> Asked:
    """Enter whom was asked to help a person.

    Raises:
        Refused: no such person of theirs, nobody is named, or a day to come.
    """
    declared = declared_of(desk, request.directive)
    by = allowed(desk, "help.seek")
    person = theirs(desk, request.person, by)
    refuse_odd(desk, 1, request.on)
    whom = words(request.of_whom, "cần nêu đã vận động ai: --of")
    answered = request.outcome is not HelpOutcome.WAITING
    safe = safe_to_write(desk.session, desk.state, desk.now)
    row = HelpAsked(
        person_id=person,
        directive_id=declared.id,
        body_uid=body_of(by),
        kind=request.kind.value,
        sealed=b"",
        seal_key=safe.newest,
        asked_on=request.on,
        outcome=request.outcome.value,
        answered_on=request.on if answered else None,
        answered_by=by if answered else None,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    row.sealed = safe.close(whom.encode(), f"help_asked:{row.id}")
    said = {"person": person, "kind": row.kind, "outcome": row.outcome}
    append(
        desk.session, desk.now, [Event("help.sought", f"help_asked:{row.id}", {"by": by, **said})]
    )
    return Asked(row.id, person, request.outcome)


@act("help.answer")
def answer(desk: Desk, request: Answered) -> Asked:
    """Enter what whoever was asked said.

    Raises:
        Refused: there is no such row of theirs, it is answered or struck, or the day is before it.
    """
    by = allowed(desk, "help.answer")
    row = _asked(desk, by, request.asked)
    if row.outcome != HelpOutcome.WAITING:
        raise Refused(f"lần vận động số {row.id} đã có trả lời: ghi nhầm thì hủy rồi ghi lại")
    refuse_odd(desk, 1, request.on)
    if request.on < row.asked_on:
        raise Refused(f"ngày trả lời trước ngày vận động {full_day(row.asked_on)}")
    row.outcome, row.answered_on, row.answered_by = request.outcome.value, request.on, by
    said = {"person": row.person_id, "outcome": row.outcome}
    append(
        desk.session, desk.now, [Event("help.answered", f"help_asked:{row.id}", {"by": by, **said})]
    )
    return Asked(row.id, row.person_id, request.outcome)


@act("help.outside")
def outside(desk: Desk, request: Outside) -> Row:
    """Enter how many people outside the lists were helped.

    Raises:
        Refused: no such duty, nobody, no evidence, a day to come, or a number of a person.
    """
    declared = declared_of(desk, request.directive)
    by = allowed(desk, "help.outside")
    if request.duty not in declared.duties:
        raise Refused(f"văn bản {declared.id} không có nhiệm vụ {request.duty!r}")
    refuse_odd(desk, 1 if request.amount is None else request.amount, request.on)
    if not 1 <= request.people < MOST:
        raise Refused("cần nêu số người, từ 1 trở lên: --people")
    who = words(request.who, "cần nêu những ai, bằng lời, không nêu họ tên: --who")
    evidence = words(request.evidence, "cần nêu biên lai hoặc giấy tờ: --evidence")
    if _PERSONS_NUMBER.search(who):
        raise Refused(
            "lời ghi có số định danh hoặc điện thoại: người ngoài danh sách chỉ ghi số đếm"
        )
    row = OutsideHelp(
        directive_id=declared.id,
        duty=request.duty,
        body_uid=body_of(by),
        who=who,
        people=request.people,
        amount=request.amount,
        done_on=request.on,
        evidence=evidence,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    said = {"duty": row.duty, "people": row.people, "amount": row.amount}
    words_of = digests_of(desk.session, who=who)
    append(
        desk.session,
        desk.now,
        [Event("help.outside", f"outside_help:{row.id}", {"by": by, **said, **words_of})],
    )
    return Row(row.id, row.body_uid)


@act("help.strike")
def strike(desk: Desk, request: Which) -> Row:
    """Strike that somebody was asked: it was entered by mistake; Refused where not of theirs."""
    by = allowed(desk, "help.strike")
    row = _asked(desk, by, request.number)
    row.struck_at, row.struck_by = desk.now, by
    append(
        desk.session,
        desk.now,
        [Event("help.struck", f"help_asked:{row.id}", {"by": by, "person": row.person_id})],
    )
    return Row(row.id, row.body_uid)


@act("help.strike")
def strike_outside(desk: Desk, request: Which) -> Row:
    """Strike help outside the lists: it was entered by mistake; Refused where not of theirs."""
    by = allowed(desk, "help.strike")
    row = desk.session.get(OutsideHelp, request.number, with_for_update=True)
    if row is None or row.struck_at is not None or not answers_for(desk, row.body_uid, by):
        raise Refused(f"không có lần hỗ trợ ngoài danh sách số {request.number} của đơn vị này")
    row.struck_at, row.struck_by = desk.now, by
    append(
        desk.session,
        desk.now,
        [Event("help.struck", f"outside_help:{row.id}", {"by": by, "people": row.people})],
    )
    return Row(row.id, row.body_uid)


def _asked(desk: Desk, by: str, number: int) -> HelpAsked:
    row = desk.session.get(HelpAsked, number, with_for_update=True)
    if row is None or row.struck_at is not None or not answers_for(desk, row.body_uid, by):
        raise Refused(f"không có lần vận động số {number} của đơn vị này")
    return row
