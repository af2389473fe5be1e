"""One directive at a glance, as its leaders see it: the round, who is late, how its targets go.

As of any instant: what is shown is what was known then.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.consolidation.consolidate import consolidation_by
from dondoc.consolidation.round import Consolidation, Line
from dondoc.documents.parts.group_tables import tables_with_closings
from dondoc.documents.parts.groups import GroupTable
from dondoc.find import in_force
from dondoc.looking.cells import URGENCY, Cell, cell_of, received
from dondoc.obligations.standing import standings
from dondoc.visible import EVERYTHING, Visible
from language.collation import vietnamese
from language.dates import short_day
from language.zone import local_date
from models import Call, Kind, Obligation
from models.standing import Way, has_term_in_sql
from rules.meaning.pace import Closing
from rules.rulebook import Rulebook
from steps.table import named

# So many earlier rounds of who is late are shown.
BEFORE = 3


@dataclass(frozen=True)
class Tile:
    """One body of the round; `id` of its obligation."""

    id: int
    name: str
    cell: Cell


@dataclass(frozen=True)
class Late:
    """One body that is late: its earlier rounds, the oldest first, and what was done about it."""

    tile: Tile
    before: tuple[Cell, ...]
    done: str
    promised_on: date | None


@dataclass(frozen=True)
class Curve:
    """One group: its closings by day, and its table with the target, the pace and the forecast."""

    table: GroupTable
    closings: tuple[Closing, ...]


@dataclass(frozen=True)
class Glance:
    """A directive at the instant `at` (aware). `round_`: the last one opened; None before any."""

    at: datetime
    round_: Consolidation | None = None
    tiles: tuple[Tile, ...] = ()
    late: tuple[Late, ...] = ()
    curves: tuple[Curve, ...] = ()
    ways: Mapping[Way, int] | None = None

    @property
    def came(self) -> int:
        """Return how many reports have come."""
        return sum((self.ways or {}).get(way, 0) for way in ("done_on_time", "done_late"))


def glance(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    at: datetime,
    visible: Visible = EVERYTHING,
) -> Glance:
    """Return how `directive` (its id) stood at the instant `at` (aware), by what was known then.

    Of bodies that are not `visible` it shows and counts nothing.
    """
    row = last_round(session, directive, at)
    if row is None:
        return Glance(at)
    found = consolidation_by(session, rulebook, row, at)
    hidden = visible.hidden(session, {line.body.uid for line in found.lines})
    lines = [line for line in found.lines if line.body.uid not in hidden]
    tiles = {line.row.id: Tile(line.row.id, _name(line), cell_of(line, at)) for line in lines}
    late = [line for line in lines if tiles[line.row.id].cell.letter in "QH"]
    stood = standings(session, at, Obligation.id.in_(list(tiles)))
    whole = not hidden
    return Glance(
        at=at,
        round_=found,
        tiles=tuple(sorted(tiles.values(), key=_pressing)),
        late=tuple(_late(session, found, late, tiles, at)),
        curves=tuple(_curves(session, rulebook, found, at)) if whole else (),
        ways=Counter(one.way for one in stood),
    )


def last_round(session: Session, directive: str, at: datetime) -> Obligation | None:
    """Return the consolidation of the last round that had opened by the instant `at`."""
    query = select(Obligation).where(
        Obligation.directive_id == directive,
        Obligation.kind == Kind.CONSOLIDATION.value,
        Obligation.opens_on <= local_date(at),
        has_term_in_sql(),
        in_force(at),
    )
    return session.scalar(query.order_by(Obligation.due_on.desc(), Obligation.id).limit(1))


def _name(line: Line) -> str:
    return line.body.short_name or line.body.name


def _pressing(tile: Tile) -> tuple[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    return URGENCY.index(tile.cell.letter), vietnamese(tile.name)


def _late(
    session: Session,
    found: Consolidation,
    late: Collection[Line],
    tiles: Mapping[int, Tile],
    at: datetime,
) -> Iterator[Late]:
    before = _before(session, found, [line.body.uid for line in late], at)
    calls = _calls(session, [line.row.id for line in late], at)
    for line in sorted(late, key=lambda one: _pressing(tiles[one.row.id])):
        promised = line.last_word.promised_on
        done = calls.get(line.row.id) or _told(line)
        cells = tuple(before[line.body.uid][-BEFORE:])
        yield Late(tiles[line.row.id], cells, done, promised)


def _before(
    session: Session, found: Consolidation, late: Collection[str], at: datetime
) -> dict[str, list[Cell]]:
    """Return how the earlier rounds of who is late stood, the oldest first."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    if not late:
        return cells
    inputs = found.lines[0].row
    stood = standings(
        session,
        at,
        Obligation.directive_id == inputs.directive_id,
        Obligation.duty == inputs.duty,
        Obligation.bearer_uid.in_(late),
        Obligation.original_due_on < inputs.original_due_on,
    )
    for one in sorted(stood, key=lambda each: each.due_on):
        if one.received_at is not None:
            cells[one.owed.bearer_uid].append(received(one.received_at, one.late_from))
        elif one.way == "open_overdue":
            cells[one.owed.bearer_uid].append(Cell("Q", "chưa ghi nhận"))
    return cells


def _calls(session: Session, late: Collection[int], at: datetime) -> dict[int, str]:
    """Return what the last call about each brought."""
    query = select(Call.obligation_id, Call.met, Call.note, Call.called_at).where(
        Call.obligation_id.in_(late), Call.called_at <= at
    )
    found, times = defaultdict[int, list[str]](list), Counter[int]()
    for id_, met, note, called_at in session.execute(query.order_by(Call.called_at, Call.id)):
        said = f": {note}" if note else ""
        how = f"gọi {met}" if met else "đơn vị tự hẹn"
        found[id_].append(f"{short_day(local_date(called_at))} {how}{said}")
        times[id_] += bool(met)
    return {
        id_: said[-1] + (f" ({times[id_]} lần gọi)" if times[id_] > 1 else "")
        for id_, said in found.items()
    }


def _told(line: Line) -> str:
    notice = line.last_word.notice
    if notice is None or notice.settled_at is None:
        return "chưa nhắc"
    return f"{named(notice.step)}, {short_day(local_date(notice.settled_at))}"


def _curves(
    session: Session, rulebook: Rulebook, found: Consolidation, at: datetime
) -> Iterator[Curve]:
    for table, series in tables_with_closings(session, rulebook, found, at):
        base = table.baseline
        known = [one for one in series if one is not None]
        if base and (not known or base.on < known[0].on):
            known.insert(0, Closing(base.on, base.people))
        yield Curve(table, tuple(known))
