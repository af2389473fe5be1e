"""Cases in counts: by state, body and group, and why nothing goes up where no text asks it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from dondoc.cases.cases import Case, cases, counts, reporting_duty
from dondoc.desk.look import Look
from dondoc.desk.persons import log_numbers
from dondoc.named import body_uid
from models import Person, Purpose
from rules.meaning.case import Need
from rules.meaning.directive import Directive

_AT_ONCE = 500
_NO_DUTY = "văn bản không giao ai báo cáo từng trường hợp: chỉ đếm, không gửi gì lên"


@dataclass(frozen=True)
class Counted:
    """One body's group: how many cases stand in each state, and lack which evidence.

    Somebody in two groups is one case in each of them: numbers of groups are never added up.
    """

    body: str
    group: str
    states: dict[str, int]
    lacking: dict[str, int]


@dataclass(frozen=True)
class Told:
    """The cases of a directive: `why` nothing goes up, "" where cases do.

    `states`: every person once. `cases`: one by one, where whoever asks may see them.
    """

    directive: str
    goes_up: bool
    why: str
    states: dict[str, int]
    by_body: tuple[Counted, ...]
    cases: tuple[Case, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return it as machines get it: case numbers only where whoever asks may see them."""
        told: dict[str, Any] = {
            "directive": self.directive,
            "goes_up": self.goes_up,
            "why": self.why,
            "states": self.states,
            "bodies": [
                {
                    "body": one.body,
                    "group": one.group,
                    "states": one.states,
                    "lacking": one.lacking,
                }
                for one in self.by_body
            ],
        }
        if self.cases:
            told["cases"] = [case_document(one) for one in self.cases]
        return told


def case_document(one: Case) -> dict[str, Any]:
    """Return one case as machines get it, by its number alone."""
    said = one.evidence
    days = {
        "informed_on": said.informed_on,
        "mobilised_on": said.mobilised_on,
        "helped_on": said.helped_on,
        "sought_on": said.sought_on,
    }
    return {
        "case": one.person,
        "body": one.body,
        "groups": list(one.groups),
        "state": one.standing.state.value,
        "missing": [need.value for need in one.standing.missing],
        "evidence": {key: day.isoformat() if day else None for key, day in days.items()},
        "left": said.left.value if said.left else None,
        "report": one.placed.report.id if one.placed else None,
        "proposal": one.placed.proposal.kind if one.placed and one.placed.proposal else None,
    }


def told(look: Look, declared: Directive, body: str | None = None) -> Told:
    """Return the cases of `declared` in counts, of whatever bodies are visible.

    Args:
        body: of this one alone (uid or name).
    """
    found = _visible(look, declared, body)
    duty = reporting_duty(declared)
    return Told(
        declared.id,
        duty is not None,
        "" if duty else _NO_DUTY,
        dict(counts(found)),
        tuple(_by_body(declared, found)),
    )


def told_with_cases(look: Look, declared: Directive, body: str | None = None) -> Told:
    """Return the same with each case by its number, once it is logged that they are shown.

    Args:
        look: at `Sight.PERSONS`.
    """
    every = cases(
        look.session, look.desk.rulebook, declared, look.desk.now, bodies=_one(look, body)
    )
    seen = seen_of(look, [one.person for one in every])
    found = [one for one in every if one.person in seen]
    log_numbers(look, [one.person for one in found], Purpose.DUTY)
    duty = reporting_duty(declared)
    return Told(
        declared.id,
        duty is not None,
        "" if duty else _NO_DUTY,
        dict(counts(found)),
        tuple(_by_body(declared, found)),
        tuple(found),
    )


def in_words(look: Look, missing: Iterable[Need]) -> list[str]:
    """Return what a case lacks, in words, each with the command that records it."""
    needs = look.desk.rulebook.road.needs
    return [f"{needs[one].lacking} (ghi: {needs[one].record})" for one in missing]


def _visible(look: Look, declared: Directive, body: str | None) -> list[Case]:
    found = cases(
        look.session, look.desk.rulebook, declared, look.desk.now, bodies=_one(look, body)
    )
    hidden = look.visible.hidden(look.session, {one.body for one in found})
    return [one for one in found if one.body not in hidden]


def _one(look: Look, body: str | None) -> list[str] | None:
    return [body_uid(look.desk.bodies, body, look.desk.today)] if body else None


def seen_of(look: Look, persons: Sequence[int]) -> set[int]:
    """Return which of `persons` whoever looks may see."""
    found = set[int]()
    for at in range(0, len(persons), _AT_ONCE):
        some = Person.id.in_(persons[at : at + _AT_ONCE])
        found |= set(look.session.scalars(select(Person.id).where(some, *look.visible.persons())))
    return found


def _by_body(declared: Directive, found: Sequence[Case]) -> Iterable[Counted]:
    keys = sorted({(one.body, group) for one in found for group in one.groups})
    order = list(declared.groups)
    for body, group in sorted(keys, key=lambda key: (key[0], order.index(key[1]))):
        mine = [one for one in found if one.body == body and group in one.groups]
        lacking: dict[str, int] = {}
        for one in mine:
            for need in one.standing.missing:
                lacking[need.value] = lacking.get(need.value, 0) + 1
        yield Counted(body, group, dict(counts(mine)), lacking)
