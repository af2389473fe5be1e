"""Sponsors: who they are, what they pledge, give, take back, and pay for whom.

A line that is wrong is taken back by another; nothing of one is ever changed. The name of a person
who gives is sealed, and read by nobody but the body that asked them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.cases.account import balance, standing
from dondoc.cases.sponsoring import lines_of, lock
from dondoc.desk.context import Desk
from dondoc.desk.own_people import allowed, body_of
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.people.ledger import Ground, enter, told_by
from dondoc.people.safe import open_safe, safe_to_write
from language.dates import full_day
from language.numbers import grouped
from language.text import folded
from models import EntryKind, Event, Sponsor, SponsorEntry, SponsorKind
from models.salt import digests_of
from models.trail import append

# More than any office is given, and small enough for every database and page.
MOST = 10**15
_MONEY = (EntryKind.PLEDGE, EntryKind.RECEIVE, EntryKind.RETURN)


@dataclass(frozen=True)
class Request:
    """A new sponsor and what they are called."""

    kind: SponsorKind
    name: str


@dataclass(frozen=True)
class Money:
    """What a sponsor pledged, gave, or had given back: `amount` whole đồng on the local date `on`.

    `kind`: pledge, receive or return. `evidence`: the receipt or paper; no names of people in need.
    """

    sponsor: int
    kind: EntryKind
    amount: int
    on: date
    evidence: str


@dataclass(frozen=True)
class Which:
    """A line of an account by its number, and why it was wrong; no names of people."""

    entry: int
    reason: str


@dataclass(frozen=True)
class Added:
    """The new sponsor's number, and whose they are (uid)."""

    sponsor: int
    body: str


@dataclass(frozen=True)
class Part:
    """What was paid for one person: the line's number, the percent, whole đồng."""

    entry: int
    person: int
    percent: int
    amount: int


@dataclass(frozen=True)
class Answer:
    """The lines that were added, by number, and how the account stands now, in whole đồng.

    `parts`: what was paid for each person.
    """

    sponsor: int
    entries: tuple[int, ...]
    pledged: int
    received: int
    used: int
    returned: int
    in_hand: int
    parts: tuple[Part, ...] = ()


@act("sponsor.add")
def add(desk: Desk, request: Request) -> Added:
    """Enter a sponsor; raise Refused where no name is given."""
    by = allowed(desk, "sponsor.add")
    name = words(request.name, "cần nêu tên nhà tài trợ: --name")
    private = request.kind is SponsorKind.PERSON
    safe = safe_to_write(desk.session, desk.state, desk.now)
    row = Sponsor(
        body_uid=body_of(by),
        kind=request.kind.value,
        name="" if private else name,
        sealed=b"",
        seal_key=safe.newest,
        recorded_at=desk.now,
        recorded_by=by,
    )
    desk.session.add(row)
    desk.session.flush()
    if private:
        row.sealed = safe.close(name.encode(), f"sponsor:{row.id}")
    append(
        desk.session,
        desk.now,
        [Event("sponsor.added", f"sponsor:{row.id}", {"by": by, "kind": row.kind})],
    )
    return Added(row.id, row.body_uid)


@act("sponsor.money")
def money(desk: Desk, request: Money) -> Answer:
    """Enter money that was pledged, came or went back.

    Raises:
        Refused: there is no such sponsor of theirs, no amount or paper, a day to come, the same
            money is entered already, or more is given back than is in hand.
    """
    by = allowed(desk, "sponsor.money")
    row = own_sponsor(desk, by, request.sponsor)
    refuse_odd(desk, request.amount, request.on)
    evidence = words(request.evidence, "cần nêu biên lai hoặc giấy tờ: --evidence")
    if request.kind not in _MONEY:
        raise Refused("chỉ ghi tiền hứa, đã nhận hoặc trả lại; dùng và hủy có lệnh riêng")
    _refuse_again(desk, row, request, evidence)
    if request.kind is EntryKind.RETURN:
        refuse_more(desk, row, request.amount)
    line = add_line(desk, row, request.kind, request.amount, request.on, evidence, by)
    return answer(desk, row, [line])


@act("sponsor.undo")
def undo(desk: Desk, request: Which) -> Answer:
    """Take a line back by another; what it told of somebody is told no more.

    Raises:
        Refused: there is no such line of theirs, it is taken back already or takes one back itself,
            what it gave is used, or something newer was told of the person since.
    """
    by = allowed(desk, "sponsor.undo")
    reason = words(request.reason, "cần nêu lý do hủy: --reason")
    found = desk.session.get(SponsorEntry, request.entry)
    row = own_sponsor(desk, by, found.sponsor_id if found else 0)
    if found is None:
        raise Refused(f"không có dòng số {request.entry} của đơn vị này")
    if found.kind == EntryKind.UNDO:
        raise Refused("dòng hủy không hủy được: ghi lại dòng đúng")
    undone = select(SponsorEntry.id).where(SponsorEntry.undoes == found.id)
    if desk.session.scalar(undone) is not None:
        raise Refused(f"dòng số {found.id} đã hủy từ trước")
    if found.kind == EntryKind.RECEIVE:
        refuse_more(desk, row, found.amount)
    about = {"undoes": found.id, "person_id": found.person_id, "directive_id": found.directive_id}
    # Why is what a person wrote: its digest is in the trail, the words are kept nowhere in plain.
    why = digests_of(desk.session, reason=reason)
    line = add_line(desk, row, EntryKind.UNDO, found.amount, desk.today, "", by, about, why)
    if found.kind == EntryKind.USE:
        told = told_by(desk.session, f"sponsor_entry:{found.id}")
        if told is None:
            raise Refused(
                f"hồ sơ số {found.person_id} đã có dữ kiện mới hơn: hủy những lần dùng sau đó trước"
            )
        told_again = Ground(f"sponsor_entry:{line.id}", desk.now, by)
        enter(desk.session, told.back(desk.today), told_again)
    return answer(desk, row, [line])


def names_of(desk: Desk, sponsors: Collection[int]) -> Mapping[int, str]:
    """Return what the sponsors of who acts are called, by number; others are left out.

    Raises:
        Refused: they have none.
        NotPossible: the keys are not at hand, or what is stored was changed.
    """
    body = body_of(allowed(desk, "sponsor.add"))
    mine = Sponsor.id.in_(sponsors), Sponsor.body_uid == body
    rows = desk.session.scalars(select(Sponsor).where(*mine)).all()
    private = any(row.sealed for row in rows)
    safe = open_safe(desk.session, desk.state) if private else None
    return {
        row.id: safe.open(row.sealed, row.seal_key, f"sponsor:{row.id}").decode()
        if safe and row.sealed
        else row.name
        for row in rows
    }


def own_sponsor(desk: Desk, by: str, number: int, persons: Collection[int] = ()) -> Sponsor:
    """Return the sponsor, locked with the `persons` (case numbers); Refused where not of `by`."""
    row = lock(desk.session, number, persons)
    if row is None or row.body_uid != body_of(by):
        raise Refused(
            f"không có nhà tài trợ số {number} của đơn vị này: xem dondoc sponsor balance"
        )
    return row


def refuse_odd(desk: Desk, amount: int, on: date) -> None:
    """Raise Refused where there is no amount, or the local date `on` has not come."""
    if not 1 <= amount <= MOST:
        raise Refused("số tiền phải từ 1 đồng trở lên")
    if on > desk.today:
        raise Refused(f"ngày {full_day(on)} chưa tới")


def refuse_more(desk: Desk, row: Sponsor, amount: int) -> None:
    """Raise Refused where less than `amount` đồng is in hand."""
    there = balance(lines_of(desk.session, [row.id])).in_hand
    if amount > there:
        raise Refused(
            f"nhà tài trợ số {row.id} còn {grouped(there)} đồng chưa dùng, cần {grouped(amount)} "
            "đồng: ghi khoản đã nhận trước"
        )


def _refuse_again(desk: Desk, row: Sponsor, request: Money, evidence: str) -> None:
    """Refuse the same amount of the same day by the same paper: somebody has entered it."""
    there = {line.id for line in standing(lines_of(desk.session, [row.id]))}
    query = select(SponsorEntry).where(
        SponsorEntry.sponsor_id == row.id,
        SponsorEntry.kind == request.kind.value,
        SponsorEntry.amount == request.amount,
        SponsorEntry.done_on == request.on,
    )
    for line in desk.session.scalars(query):
        if line.id in there and folded(line.evidence) == folded(evidence):
            raise Refused(
                f"khoản này đã ghi ở dòng số {line.id} (cùng ngày, số tiền, giấy tờ), không ghi "
                "hai lần; nếu là khoản khác, nêu giấy tờ của nó ở --evidence"
            )


def add_line(
    desk: Desk,
    row: Sponsor,
    kind: EntryKind,
    amount: int,
    on: date,
    evidence: str,
    by: str,
    about: Mapping[str, object] | None = None,
    said: Mapping[str, object] | None = None,
) -> SponsorEntry:
    """Add a line to the account and enter it, with what else is `said` of it in the trail."""
    keys = {"recorded_at": desk.now, "recorded_by": by, **(about or {})}
    line = SponsorEntry(
        sponsor_id=row.id, kind=kind.value, amount=amount, done_on=on, evidence=evidence, **keys
    )
    desk.session.add(line)
    desk.session.flush()
    told = {"sponsor": row.id, "kind": kind.value, "amount": amount, "person": line.person_id}
    data = {"by": by, **told, **(said or {})}
    append(desk.session, desk.now, [Event("sponsor.entered", f"sponsor_entry:{line.id}", data)])
    return line


def words(text: str, missing: str) -> str:
    """Return what was typed; raise Refused, saying what is `missing`, where nothing was."""
    if not text.strip():
        raise Refused(missing)
    return text.strip()


def answer(desk: Desk, row: Sponsor, lines: Sequence[SponsorEntry]) -> Answer:
    """Return the `lines` that were added, and how the account stands now."""
    now = balance(lines_of(desk.session, [row.id]))
    parts = tuple(
        Part(line.id, line.person_id, line.percent or 0, line.amount)
        for line in lines
        if line.kind == EntryKind.USE and line.person_id is not None
    )
    return Answer(
        row.id,
        tuple(line.id for line in lines),
        now.pledged,
        now.received,
        now.used,
        now.returned,
        now.in_hand,
        parts,
    )
