"""Counts of lists: what is known of a body's group at an instant, up to a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.obligations.target_corrections import wake_targets
from dondoc.reports.count_row import CountRow
from dondoc.visible import EVERYTHING, Visible
from models import CountImport, Event, ListCount
from models.trail import append
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.directive import Directive
from rules.meaning.list_counts import Counted, GroupCounts

_Key = tuple[str | None, str, str, str, date]


@dataclass(frozen=True)
class Heirs:
    """Who takes over whose numbers: a part is never taken for the whole."""

    bodies: BodyRegistry
    directive: Directive

    def before(self, uid: str, group: str) -> list[str]:
        """Return whom `uid` follows in `group`, by uid; nobody where one of them was split."""
        before = self.bodies.predecessors(uid)
        if any(len(body.succeeded_by) > 1 for body in before):
            return []
        return [body.uid for body in before if self._asked(body, group)]

    def _asked(self, body: Body, group: str) -> bool:
        on = body.valid_to or date.max
        targets = (
            d for d in self.directive.duties.values() if d.target and d.target.group == group
        )
        return any(duty.bearers.means(self.bodies, body.uid, on) for duty in targets)


def latest_counts(
    session: Session,
    directive: str,
    bodies: Collection[str] | None = None,
    known_at: datetime | None = None,
    upto: date | None = None,
    visible: Visible = EVERYTHING,
) -> list[ListCount]:
    """Return the count that holds of each body, group and kind, in that order.

    It is the one of the latest day; of the same day, the last recorded.

    Args:
        bodies: uids; None: every body.
        known_at: what was recorded by that instant (aware); None: by now.
        upto: only counts of that local date or before; None: of any day.
        visible: only of these bodies.
    """
    mine = ListCount.directive_id.is_(None) | (ListCount.directive_id == directive)
    query = select(ListCount).where(mine, *visible.where(ListCount.body_uid))
    if bodies is not None:
        query = query.where(ListCount.body_uid.in_(bodies))
    if known_at is not None:
        query = query.where(ListCount.recorded_at <= known_at)
    if upto is not None:
        query = query.where(ListCount.as_of <= upto)
    ordered = query.order_by(ListCount.as_of, ListCount.recorded_at, ListCount.id)
    last = {(row.body_uid, row.group_id, row.kind): row for row in session.scalars(ordered)}
    return [last[key] for key in sorted(last)]


def counts_of(
    session: Session,
    directive: str,
    bodies: Collection[str],
    known_at: datetime | None = None,
    upto: date | None = None,
    heirs: Heirs | None = None,
) -> dict[tuple[str, str], GroupCounts]:
    """Return, per (body, group), the counts that hold; see `latest_counts` for the arguments.

    Args:
        heirs: who takes over, kind by kind, the numbers of those they came from, where they have
            none of their own.
    """
    wanted = {uid for body in bodies for uid in (body, *_before(heirs, body))}
    found: dict[tuple[str, str], dict[str, Counted]] = defaultdict(dict)
    for row in latest_counts(session, directive, wanted, known_at, upto):
        found[row.body_uid, row.group_id][row.kind] = Counted(row.people, row.as_of)
    groups = {group for _, group in found}
    own = {
        (uid, group): _taken_over(heirs, found, uid, group) for uid in bodies for group in groups
    }
    return {key: GroupCounts(**counts) for key, counts in own.items() if counts}


def _before(heirs: Heirs | None, uid: str) -> list[str]:
    """Return the uids of all whose numbers `uid` may take over."""
    mine = [body.uid for body in heirs.bodies.predecessors(uid)] if heirs else []
    return [one for body in mine for one in (body, *_before(heirs, body))]


def _taken_over(
    heirs: Heirs | None,
    found: Mapping[tuple[str, str], Mapping[str, Counted]],
    uid: str,
    group: str,
) -> dict[str, Counted]:
    own = dict(found.get((uid, group), {}))
    before = heirs.before(uid, group) if heirs else []
    theirs = [_taken_over(heirs, found, body, group) for body in before]
    for kind in set[str]().union(*theirs) - {*own}:
        if all(kind in counts for counts in theirs):
            counted = [counts[kind] for counts in theirs]
            days = max(one.as_of for one in counted)
            own[kind] = Counted(sum(one.people for one in counted), days)
    return own


def counts_by_group(
    session: Session,
    directive: str,
    body: str,
    upto: date,
    known_at: datetime | None = None,
    heirs: Heirs | None = None,
) -> Mapping[str, GroupCounts]:
    """Return, per group, the counts of one body; see `counts_of` for the arguments."""
    found = counts_of(session, directive, [body], known_at, upto, heirs)
    return {group: counts for (_, group), counts in found.items()}


@dataclass(frozen=True)
class CountChanges:
    """What taking over a file comes to: counts of a new day, of a known day, and said before."""

    new: tuple[CountRow, ...]
    corrected: tuple[CountRow, ...]
    unchanged: int

    @property
    def rows(self) -> tuple[CountRow, ...]:
        """Return the rows that are to be recorded."""
        return (*self.new, *self.corrected)


def compare_counts(session: Session, rows: Iterable[CountRow]) -> CountChanges:
    """Return what `rows` would add, and change nothing."""
    rows = list(rows)
    query = select(ListCount).where(ListCount.body_uid.in_({row.body for row in rows}))
    known: dict[_Key, ListCount] = {}
    for one in session.scalars(query.order_by(ListCount.recorded_at, ListCount.id)):
        key = (one.directive_id, one.body_uid, one.group_id, one.kind, one.as_of)
        known[key] = one
    new, corrected, unchanged = list[CountRow](), list[CountRow](), 0
    for row in rows:
        before = known.get((row.directive, row.body, row.group, row.kind.value, row.as_of))
        if before is None:
            new.append(row)
        elif any(getattr(before, name) != value for name, value in row.stored().items()):
            corrected.append(row)
        else:
            unchanged += 1
    return CountChanges(tuple(new), tuple(corrected), unchanged)


def store_counts(
    session: Session, rows: Iterable[CountRow], sha256: str, by: str, now: datetime
) -> CountChanges:
    """Record the counts that are new or corrected; the same file again records nothing.

    Args:
        sha256: the file's digest; the trail holds it with counts of rows, never a figure.
        by: who took it over, body and post.
        now: the instant of the use case, aware.
    """
    changes = compare_counts(session, rows)
    if not changes.rows:
        return changes
    taken = CountImport(sha256=sha256, recorded_at=now, recorded_by=by)
    session.add(taken)
    session.flush()
    for row in changes.rows:
        session.add(
            ListCount(
                import_id=taken.id,
                recorded_at=now,
                recorded_by=by,
                **row.stored(),
            )
        )
    said = {
        "new": len(changes.new),
        "corrected": len(changes.corrected),
        "unchanged": changes.unchanged,
        "sha256": sha256,
        "by": by,
    }
    append(session, now, [Event("counts.imported", f"count_import:{taken.id}", said)])
    session.flush()
    wake_targets(session, {row.directive for row in changes.rows}, now)
    return changes
