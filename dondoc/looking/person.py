"""One person: what is known of them and since when, changes, doubles, and who has seen them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.cases.cases import Case, cases, reporting_duty
from dondoc.desk.look import Look
from dondoc.desk.person_fact import tellings
from dondoc.desk.persons import Opened, open_persons
from dondoc.looking.case import Shown, shown_of
from dondoc.looking.doubles import Pair, pairs
from dondoc.looking.person_help import helped
from dondoc.looking.side import Side, sides
from dondoc.people.access import Seen, who_saw
from dondoc.people.fact import Fact, Kind, Payer
from dondoc.people.ledger import facts_of
from language.dates import full_day
from language.text import upper_first
from language.zone import local_date
from models import Access, PersonChange, PersonMerge, Purpose
from models import Visit as Visited
from rules.meaning.visiting import Visiting

# So many of who has seen somebody are shown.
_SEEN = 10
# By which road a visit came, as `dondoc.desk.visit.Source` names it.
SOURCES = {
    "web": "trên web",
    "paper": "từ phiếu giấy",
    "sheet": "từ phiếu XLSX",
    "offline": "từ điện thoại",
    "command": "bằng lệnh",
}
KIND_NAMES = {
    Kind.MEMBER: "Thuộc nhóm",
    Kind.LISTED: "Trong danh sách nhóm",
    Kind.STATED: "Xã báo đã tham gia",
    Kind.CARDED: "Có thẻ theo dữ liệu thẻ",
    Kind.CATEGORY: "Loại đối tượng đóng",
    Kind.SUPPORT: "Phần đóng",
}
PAYER_NAMES = {
    Payer.OWN: "tự đóng",
    Payer.STATE: "ngân sách nhà nước",
    Payer.LOCAL: "địa phương hỗ trợ thêm",
    Payer.SPONSOR: "nhà tài trợ",
}


@dataclass(frozen=True)
class Told:
    """One fact in words: what, from when to when, by which source, known since which day.

    `telling`: the number by which a person's telling of it is taken back, None of what came
    otherwise.
    """

    what: str
    holds: str
    source: str
    known_from: date
    telling: int | None = None


@dataclass(frozen=True)
class Change:
    """One change: its number, what it is for, and how it stands, in words."""

    number: int
    what: str
    stands: str


@dataclass(frozen=True)
class Visit:
    """One visit in words: when and whom one met, what was done, what came of it, who says so."""

    number: int
    what: str
    came: str
    words: str
    source: str
    struck: str


@dataclass(frozen=True)
class Road:
    """How the case of somebody who does not join stands under one dispatch, called `of`.

    `returned`: why it was returned, `proposed`: what for and why something is proposed; in words.
    """

    of: str
    shown: Shown
    returned: str = ""
    proposed: str = ""


@dataclass(frozen=True)
class One:
    """A person's page. `side` None: their time was over, nothing personal is left.

    `into`: the case they turned out to be; `from_`: the cases that turned out to be theirs.
    """

    case: int
    side: Side | None
    into: int | None
    from_: tuple[int, ...]
    facts: tuple[Told, ...]
    helped: tuple[str, ...]
    visits: tuple[Visit, ...]
    changes: tuple[Change, ...]
    doubles: tuple[Pair, ...]
    seen: tuple[Seen, ...]
    roads: tuple[Road, ...] = ()


def person(look: Look, case: int) -> One:
    """Return the page of the person with the case number `case`; that it is read is logged.

    Args:
        look: at `Sight.PERSONS`, of a desk that only looks.
    Raises:
        NotAllowed, Refused, NotLogged, NotPossible: as `open_persons`.
    """
    opened = open_persons(look, [case], Access.VIEW, Purpose.DUTY)
    session = look.session
    merged = select(PersonMerge.gone_id).where(
        PersonMerge.kept_id == case, PersonMerge.undone_at.is_(None)
    )
    return One(
        case,
        sides(look, opened).get(case),
        opened.rows[case].merged_into,
        tuple(session.scalars(merged.order_by(PersonMerge.gone_id))),
        tuple(_told(look, facts_of(session, persons=[case]))),
        tuple(helped(session, case, look.desk.today)),
        tuple(_visits(look, opened, case)),
        tuple(_changes(look, case)),
        tuple(pairs(session, look.visible, _SEEN, person=case)),
        tuple(who_saw(session, case, _SEEN)),
        tuple(_roads(look, opened, case)),
    )


def _roads(look: Look, opened: Opened, case: int) -> Iterator[Road]:
    """Yield the road of a person, who was logged as seen, under each dispatch that has one."""
    for declared in look.desk.rulebook.directives.values():
        if reporting_duty(declared):
            for one in cases(
                look.session, look.desk.rulebook, declared, look.desk.now, None, [case]
            ):
                yield Road(declared.title, shown_of(look, one), *_words(opened, one))


def _words(opened: Opened, one: Case) -> tuple[str, str]:
    """Return what was sealed with a case of somebody who was opened: why returned, why proposed."""
    if one.placed is None or one.person in opened.erased:
        return "", ""
    line, proposal = one.placed.line, one.placed.proposal
    returned = proposed = ""
    if line.sealed and line.seal_key:
        about = f"case_line:{line.id}"
        returned = opened.about(one.person, line.sealed, line.seal_key, about).decode()
    if proposal is not None and proposal.sealed:
        about = f"proposal:{proposal.id}"
        said = opened.about(one.person, proposal.sealed, proposal.seal_key, about).decode()
        proposed = "; ".join(part for part in said.splitlines() if part)
    return returned, proposed


def _told(look: Look, facts: list[Fact]) -> Iterator[Told]:
    """Yield facts in words, what holds still first."""
    told = tellings(look.session, facts)
    for fact in sorted(facts, key=lambda one: (one.until is not None, one.since)):
        until = f" đến trước {full_day(fact.until)}" if fact.until else ""
        holds = f"từ {full_day(fact.since)}{until}"
        telling = told.get(fact.row)
        yield Told(_what(look, fact), holds, fact.source, fact.known_from, telling)


def _what(look: Look, fact: Fact) -> str:
    named = fact.of
    if fact.kind is Kind.SUPPORT:
        payer = PAYER_NAMES[Payer(fact.of)] if fact.of in set(Payer) else fact.of
        named = f"{payer} {fact.percent}%"
    elif fact.kind in (Kind.MEMBER, Kind.LISTED):
        groups = (one.groups.get(fact.of) for one in look.desk.rulebook.directives.values())
        named = next((group.name for group in groups if group), fact.of)
    where = fact.body if fact.kind in (Kind.LISTED, Kind.STATED) else ""
    bodies = look.desk.bodies
    place = f" ({bodies.get(where).name})" if where and where in bodies else ""
    return f"{KIND_NAMES[fact.kind]}: {named}{place}" if named else KIND_NAMES[fact.kind] + place


def _visits(look: Look, opened: Opened, case: int) -> Iterator[Visit]:
    """Yield the visits to somebody who was opened, the last first; a struck one is there, too."""
    words = look.desk.rulebook.visiting
    query = select(Visited).where(Visited.person_id == case)
    for row in look.session.scalars(query.order_by(Visited.visited_on.desc(), Visited.id.desc())):
        way, met = words.ways.get(row.way), words.met.get(row.met)
        what = f"{way.title if way else row.way}, gặp {met.title if met else row.met}"
        note = ""
        if row.sealed and row.seal_key and case not in opened.erased:
            note = opened.about(case, row.sealed, row.seal_key, f"visit:{row.id}").decode()
        struck = words.strikes.get(row.struck_for or "")
        yield Visit(
            row.id,
            f"{full_day(row.visited_on)}: {what}",
            ", ".join(_came(row, words)),
            note,
            f"ghi {full_day(local_date(row.recorded_at))}, {SOURCES[row.source]}",
            struck.title if struck else row.struck_for or "",
        )


def _came(row: Visited, words: Visiting) -> Iterator[str]:
    if row.informed:
        yield "đã tuyên truyền"
    if row.mobilised:
        yield "đã vận động"
    if answer := words.answers.get(row.answer):
        reason = words.reasons.get(row.reason or "")
        yield f"trả lời: {answer.title}" + (f" ({reason.title})" if reason else "")
    if situation := words.situations.get(row.situation):
        yield situation.title
    if row.promised_on:
        yield f"hẹn {full_day(row.promised_on)}"


def _changes(look: Look, case: int) -> Iterator[Change]:
    """Yield the changes that were asked for, the last first."""
    reasons = look.desk.rulebook.reasons.by_id
    query = select(PersonChange).where(PersonChange.person_id == case)
    for row in look.session.scalars(query.order_by(PersonChange.id.desc())):
        reason = reasons.get(row.reason or "")
        title = upper_first(reason.title if reason else row.kind)
        yield Change(row.id, f"{title}, từ {full_day(row.effective_on)}", _stands(row))


def _stands(row: PersonChange) -> str:
    if row.undone_at is not None:
        return f"đã rút lại {full_day(local_date(row.undone_at))}"
    if row.accepted is None or row.decided_at is None:
        return "chờ xác nhận"
    paper = f", số {row.number}" if row.number else ""
    word = "đã xác nhận" if row.accepted else "không được xác nhận"
    return f"{word} {full_day(local_date(row.decided_at))}{paper}"
