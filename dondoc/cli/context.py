"""Where a command finds its office: the settings file named before the command."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from dondoc.cli.chosen import settings as settings
from dondoc.desk.context import Desk
from dondoc.desk.context import desk as open_desk
from dondoc.desk.look import Look
from dondoc.desk.look import look as look_at
from dondoc.setup.hour import hour_of_act
from dondoc.setup.wiring import Office, open_office
from dondoc.visible import Sight


@contextmanager
def office(source: str = "") -> Iterator[Office]:
    """Open the office of this run and give it back; `source`: as `Office` has it."""
    opened = open_office(settings(), source)
    try:
        if opened.upgraded:
            # Most starts find nothing to do, and load nothing for it.
            from dondoc.trail.anchor import anchor_upgrade

            anchor_upgrade(opened)
        yield opened
    finally:
        opened.close()


@contextmanager
def desk(
    said: str | None = None,
    now: datetime | None = None,
    *,
    looks: bool = False,
    future: bool = False,
    at_any_hour: bool = False,
) -> Iterator[Desk]:
    """Open the desk of this run for one act of `said` (`uid/post`) at `now`, or at the present.

    Args:
        looks, at_any_hour: as `dondoc.desk.context.desk` has them.
        future: a person has confirmed that `now` lies beyond the machine's clock.
    """
    with office() as opened:
        at = hour_of_act(opened, now, future or looks)
        with open_desk(opened, at, said, looks=looks, at_any_hour=at_any_hour) as made:
            yield made


@contextmanager
def look(
    sight: Sight, said: str | None, now: datetime | None = None
) -> Iterator[tuple[Office, Look]]:
    """Open the office of this run for `said` (`uid/post`) to look at `sight`; nothing is kept.

    Args:
        now: the instant of looking (aware); None: the present.
    """
    with (
        office() as opened,
        open_desk(opened, now or opened.clock.now(), said, looks=True) as made,
    ):
        yield opened, look_at(made, sight)
