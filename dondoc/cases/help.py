"""What help somebody had, or was sought for them: by whom it was asked, and what came of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import EntryKind, HelpAsked, HelpOutcome, SponsorEntry

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """One who was asked on the local date `on`, and what they said."""

    person: int
    on: date
    outcome: HelpOutcome


@dataclass(frozen=True, slots=True)
class Given:
    """What was paid for `person` on the local date `on`, in whole đồng."""

    person: int
    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Help:
    """How a person was helped: `helped_on`: the first local date on which anything was paid.

    `amount`: whole đồng. `sought_on`: the first date on which somebody was asked for help, `asked`:
    how many were; `waiting`: of these who has not answered, `promised`: who said yes.
    """

    helped_on: date | None = None
    amount: int = 0
    sought_on: date | None = None
    asked: int = 0
    waiting: int = 0
    promised: int = 0

    @property
    def found(self) -> bool:
        """Say whether help was found: it was given, or somebody said they would."""
        return self.helped_on is not None or bool(self.promised)

    @property
    def none_found(self) -> bool:
        """Say whether help was sought, everybody has answered, and nobody could."""
        return bool(self.asked) and not self.waiting and not self.found


NO_HELP = Help()


def helps(given: Iterable[Given], asked: Iterable[Asked]) -> dict[int, Help]:
    """Return, by case number, what help came of it. Pure."""
    paid, sought = defaultdict[int, list[Given]](list), defaultdict[int, list[Asked]](list)
    for one in given:
        paid[one.person].append(one)
    for each in asked:
        sought[each.person].append(each)
    return {
        person: Help(
            helped_on=min((one.on for one in paid[person]), default=None),
            amount=sum(one.amount for one in paid[person]),
            sought_on=min((one.on for one in sought[person]), default=None),
            asked=len(sought[person]),
            waiting=sum(one.outcome is HelpOutcome.WAITING for one in sought[person]),
            promised=sum(one.outcome is HelpOutcome.PROMISED for one in sought[person]),
        )
        for person in {*paid, *sought}
    }


def help_of(
    session: Session, persons: Collection[int], directive: str, as_of: date | None = None
) -> Mapping[int, Help]:
    """Return how each of `persons` (case numbers) was helped under `directive`; NO_HELP else.

    Args:
        as_of: up to the end of that local date; None: whatever there is.
    """
    numbers = sorted(persons)
    found = dict.fromkeys(numbers, NO_HELP)
    day = as_of or date.max
    for at in range(0, len(numbers), _AT_ONCE):
        some = numbers[at : at + _AT_ONCE]
        found |= helps(_given(session, some, directive, day), _asked(session, some, directive, day))
    return found


def _given(session: Session, persons: list[int], directive: str, day: date) -> list[Given]:
    undone = select(SponsorEntry.undoes).where(SponsorEntry.undoes.is_not(None))
    rows = session.execute(
        select(SponsorEntry.person_id, SponsorEntry.done_on, SponsorEntry.amount).where(
            SponsorEntry.kind == EntryKind.USE.value,
            SponsorEntry.person_id.in_(persons),
            SponsorEntry.directive_id == directive,
            SponsorEntry.done_on <= day,
            SponsorEntry.id.not_in(undone),
        )
    )
    return [Given(person, on, amount) for person, on, amount in rows if person is not None]


def _asked(session: Session, persons: list[int], directive: str, day: date) -> list[Asked]:
    rows = session.scalars(
        select(HelpAsked).where(
            HelpAsked.person_id.in_(persons),
            HelpAsked.directive_id == directive,
            HelpAsked.asked_on <= day,
            HelpAsked.struck_at.is_(None),
        )
    )
    return [Asked(row.person_id, row.asked_on, _said(row, day)) for row in rows]


def _said(row: HelpAsked, day: date) -> HelpOutcome:
    """Return what was answered by the end of `day`."""
    answered = row.answered_on is not None and row.answered_on <= day
    return HelpOutcome(row.outcome) if answered else HelpOutcome.WAITING
