"""For whom help was asked, of whom, and who has not been asked for; people are case numbers.

Whom was asked may be a neighbour: it is opened to who looks once that is logged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dondoc.cases.cases import Case, cases
from dondoc.cases.help import NO_HELP, help_of
from dondoc.cases.outreach import NO_OUTREACH, outreach_of
from dondoc.cases.road import State
from dondoc.desk.look import Look
from dondoc.desk.persons import log_numbers, open_persons
from dondoc.looking.cases import seen_of
from models import Access, HelpAsked, HelpOutcome, Purpose
from rules.meaning.directive import Directive
from rules.meaning.visiting import AnswerKind


@dataclass(frozen=True)
class Need:
    """One who is still to be covered and for whom nobody was asked: what they answered last."""

    person: int
    answer: str | None


@dataclass(frozen=True)
class Sought:
    """Somebody who was asked for a person on a local date, and what came of it."""

    number: int
    person: int
    kind: str
    whom: str
    on: date
    outcome: HelpOutcome
    answered_on: date | None


@dataclass(frozen=True)
class Seeking:
    """Help under one directive: for whom it lacks, who has not answered, who has."""

    lacking: tuple[Need, ...]
    waiting: tuple[Sought, ...]
    answered: tuple[Sought, ...]


def seeking(look: Look, declared: Directive) -> Seeking:
    """Return for whom of one's own help lacks and was asked; each is logged as shown.

    Args:
        look: at `Sight.PERSONS`.
    Raises:
        NotAllowed, Refused, NotLogged, NotPossible: as `open_persons`.
    """
    own = sorted(look.visible.own)
    found = cases(look.session, look.desk.rulebook, declared, look.desk.now, bodies=own)
    seen = seen_of(look, [one.person for one in found])
    rows = list(_rows(look, declared, own))
    there = seen_of(look, [row.person_id for row in rows])
    lacking = _lacking(look, declared, [one for one in found if one.person in seen])
    log_numbers(look, [one.person for one in lacking], Purpose.DUTY)
    asked = _opened(look, [row for row in rows if row.person_id in there])
    return Seeking(
        tuple(lacking),
        tuple(one for one in asked if one.outcome is HelpOutcome.WAITING),
        tuple(one for one in asked if one.outcome is not HelpOutcome.WAITING),
    )


def _lacking(look: Look, declared: Directive, found: list[Case]) -> list[Need]:
    """Return whom nobody has helped or was asked for; who asked for help comes first."""
    still = [one.person for one in found if one.standing.state is State.OPEN]
    help_ = help_of(look.session, still, declared.id, look.desk.today)
    visiting, now = look.desk.rulebook.visiting, look.desk.now
    said = outreach_of(look.session, still, declared.id, now, visiting)
    needs = [
        Need(person, said.get(person, NO_OUTREACH).answer)
        for person in still
        if help_.get(person, NO_HELP) == NO_HELP
    ]
    wants = {code for code, one in visiting.answers.items() if one.kind is AnswerKind.HELP}
    return sorted(needs, key=lambda one: (one.answer not in wants, one.person))


def _rows(look: Look, declared: Directive, own: list[str]) -> Iterable[HelpAsked]:
    query = select(HelpAsked).where(
        HelpAsked.directive_id == declared.id,
        HelpAsked.body_uid.in_(own),
        HelpAsked.struck_at.is_(None),
    )
    return look.session.scalars(query.order_by(HelpAsked.id.desc()))


def _opened(look: Look, rows: list[HelpAsked]) -> list[Sought]:
    if not rows:
        return []
    opened = open_persons(look, {row.person_id for row in rows}, Access.VIEW)
    return [
        Sought(
            row.id,
            row.person_id,
            row.kind,
            opened.about(row.person_id, row.sealed, row.seal_key, f"help_asked:{row.id}").decode(),
            row.asked_on,
            HelpOutcome(row.outcome),
            row.answered_on,
        )
        for row in rows
        if row.sealed
    ]
