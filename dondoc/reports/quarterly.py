"""What is asked once a quarter of duties without a date: of whom, how much, and when it was asked.

The question is open in the last month of a quarter and over as soon as anything is told, a custom
of the office. The page of one's own work and the sweep, which sends the letter, ask here alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.obligations.watched import Told
from dondoc.reports.committee import members_of
from language.zone import local_date, local_midnight
from models import Activity, Notice, NoticeState, Obligation
from notifications.rounds import AskedView
from rules.meaning.body import BodyRegistry
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.facts import AskingFigures
from rules.meaning.period import Period, PeriodKind
from rules.rulebook import Rulebook
from steps.posts import Post
from steps.table import ASK_ACTIVITY

ANSWERED = "đơn vị đã ghi nhận trong quý này"


def quarter_of(day: date) -> Period:
    """Return the quarter that a local date lies in."""
    return Period(PeriodKind.QUARTER, day.year, (day.month - 1) // 3 + 1)


def question_open(day: date) -> bool:
    """Say whether bodies are asked on a local date: in the last month of a quarter."""
    return quarter_of(day).last.month == day.month


def bears(session: Session, bodies: BodyRegistry, duty: Duty, uid: str, on: date) -> bool:
    """Say whether a body bears a duty on a local date, itself or in a committee that does."""
    if duty.bearers.means(bodies, uid, on):
        return True
    return any(
        uid in {member.body for member in members_of(session, committee, on)}
        for committee in duty.bearers.uids
    )


def dateless_duties(declared: Directive) -> list[Duty]:
    """Return the duties of which is told what was done, and when."""
    return [one for one in declared.duties.values() if "activity" in one.shown_by]


def borne(
    session: Session, bodies: BodyRegistry, declared: Directive, uid: str, today: date
) -> list[Duty]:
    """Return the duties of a directive without a date that a body (uid) bears on a local date."""
    on = max(today, declared.in_force.from_)
    return [one for one in dateless_duties(declared) if bears(session, bodies, one, uid, on)]


def told_in(session: Session, directive: str, quarter: Period, now: datetime) -> frozenset[str]:
    """Return the bodies (uids) that had told anything of a quarter at the instant `now` (aware)."""
    query = select(Activity.body_uid).where(
        Activity.directive_id == directive,
        Activity.done_on.between(quarter.first, quarter.last),
        Activity.stands(now),
    )
    return frozenset(session.scalars(query.distinct()))


def asked_on(session: Session, directive: str, uid: str, quarter: Period) -> date | None:
    """Return the local date on which a body was asked by letter in a quarter, None if never."""
    query = select(func.max(Notice.settled_at)).where(
        Notice.obligation_id.in_(select(Obligation.id).where(Obligation.directive_id == directive)),
        Notice.step == ASK_ACTIVITY.id,
        Notice.recipient_uid == uid,
        Notice.state == NoticeState.SENT.value,
        Notice.settled_at >= local_midnight(quarter.first),
    )
    at = session.scalar(query)
    return local_date(at) if at else None


@dataclass(frozen=True)
class Question:
    """What is asked under one obligation: `silent` bodies (uids), each with its duties."""

    quarter: Period
    today: date
    silent: Mapping[str, tuple[Duty, ...]]

    @property
    def figures(self) -> AskingFigures:
        """Return what the policies see."""
        return AskingFigures(len(self.silent), (self.quarter.last - self.today).days)

    @property
    def keeps(self) -> tuple[int, ...]:
        """Return nothing: what it told needs not be remembered."""
        return ()

    def told(self, _step: str) -> Told:
        """Return who is asked: each body that has told nothing."""
        return Told(bodies=tuple(self.silent))

    def untrue(self, _bodies: BodyRegistry, notice: Notice, _today: date) -> str | None:
        """Return why a question has become untrue: whoever is asked has told something."""
        return None if notice.recipient_uid in self.silent else ANSWERED

    def shown(
        self, _directive: Directive, _bodies: BodyRegistry, notice: Notice, _today: date
    ) -> AskedView:
        """Return what a letter asks: which duties, of which quarter."""
        duties = self.silent.get(notice.recipient_uid, ())
        return AskedView(self.quarter.name, tuple((one.action, one.place) for one in duties))


def questions(
    session: Session, rulebook: Rulebook, rows: Sequence[Any], now: datetime, *, asks: bool = True
) -> Mapping[int, Question]:
    """Return, by obligation id, what is asked under `rows` at the instant `now` (aware).

    Args:
        rows: obligations under which is asked. asks: whether the office wants it at all.
    """
    today = local_date(now)
    quarter, bodies = quarter_of(today), rulebook.bodies.known_on(today)
    of: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        of[row.directive_id].append(row)
    found: dict[int, Question] = {}
    for directive, some in of.items():
        declared = rulebook.directives[directive]
        told = told_in(session, directive, quarter, now)
        own = {bodies.current(row.bearer_uid, today).uid for row in some}
        for row in some:
            silent = {
                uid: tuple(borne(session, bodies, declared, uid, today))
                for uid in _answering(session, bodies, row.bearer_uid, own, today)
                if asks and uid not in told
            }
            found[row.id] = Question(quarter, today, {k: v for k, v in silent.items() if v})
    return found


def _answering(
    session: Session, bodies: BodyRegistry, bearer: str, own: Collection[str], today: date
) -> Iterable[str]:
    """Return who answers for a bearer: the members of a committee that are not asked themselves."""
    body = bodies.current(bearer, today)
    if Post.OFFICER in body.posts:
        return (body.uid,)
    members = dict.fromkeys(one.body for one in members_of(session, body.uid, today))
    return [uid for uid in members if uid not in own and Post.OFFICER in bodies.get(uid).posts]
