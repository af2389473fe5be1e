"""Figures that cannot both be right: what a body states of a target, and what a list shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from dondoc.desk.look import Look
from dondoc.find import in_force
from dondoc.looking.waiting.letters import acts_about
from dondoc.obligations.targets import related, told_of_targets
from models import CountKind, Kind, ListCount, Obligation
from rules.meaning.target import Proof, Told, weight


@dataclass(frozen=True)
class Contradiction:
    """The last word of each source about one bearer's target; both are kept as they are."""

    row: Obligation
    stated: Told
    listed: Told
    may: frozenset[str]

    @property
    def difference(self) -> int:
        """Return by how many people the two are apart."""
        return abs(self.stated.lacking - self.listed.lacking)


@dataclass(frozen=True)
class Apart:
    """A target whose two sources contradict each other, whoever may do something about it."""

    row: Obligation
    stated: Told
    listed: Told


def contradictions(look: Look, found: Sequence[Apart]) -> list[Contradiction]:
    """Return the contradictions that were `found`, each with what who looks may do about it."""
    may = acts_about(look, (one.row for one in found), ("report.record", "counts.import"))
    return [Contradiction(one.row, one.stated, one.listed, may(one.row)) for one in found]


def apart(look: Look) -> list[Apart]:
    """Return the targets whose two sources contradict each other.

    Read are the figures of those about whom a list of cards was counted: of the others there is
    one source alone.
    """
    counted = _counted(look)
    if not counted:
        return []
    query = select(Obligation).where(
        Obligation.kind == Kind.TARGET.value,
        Obligation.bearer_uid.in_(counted),
        in_force(),
        *look.visible.where(Obligation.bearer_uid),
    )
    ordered = query.order_by(Obligation.due_on, Obligation.bearer_uid)
    rows = {row.id: row for row in look.session.scalars(ordered)}
    return [
        Apart(rows[one.id], *pair)
        for one, _, told in told_of_targets(look.session, look.desk.rulebook, rows.values())
        if (pair := _apart(told))
    ]


def _counted(look: Look) -> list[str]:
    """Return the bodies (uids) about which some list of cards tells."""
    cards = select(ListCount.body_uid).where(ListCount.kind == CountKind.CARDS.value).distinct()
    listed, bodies = set(look.session.scalars(cards)), look.desk.rulebook.bodies
    if not listed:
        return []
    return [one.uid for one in bodies.all() if not listed.isdisjoint(related(bodies, one.uid))]


def _apart(told: Sequence[Told]) -> tuple[Told, Told] | None:
    """Return the last word of each source where they cannot both be right.

    On one day they have to be the same; and of two days, whoever is there on the first is there on
    the second: only fewer can be left.
    """
    stated = max(_of(told, listed=False), key=weight, default=None)
    listed = max(_of(told, listed=True), key=weight, default=None)
    if stated is None or listed is None:
        return None
    first, then = sorted((stated, listed), key=lambda one: one.as_of)
    same_day = first.as_of == then.as_of and first.lacking != then.lacking
    return (stated, listed) if same_day or then.lacking > first.lacking else None


def _of(told: Sequence[Told], *, listed: bool) -> Iterator[Told]:
    yield from (one for one in told if (one.proof is Proof.CARDED) is listed)
