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
from steps.table import URGE


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
    drafted = select(func.max(Notice.id)).where(Notice.step == URGE.id, left)
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
    later, about = aliased(Issued), aliased(Obligation)
    amended = select(later.id).where(later.amends_id == Issued.id, later.undone_at.is_(None))
    query = (
        select(Issued, about, Obligation)
        .join(about, about.id == Issued.obligation_id)
        .join(Named, Named.issued_id == Issued.id)
        .join(Obligation, Obligation.id == Named.obligation_id)
        .where(Issued.stands(), ~amended.exists(), on_time_in_sql())
        .where(*look.visible.where(about.bearer_uid))
        .order_by(Issued.dated, Issued.id, Obligation.bearer_uid)
    )
    named: dict[int, list[Obligation]] = defaultdict(list)
    papers: dict[int, tuple[Issued, Obligation]] = {}
    for paper, row, one in look.session.execute(query):
        papers[paper.id] = paper, row
        named[paper.id].append(one)
    courses = courses_of(look.session, (one for rows in named.values() for one in rows))
    may = acts_about(look, (row for _, row in papers.values()), ("issue",))
    found = []
    for id_, (paper, row) in papers.items():
        wrong = [one for one in named[id_] if not courses[one.id].was_late(out_by(paper))]
        if wrong:
            uids = tuple(one.bearer_uid for one in wrong)
            found.append(Unamended(paper, row, uids, may(row)))
    return found[:of]
