"""The duties of a directive whose text names no day, as whoever looks sees and may tell of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.desk.dateless import allowed
from dondoc.desk.look import Look
from dondoc.errors import Refused
from dondoc.looking.activities import Did, activities
from dondoc.looking.inspections import Inspected, inspections
from dondoc.reports.committee import decision_of
from dondoc.reports.quarterly import quarter_of
from rules.meaning.body import Body
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.period import Period


@dataclass(frozen=True)
class Dateless:
    """One duty: what was done of it, its inspections, and of which bodies who looks may tell.

    `lacking`: who bears it, where nobody knows; `inspected`: whom an inspection may be of.
    """

    duty: Duty
    did: tuple[Did, ...]
    inspections: tuple[Inspected, ...]
    tells: tuple[Body, ...]
    inspects: tuple[Body, ...]
    inspected: tuple[Body, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class AllDateless:
    """Every such duty, and how the quarter stands: whether there is anything from who looks."""

    directive: Directive
    duties: tuple[Dateless, ...]
    quarter: Period
    told: bool
    may_say_unchanged: bool


def dateless(look: Look, declared: Directive) -> AllDateless:
    """Return the duties of `declared` that are shown by activities or inspections."""
    did, seen = activities(look, declared.id), inspections(look, declared.id)
    duties = [
        one for one in declared.duties.values() if {"activity", "inspection"} & {*one.shown_by}
    ]
    quarter = quarter_of(look.desk.today)
    own = look.who.body.uid if look.who else ""
    mine = [one for one in did if one.body == own and quarter.first <= one.done_on <= quarter.last]
    lines = tuple(_line(look, declared, one, did, seen) for one in duties)
    return AllDateless(
        directive=declared,
        duties=lines,
        quarter=quarter,
        told=bool(mine),
        may_say_unchanged=any(own in {body.uid for body in one.tells} for one in lines),
    )


def _line(
    look: Look,
    declared: Directive,
    duty: Duty,
    did: Sequence[Did],
    seen: Sequence[Inspected],
) -> Dateless:
    on = max(look.desk.today, declared.in_force.from_)
    inspects = "inspection" in duty.shown_by
    return Dateless(
        duty=duty,
        did=tuple(one for one in did if one.duty == duty.id),
        inspections=tuple(one for one in seen if one.duty == duty.id),
        tells=_may(look, "activity.record", declared, duty, on),
        inspects=_may(look, "inspection.plan", declared, duty, on) if inspects else (),
        inspected=tuple(duty.concerns.resolve(look.desk.bodies, on))
        if inspects and duty.concerns
        else (),
        lacking=tuple(_lacking(look, duty, on)),
    )


def _may(look: Look, act: str, declared: Directive, duty: Duty, on: date) -> tuple[Body, ...]:
    """Return of which bodies who looks may tell: the own one first, else whoever bears the duty."""
    if look.who is None:
        return ()
    named = [look.who.body, *duty.bearers.resolve(look.desk.bodies, on)]
    found: dict[str, Body] = {}
    for body in named:
        try:
            allowed(look.desk, act, declared, [duty], body.uid)
        except Refused:
            continue
        found[body.uid] = body
        if body is look.who.body:
            break
    return tuple(found.values())


def _lacking(look: Look, duty: Duty, on: date) -> list[str]:
    bodies = (look.desk.bodies.get(uid) for uid in duty.bearers.uids if uid in look.desk.bodies)
    return [
        f"chưa ghi quyết định nêu thành viên {body.short_name or body.name}"
        for body in bodies
        if body.gap and decision_of(look.session, body.uid, on) is None
    ]
