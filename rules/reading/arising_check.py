"""What has no term: a report that opens its round by coming, and what is done upon it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rules.files.nodes import Path as KeyPath
from rules.meaning.duty import Duty

# (path below `duties`, what is wrong, what is allowed)
_Mistake = tuple[KeyPath, str, str]


def arising(duties: Mapping[str, Duty]) -> dict[str, Duty]:
    """Return `duties` in which what is done upon reports that arise arises with them."""
    found = dict(duties)
    for _ in ("what consolidates them", "what follows that"):
        arisen = {id_ for id_, duty in found.items() if duty.arises}
        found = {
            id_: replace(duty, arises=duty.arises or bool(_upon_what(duty) & arisen))
            for id_, duty in found.items()
        }
    return found


def _upon_what(duty: Duty) -> set[str]:
    return {upon for upon in (duty.consolidates, duty.follows) if upon is not None}


def arising_mistakes(duties: Mapping[str, Duty]) -> Iterator[_Mistake]:
    """Yield what keeps reports without a term from being consolidated and followed up."""
    for id_, duty in duties.items():
        if duty.follows is not None:
            yield from _following(id_, duty, duties)
        inputs = duties.get(duty.consolidates or "")
        if inputs is not None and inputs.arises:
            yield from _upon(id_, duty, inputs.id)
        if duty.arises and duty.consolidated_by is None:
            what = "nobody consolidates what opens when it comes"
            yield (id_, "opens"), what, f"another duty with `consolidates: {id_}`"


def _following(id_: str, duty: Duty, duties: Mapping[str, Duty]) -> Iterator[_Mistake]:
    inputs = {one.id: duties.get(one.consolidates or "") for one in duties.values()}
    known = [one for one, of in inputs.items() if of is not None and of.arises]
    if duty.follows not in known:
        what = f'"{duty.follows}" consolidates no reports that open when they come'
        yield (id_, "follows"), what, ", ".join(known) or "a duty that consolidates such reports"
    elif duty.consolidates is not None or duty.kind != "report":
        yield (id_, "follows"), "a report follows a consolidation", "kind: report"
    else:
        yield from _upon(id_, duty, duty.follows)


def _upon(id_: str, duty: Duty, upon: str) -> Iterator[_Mistake]:
    """Yield what keeps `duty` from arising with `upon`, which has no term."""
    if duty.due is not None:
        yield (id_, "due"), f'"{upon}" has no term, so this has none', "the gap `deadline`"
    if not duty.short:
        what = "what arises with reports needs a short name, for lists and boards"
        yield (id_,), what, "short: a word or two"
