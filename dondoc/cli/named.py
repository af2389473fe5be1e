"""How a command tells what had named a body wrongly, each with what follows."""

from collections.abc import Sequence

from dondoc.cli.output import say
from dondoc.desk.named import Named
from language.dates import full_day
from language.text import lower_first
from rules.meaning.body import BodyRegistry


def say_named(named: Sequence[Named], bodies: BodyRegistry) -> None:
    """Print each word that named a body, body by body: when, what, whom it told, what follows."""
    for bearer in dict.fromkeys(one.bearer for one in named):
        mine = [one for one in named if one.bearer == bearer]
        say(f"Đã nêu {lower_first(bodies.get(bearer).name)} ở {len(mine)} chỗ:")
        for one in mine:
            say(f"  {full_day(one.on)}  {one.what} → {one.whom}: {one.follows}")
