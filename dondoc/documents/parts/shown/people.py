"""The people of the lists: how many have joined, how many have not, group by group.

Groups overlap, so no number of one is ever added to that of another.
"""

from collections.abc import Sequence
from datetime import date

from dondoc.documents.parts.shown.found import Asked, Found, Recorded
from dondoc.people.census import Census, censuses
from dondoc.people.ledger import begun_anew, facts_of
from rules.meaning.duty import Duty

_PAGE = "/bao-phu"


def people(asked: Asked, duties: Sequence[Duty]) -> dict[str, Found]:
    """Return how many on the lists have joined: of the group of a target, else of every group."""
    found = {}
    told: dict[str, Found] | None = None
    for duty in duties:
        told = _groups(asked) if told is None else told
        groups = [duty.target.group] if duty.target else list(asked.declared.groups)
        whole = sum((told[group] for group in groups if group in told), Found())
        if whole != Found():
            found[duty.id] = whole
    return found


def _groups(asked: Asked) -> dict[str, Found]:
    facts = facts_of(asked.session, asked.declared.id, known_at=asked.as_of)
    if not facts:
        return {}
    bodies = asked.rulebook.bodies.known_on(asked.on)
    since = begun_anew(asked.session, asked.declared.id)
    begun = {group: day for group, day in since.items() if day <= asked.on}
    every = censuses(
        facts, asked.on, date.max, lambda uid: bodies.current(uid, asked.on).uid, begun
    )
    hidden = asked.visible.hidden(asked.session, {body for body, _ in every})
    shown = [one for (body, _), one in every.items() if body not in hidden]
    found = {}
    for group in asked.declared.groups:
        if mine := [one for one in shown if one.group == group]:
            found[group] = _found(asked, group, mine)
    return found


def _found(asked: Asked, group: str, mine: Sequence[Census]) -> Found:
    name = asked.declared.groups[group].name
    joined = sum(len(one.enrolled) for one in mine)
    left = sum(len(one.uncovered) for one in mine)
    done = Recorded(f"người trong danh sách đã tham gia ({name})", joined, page=_PAGE)
    open_ = Recorded(f"người trong danh sách chưa tham gia ({name})", left, page=_PAGE)
    return Found(
        (done,) if joined else (), (open_,) if left else (), done=bool(joined and not left)
    )
