"""Sponsors as who looks sees them: whose they are, and how their accounts stand, in whole đồng.

A private person's name, and for whom a line paid, are shown to the body that keeps the account
alone; who is paid for is logged before it is shown.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.cases.account import Balance, Line, balance
from dondoc.cases.sponsoring import lines_of
from dondoc.desk.look import Look
from dondoc.desk.persons import log_numbers
from dondoc.errors import Refused
from models import Agreement, EntryKind, Purpose, Sponsor, SponsorKind


@dataclass(frozen=True)
class Account:
    """One sponsor; `name`: "" of a person. `agreed`: how many people agreed to be named to them."""

    sponsor: int
    body: str
    kind: SponsorKind
    name: str
    balance: Balance
    in_hand: int
    agreed: int


@dataclass(frozen=True)
class Shown:
    """One line of an account as it is written; `undone`: another one took it back."""

    line: Line
    undone: bool


@dataclass(frozen=True)
class Kept:
    """One account with its lines, the first first."""

    account: Account
    lines: tuple[Shown, ...]


def accounts(look: Look, bodies: Collection[str] = ()) -> list[Account]:
    """Return the accounts that are visible, by body and number; of `bodies` (uids) alone if any."""
    query = select(Sponsor).where(*look.visible.where(Sponsor.body_uid))
    if bodies:
        query = query.where(Sponsor.body_uid.in_(bodies))
    rows = look.session.scalars(query.order_by(Sponsor.body_uid, Sponsor.id)).all()
    return _accounts(look.session, rows)


def account_of(look: Look, sponsor: int) -> Kept:
    """Return a sponsor's account; who keeps it is shown for whom each line paid, once logged.

    Raises:
        Refused: there is none that is visible.
        NotAllowed, NotLogged: as `log_numbers`.
    """
    query = select(Sponsor).where(Sponsor.id == sponsor, *look.visible.where(Sponsor.body_uid))
    row = look.session.scalar(query)
    if row is None:
        raise Refused(f"không có nhà tài trợ số {sponsor} trong phần được xem")
    [account] = _accounts(look.session, [row])
    lines = lines_of(look.session, [sponsor])
    persons = {line.person for line in lines if line.person is not None}
    own = look.who is not None and look.who.body.uid == row.body_uid
    if own and persons:
        log_numbers(look, persons, Purpose.DUTY)
    gone = {line.undoes for line in lines if line.kind is EntryKind.UNDO}
    shown = lines if own else [replace(line, person=None) for line in lines]
    return Kept(account, tuple(Shown(one, one.id in gone) for one in shown))


def _accounts(session: Session, rows: Collection[Sponsor]) -> list[Account]:
    lines = defaultdict[int, list[Line]](list)
    for line in lines_of(session, [row.id for row in rows]):
        lines[line.sponsor].append(line)
    agreed, found = _agreed(session), []
    for row in rows:
        now = balance(lines[row.id])
        kind, many = SponsorKind(row.kind), agreed.get(row.id, 0)
        found.append(Account(row.id, row.body_uid, kind, row.name, now, now.in_hand, many))
    return found


def _agreed(session: Session) -> dict[int, int]:
    people = func.count(func.distinct(Agreement.person_id))
    query = select(Agreement.sponsor_id, people).where(Agreement.withdrawn_on.is_(None))
    rows = session.execute(query.group_by(Agreement.sponsor_id))
    return {id_: count for id_, count in rows}  # noqa: C416 - rows, not pairs
