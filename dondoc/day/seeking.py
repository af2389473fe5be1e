"""Likely doubles are sought after an import, and by the sweep where that was broken off."""

from collections.abc import Callable
from datetime import datetime

from dondoc.errors import NotPossible
from dondoc.people.unsought import unsought
from dondoc.setup.wiring import Office


def seek(office: Office, now: datetime, told: Callable[[int], None] = lambda _: None) -> int:
    """Look for whoever was not looked for yet; return how many likely pairs were found.

    Args:
        now: the instant (aware); told: is told how many people were looked for, now and then.
    Raises:
        NotPossible: the keys are lost or others, or what is stored was changed.
    """
    with office.reading() as session:
        more = bool(unsought(session, 1))
    if not more:
        return 0
    # Most sweeps find nobody, and load nothing for it.
    from dondoc.people.seeking import seek_some

    people = pairs = last = 0
    while more:
        with office.writing() as session:
            some, found, last = seek_some(session, office.settings.state_folder, now, last)
        people, pairs, more = people + some, pairs + found, some > 0
        if some:
            told(people)
    return pairs


def seek_quietly(office: Office, now: datetime) -> None:
    """Look for whoever was not looked for yet; where the keys are not at hand, another day does."""
    try:
        seek(office, now)
    except NotPossible:
        return
