"""Papers that wait for a person: drafts of công văn, and those issued that name a body wrongly."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from dondoc.desk.look import Look
from dondoc.looking.waiting.letters import SHOWN, acts_about
from dondoc.notices.blame import out_by
from dondoc.notices.course import courses_of
from dondoc.obligations.rounds import RoundCounts, RoundKey, count_rounds
from models import Issued, Named, Notice, NoticeState, Obligation
from models.standing import on_time_in_sql


@dataclass(frozen=True)
class Draft:
    """The newest drafted công văn of a round in which somebody is still late, none issued since.

    `row`: the consolidator's obligation, which stands for the round; `counts`: how it stands now.
    """

    notice: Notice
    row: Obligation
    counts: RoundCounts
    may: frozenset[str]


@dataclass(frozen=True)
class Unamended:
    """A công văn that was issued and names `wrongly` (uids), and that no later one puts right."""

    issued: Issued
    row: Obligation
    wrongly: tuple[str, ...]
    may: frozenset[str]


def drafts(look: Look, of: int = SHOWN) -> list[Draft]:
    """Return the drafts that somebody is to sign, or to let lie, the round due first at the top."""
    left = Notice.state.in_([NoticeState.SENT.value, NoticeState.PENDING.value])
    drafted = select(func.max(Notice.id)).where(Notice.urging(), left)
    newest = drafted.group_by(Notice.obligation_id)
    since = Issued.obligation_id == Notice.obligation_id, Issued.recorded_at >= Notice.created_at
    out = select(Issued.id).where(*since, Issued.stands()).exists()
    query = (
        select(Notice, Obligation)
        .join(Obligation, Obligation.id == Notice.obligation_id)
        .where(Notice.id.in_(newest), ~out, *look.visible.where(Obligation.bearer_uid))
        .order_by(Obligation.due_on, Obligation.id)
        .limit(of)
    )
    found = [(one, row) for one, row in look.session.execute(query)]
    keys = {row.id: key for _, row in found if (key := _inputs(look, row))}
    counts = count_rounds(look.session, set(keys.values()), look.desk.now)
    waiting = [
        (one, row, now)
        for one, row in found
        if row.id in keys and (now := counts.get(keys[row.id])) and now.urged
    ]
    may = acts_about(look, (row for _, row, _ in waiting), ("issue",))
    return [Draft(one, row, now, may(row)) for one, row, now in waiting]


def _inputs(look: Look, row: Obligation) -> RoundKey | None:
    """Return the round that is consolidated by `row`."""
    declared = look.desk.rulebook.directives.get(row.directive_id)
    duty = declared.duties.get(row.duty) if declared else None
    if duty is None or not duty.consolidates:
        return None
    return RoundKey(row.directive_id, duty.consolidates, row.period)


def unamended(look: Look, of: int = SHOWN) -> list[Unamended]:
    """Return the công văn that named a body as late which is known by now to have been in time."""
    later = aliased(Issued)
    amended = select(later.id).where(later.amends_id == Issued.id, later.undone_at.is_(None))
    # What was issued are a few; joined with all obligations, these were looked through.
    issued = select(Issued).where(Issued.stands(), ~amended.exists())
    papers = list(look.session.scalars(issued.order_by(Issued.dated, Issued.id)))
    if not papers:
        return []
    about = select(Obligation).where(
        Obligation.id.in_({one.obligation_id for one in papers}),
        *look.visible.where(Obligation.bearer_uid),
    )
    rows = {row.id: row for row in look.session.scalars(about)}
    shown = {one.id: one for one in papers if one.obligation_id in rows}
    query = (
        select(Named.issued_id, Obligation)
        .join(Obligation, Obligation.id == Named.obligation_id)
        .where(Named.issued_id.in_(shown), on_time_in_sql())
        .order_by(Obligation.bearer_uid)
    )
    named: dict[int, list[Obligation]] = defaultdict(list)
    for id_, one in look.session.execute(query):
        named[id_].append(one)
    courses = courses_of(look.session, (one for wrong in named.values() for one in wrong))
    may = acts_about(look, (rows[shown[id_].obligation_id] for id_ in named), ("issue",))
    found = []
    for paper in (one for one in papers if one.id in named):
        wrong = [one for one in named[paper.id] if not courses[one.id].was_late(out_by(paper))]
        if wrong:
            row, uids = rows[paper.obligation_id], tuple(one.bearer_uid for one in wrong)
            found.append(Unamended(paper, row, uids, may(row)))
    return found[:of]
