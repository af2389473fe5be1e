"""Letters that wait for a person: held ones, doubtful ones, and those that reached nobody."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from dondoc.desk.look import Look
from dondoc.looking.listing import seen_by
from models import Attempt, Message, Notice, Obligation, ObligationState

# So many of a kind are shown at once; how many letters are held in all is said.
SHOWN = 50
# What failed longer ago is the address book's matter, not a decision of today.
_RECENT = timedelta(days=31)
May = Callable[[Sequence[Obligation]], frozenset[int]]


@dataclass(frozen=True)
class Held:
    """A notice to a head or a leader that waits to be let go; `late_since`: of what it is about."""

    notice: Notice
    row: Obligation
    may: frozenset[str]


@dataclass(frozen=True)
class Doubtful:
    """A message of which nobody knows whether it left, by its first notice.

    `carries`: how many notices it carries; `tried_at`, `reason`: of the last attempt.
    """

    notice: Notice
    row: Obligation
    carries: int
    tried_at: datetime | None
    reason: str | None
    may: frozenset[str]


@dataclass(frozen=True)
class Unheard:
    """A notice that reached nobody: no holder of the post is known (`lost`), or the address fails.

    `newest`: of those to that post; `notices`: how many of them there are.
    """

    newest: Notice
    row: Obligation
    lost: bool
    notices: int
    may: frozenset[str]


def held(look: Look, of: int = SHOWN) -> list[Held]:
    """Return the notices that wait for a person's word and whoever looks sees, the oldest first."""
    query = select(Notice, Obligation).join(Obligation, Obligation.id == Notice.obligation_id)
    query = query.where(Notice.held(), *seen_by(look.visible)).order_by(Notice.id).limit(of)
    found = [(one, row) for one, row in look.session.execute(query)]
    may = acts_about(look, (row for _, row in found), _OF_HELD)
    return [Held(one, row, may(row)) for one, row in found]


def number_held(look: Look) -> int:
    """Return how many notices wait for a person's word and whoever looks sees, shown or not."""
    query, seen = select(func.count(Notice.id)).where(Notice.held()), seen_by(look.visible)
    if seen:
        query = query.join(Obligation, Obligation.id == Notice.obligation_id).where(*seen)
    return look.session.scalar(query) or 0


_OF_HELD = ("release", "retract", "call")


def doubtful(look: Look, of: int = SHOWN) -> list[Doubtful]:
    """Return the messages in doubt whose first notice whoever looks sees, the oldest first."""
    carried = select(func.min(Notice.id), func.count(Notice.id)).group_by(Notice.message_id)
    doubt = Message.doubtful()
    first = carried.join(Message, Message.id == Notice.message_id).where(doubt).subquery()
    tried = select(Message.id).where(doubt)
    last = (
        select(func.max(Attempt.id))
        .where(Attempt.message_id.in_(tried))
        .group_by(Attempt.message_id)
    )
    query = (
        select(Notice, Obligation, first.c[1], Attempt.started_at, Attempt.reason)
        .join(first, first.c[0] == Notice.id)
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .outerjoin(Attempt, (Attempt.message_id == Notice.message_id) & Attempt.id.in_(last))
        .where(*seen_by(look.visible))
        .order_by(Notice.id)
        .limit(of)
    )
    found = [tuple(row) for row in look.session.execute(query)]
    may = acts_about(look, (row for _, row, *_ in found), ("settle",))
    return [
        Doubtful(one, row, carries, tried_at, reason, may(row))
        for one, row, carries, tried_at, reason in found
    ]


def unheard(look: Look, of: int = SHOWN) -> list[Unheard]:
    """Return, by post, the newest word that reached nobody about what is still owed."""
    since = look.desk.now - _RECENT
    failed: tuple[ColumnElement[bool], ...] = (
        Notice.failed(),
        Notice.created_at >= since,
        Obligation.state.not_in([one.value for one in ObligationState.ended()]),
        or_(Obligation.received_at.is_(None), Notice.contact_id.is_not(None)),
    )
    to_whom = Notice.recipient_uid, Notice.recipient_post
    newest = (
        select(func.max(Notice.id), func.count(Notice.id))
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .where(*failed, *seen_by(look.visible))
        .group_by(*to_whom)
        .subquery()
    )
    query = (
        select(Notice, Obligation, newest.c[1])
        .join(newest, newest.c[0] == Notice.id)
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .order_by(Notice.id.desc())
        .limit(of)
    )
    found = [(one, row, count) for one, row, count in look.session.execute(query)]
    may = acts_about(look, (row for _, row, _ in found), ("contacts.import", "call"))
    return [Unheard(one, row, one.contact_id is None, count, may(row)) for one, row, count in found]


def acts_about(
    look: Look, rows: Iterable[Obligation], acts: Sequence[str]
) -> Callable[[Obligation], frozenset[str]]:
    """Return what says which of `acts` whoever looks may do about one of `rows`."""
    mine, desk = list(rows), look.desk
    assigned = {"release": desk.settings.escalations.released_by}
    able = {act: desk.may(act, mine, assigned.get(act, "")) for act in acts} if mine else {}
    return lambda row: frozenset(act for act, ids in able.items() if row.id in ids)
