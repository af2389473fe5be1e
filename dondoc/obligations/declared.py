"""What a directive declares, as the promised JSON and as tables: duties and dated occurrences."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dondoc.errors import Refused
from language.zone import local
from rules.meaning.body import BodyRegistry
from rules.meaning.deadline import Readings
from rules.meaning.directive import Directive
from rules.meaning.duty import KIND_NAMES, Duty
from rules.meaning.occurrence import occurrences as occurrences_of
from rules.meaning.rounds import Round, in_words, rounds
from rules.meaning.scope import Scope
from rules.rulebook import Rulebook
from steps.posts import POST_NAMES

# More rounds than these are not all shown; then so many of each end are.
_MOST, _EACH_END = 26, 6


def find(rulebook: Rulebook, directive: str) -> Directive:
    """Return the directive; raise `Refused` naming those there are."""
    found = rulebook.directives.get(directive)
    if found is None:
        known = ", ".join(sorted(rulebook.directives))
        raise Refused(f"không có văn bản {directive!r}; có: {known}")
    return found


def duties(rulebook: Rulebook, directive: str, as_of: date | None) -> list[dict[str, Any]]:
    """Return every clause's duty. Bearers as of `as_of`, or as of the first day in force."""
    declared = find(rulebook, directive)
    on = as_of or declared.in_force.from_
    return [_duty(rulebook.bodies, declared, duty, on) for duty in declared.duties.values()]


def _duty(bodies: BodyRegistry, declared: Directive, duty: Duty, on: date) -> dict[str, Any]:
    return {
        "directive": declared.id,
        "duty": duty.id,
        "clause": duty.clause,
        "place": duty.place,
        "short": duty.short or None,
        "kind": duty.kind,
        "quote": duty.quote,
        "span": list(duty.span),
        "bearers": [
            {"id": body.uid, "code": body.code, "name": body.name}
            for body in duty.bearers.resolve(bodies, on)
        ],
        "to": duty.to,
        "via": duty.via,
        "wording": duty.due.wording if duty.due else None,
        "sense": duty.due.sense.value if duty.due else None,
        "gaps": dict(duty.gaps),
    }


def duties_for_people(
    rulebook: Rulebook, directive: str, as_of: date | None
) -> list[dict[str, Any]]:
    """Return the same rows with names in words."""
    declared = find(rulebook, directive)
    rows = duties(rulebook, directive, as_of)
    for row, duty in zip(rows, declared.duties.values(), strict=True):
        for bearer in row["bearers"]:
            bearer["kind"] = rulebook.bodies.get(bearer["id"]).kind
        row["kind_name"] = KIND_NAMES[row["kind"]]
        row["bearers_name"] = _bearers_name(rulebook.bodies, duty.bearers, row["bearers"])
    return rows


def _bearers_name(bodies: BodyRegistry, scope: Scope, bearers: list[dict[str, Any]]) -> str:
    others = [b["name"] for b in bearers if b["kind"] not in scope.every]
    if scope.every:
        named = bodies.together(scope.every) or ", ".join(bodies.kind_names[k] for k in scope.every)
        return ", ".join([f"{named} ({len(bearers) - len(others)})", *others])
    counted = f"{len(others)} đơn vị: " if len(others) > 3 else ""
    return counted + ", ".join(others)


def occurrences(rulebook: Rulebook, directive: str, readings: Readings) -> list[dict[str, Any]]:
    """Return everything with a date in the directive's text, as known today."""
    declared = find(rulebook, directive)
    found = occurrences_of(declared, rulebook.bodies, rulebook.calendar, readings)
    return [
        {
            "duty": o.duty.id,
            "clause": o.duty.clause,
            "bearer": o.bearer.uid,
            "bearer_code": o.bearer.code,
            "bearer_name": o.bearer.name,
            "period": o.period,
            "cut_off": _cut_off(o.round),
            "due_on": o.due_on.isoformat(),
            "due_at": o.duty.due.at.isoformat("minutes") if o.duty.due and o.duty.due.at else None,
            "estimated": o.due_on > rulebook.calendar.settled_until,
            "aim_on": o.aim_on.isoformat(),
            "late_from": local(o.late_from).isoformat(),
        }
        for o in found
    ]


def periods_in_words(rulebook: Rulebook, declared: Directive) -> Iterator[str]:
    """Yield what each report of the directive is about, by when, over which days: a line a round.

    Of a long row of rounds the first and the last ones.
    """
    for duty in declared.duties.values():
        if not duty.is_report or duty.due is None or not duty.due.dated:
            continue
        assumed = duty.period.assumed if duty.period else None
        why = f" (kỳ do người nhập xác định: {assumed})" if assumed else ""
        yield f"{declared.id}/{duty.id} ({duty.clause}){why}:"
        found = [in_words(duty, one) for one in rounds(duty, rulebook.calendar)]
        if len(found) > _MOST:
            found[_EACH_END:-_EACH_END] = [f"… {len(found) - 2 * _EACH_END} kỳ …"]
        yield from (f"  {line}" for line in found)


def _cut_off(one: Round) -> list[str | None] | None:
    """Return the days figures cover, [from, to]; `from` is null where all up to then counts."""
    if one.figures is None:
        return None
    first, last = one.figures
    return [first.isoformat() if first else None, last.isoformat()]


def post_name(post: str) -> str:
    """Return what a post is called on the screen."""
    return POST_NAMES.get(post, post)
