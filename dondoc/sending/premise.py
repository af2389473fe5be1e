"""Is it still true? What a notice rests on, looked at again before its message is frozen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import NotNullable, func, select
from sqlalchemy.orm import Session, load_only

from dondoc.obligations.arising import gathered
from dondoc.obligations.rounds import RoundCounts, RoundKey, count_rounds
from dondoc.obligations.targets import target_standings
from dondoc.obligations.watched import NOTHING_WATCHED, Watching, watched
from dondoc.sending.gathering import round_key
from language.zone import local_date
from models import Notice, NoticeState, Obligation, ObligationState
from models.among import among
from models.standing import has_passed, is_owed
from rules.meaning.target import TargetStanding, TargetState
from rules.rulebook import Rulebook
from steps.table import CORRECTION, step_of, those

_BRIEFS = those(lambda step: step.briefs or step.gathers)
_OF_RETURN = those(lambda step: step.of_return)
_OF_TARGET = those(lambda step: "target" in step.needs)

# What is asked of a row: its other columns are half of what reading it takes. One that is asked for
# after all is read by itself: a letter is late then, never lost.
_TOLD = load_only(
    Obligation.id,
    Obligation.directive_id,
    Obligation.duty,
    Obligation.period,
    Obligation.bearer_uid,
    Obligation.cycle,
    Obligation.kind,
    Obligation.state,
    Obligation.opens_on,
    Obligation.due_on,
    Obligation.original_due_on,
    Obligation.extended,
    Obligation.aim_on,
    Obligation.late_from,
    Obligation.briefed,
    Obligation.received_at,
    Obligation.via_checked_at,
    Obligation.readings,
)

# Asked for every window: made once.
_OWED = select(Obligation).where(among(Obligation.id, "ids")).options(_TOLD)
_CLIMBED = select(
    Notice.obligation_id, Notice.contact_id, Notice.cycle, NotNullable(Notice.rung)
).where(
    among(Notice.obligation_id, "ids"),
    Notice.rung.is_not(None),
    Notice.state != NoticeState.CANCELLED.value,
    Notice.holds(),
)
_BRIEFED = select(Notice.obligation_id, Notice.contact_id, Notice.repeat).where(
    among(Notice.obligation_id, "ids"),
    Notice.step.in_(_BRIEFS),
    Notice.holds(),
)

FILED = "đã ghi nhận báo cáo"
ANSWERED = "báo cáo không còn ở trạng thái trả lại"
ENDED = "nghĩa vụ không còn hiệu lực"
PASSED = "đã qua ngày cần nhắc"
SUPERSEDED = "đã có thông báo ở bước sau thay thế"
COMPLETE = "các báo cáo đã về đủ"
INCOMPLETE = "lại còn thiếu báo cáo"
NOBODY_TO_URGE = "không còn đơn vị quá hạn nào cần đôn đốc"
REACHED = "đã đạt chỉ tiêu"
FIGURES_IN = "đã có số liệu"
NOT_MISSED = "theo số liệu đã ghi nhận, không còn là chưa đạt"
NOTHING_NEW = "không còn báo cáo nào mới"


def untrue_notices(
    session: Session,
    rulebook: Rulebook,
    notices: Sequence[Notice],
    now: datetime,
    owed: Mapping[int, Obligation] | None = None,
    watching: Watching = NOTHING_WATCHED,
) -> dict[int, str]:
    """Return, by notice id, the reason why it must not leave at the instant `now` (aware).

    Args:
        notices: pending ones, of any contacts.
        owed: what they are about, by id, where it was just read in the transaction of `session`.
        watching: how that is read which is followed without a day.
    """
    rows = owed if owed is not None else obligations_of(session, notices)
    rounds = _rounds(session, rulebook, rows.values(), now)
    targets = _targets(session, rulebook, notices, rows)
    followed = watched(watching, session, rulebook, rows.values(), now)
    later = _latest(session, notices)
    last_return = _last_of_returns(session, notices)
    found = {}
    for notice in notices:
        row = rows[notice.obligation_id]
        reason = _over(notice, row, now) or _superseded(notice, later)
        reason = reason or _round_moved(notice, rounds.get(row.id))
        reason = reason or _target_moved(notice, targets.get(row.id))
        if not reason and (one := followed.get(row.id)):
            reason = one.untrue(rulebook.bodies, notice, local_date(now))
        reason = reason or _said_again(notice, last_return)
        reason = reason or _nothing_new(session, rulebook, notice, row)
        if reason:
            found[notice.id] = reason
    return found


def obligations_of(session: Session, notices: Iterable[Notice]) -> dict[int, Obligation]:
    """Return what `notices` are about, by id."""
    ids = {notice.obligation_id for notice in notices}
    return {row.id: row for row in session.scalars(_OWED, {"ids": list(ids)})}


def _over(notice: Notice, row: Obligation, now: datetime) -> str | None:
    step = step_of(notice.step)
    if step is CORRECTION:
        return None
    if not is_owed(row):
        return ENDED
    if step.of_return:
        return None if row.state == ObligationState.RETURNED else ANSWERED
    if row.state != ObligationState.OPEN and not step.briefs:
        return FILED
    if step.before == "day" and has_passed(row.late_from, now):
        return PASSED
    if step.before == "target" and local_date(now) > row.due_on:
        return PASSED
    return None


# The highest rung by obligation, contact and cycle; the last brief by the former two.
_Highest = dict[tuple[int, ...], int]


def _latest(session: Session, notices: Sequence[Notice]) -> _Highest:
    """Return the highest rung decided, not called off.

    A new cycle has its own ladder: after an extension the new date is still to be told.
    """
    highest: _Highest = defaultdict(int)
    climbing = {notice.obligation_id for notice in notices if notice.rung is not None}
    if climbing:
        asked = {"ids": list(climbing)}
        for obligation, contact, cycle, rung in session.connection().execute(_CLIMBED, asked):
            at = _key(obligation, contact, cycle)
            highest[at] = max(highest[at], rung)
    briefed = {notice.obligation_id for notice in notices if notice.step in _BRIEFS}
    if briefed:
        for obligation, contact, repeat in session.connection().execute(
            _BRIEFED, {"ids": list(briefed)}
        ):
            at = _key(obligation, contact)
            highest[at] = max(highest[at], repeat)
    return highest


def _key(obligation: int, contact: int | None, *cycle: int) -> tuple[int, ...]:
    return obligation, contact or 0, *cycle


def _last_of_returns(
    session: Session, notices: Sequence[Notice]
) -> dict[tuple[int, int | None], int]:
    """Return, of what is said about a returned report, each contact's last notice that stands.

    It names every reason again, so an earlier one that has not left yet has nothing to add, and
    one about an earlier return has become wrong.
    """
    returned = {n.obligation_id for n in notices if n.step in _OF_RETURN}
    if not returned:
        return {}
    standing = NoticeState.PENDING, NoticeState.HELD, NoticeState.SENT
    query = (
        select(Notice.obligation_id, Notice.contact_id, func.max(Notice.id))
        .where(
            Notice.obligation_id.in_(returned),
            Notice.step.in_(_OF_RETURN),
            Notice.state.in_([state.value for state in standing]),
        )
        .group_by(Notice.obligation_id, Notice.contact_id)
    )
    return {(row[0], row[1] or 0): row[2] for row in session.execute(query)}


def _said_again(notice: Notice, last: dict[tuple[int, int | None], int]) -> str | None:
    newest = last.get((notice.obligation_id, notice.contact_id or 0), 0)
    return SUPERSEDED if notice.step in _OF_RETURN and notice.id < newest else None


def _superseded(notice: Notice, highest: _Highest) -> str | None:
    whom = notice.obligation_id, notice.contact_id
    if notice.rung is not None and notice.rung < highest[_key(*whom, notice.cycle)]:
        return SUPERSEDED
    if notice.step in _BRIEFS and notice.repeat < highest[_key(*whom)]:
        return SUPERSEDED
    return None


def _rounds(
    session: Session, rulebook: Rulebook, rows: Collection[Obligation], now: datetime
) -> dict[int, RoundCounts]:
    """Return how the rounds stand, by the consolidating obligation's id."""
    keys = {}
    for row in rows:
        inputs = rulebook.directives[row.directive_id].duties[row.duty].consolidates
        if inputs:
            keys[row.id] = RoundKey(row.directive_id, inputs, row.period)
    counts = count_rounds(session, set(keys.values()), now)
    return {obligation: counts.get(key, RoundCounts()) for obligation, key in keys.items()}


def _nothing_new(
    session: Session, rulebook: Rulebook, notice: Notice, row: Obligation
) -> str | None:
    """Say so where the reports that have come are those that were told of already."""
    if not step_of(notice.step).gathers:
        return None
    key = round_key(rulebook.directives[row.directive_id], row)
    told = set(row.briefed or ())
    return NOTHING_NEW if set(gathered(session, [key])[key]) == told else None


def _round_moved(notice: Notice, counts: RoundCounts | None) -> str | None:
    if counts is None:
        return None
    missing = counts.total - counts.received
    match step_of(notice.step).rests_on:
        case "complete":
            return INCOMPLETE if missing else None
        case "missing":
            return None if missing else COMPLETE
        case "late":
            return None if counts.urged else NOBODY_TO_URGE
        case _:
            return None


def _targets(
    session: Session,
    rulebook: Rulebook,
    notices: Iterable[Notice],
    rows: Mapping[int, Obligation],
) -> dict[int, TargetStanding]:
    """Return how the targets stand that `notices` speak of, by obligation id."""
    about = {notice.obligation_id for notice in notices if notice.step in _OF_TARGET}
    return target_standings(session, rulebook, [rows[id_] for id_ in sorted(about)])


def _target_moved(notice: Notice, standing: TargetStanding | None) -> str | None:
    if standing is None:
        return None
    match step_of(notice.step).rests_on:
        case "unreached":
            return REACHED if standing.state is TargetState.REACHED else None
        case "unknown":
            return None if standing.state is TargetState.UNKNOWN else FIGURES_IN
        case "missed":
            return None if standing.state is TargetState.MISSED else NOT_MISSED
        case _:
            return None
