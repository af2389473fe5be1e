"""Balances of sponsors are what the lines come to, whatever was entered in whatever order."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dondoc.cases.account import Line, balance, paid_months, paid_twice
from dondoc.cases.sponsoring import lines_of
from dondoc.desk import sponsor, sponsor_use
from dondoc.desk.context import desk
from dondoc.errors import Refused
from models import EntryKind, SponsorKind
from tests.listed_people import list_comes, on_the_list, people
from tests.offices import D2024, DAI_PHU, Scene, at

OFFICER, CHAIR = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair"
DAY = date(2024, 5, 20)
# One month of the own share: 30 % of 4,5 % of 1.800.000 đ.
MONTH = 24_300
USE = sponsor_use.Request(D2024, 1, (1,), date(2024, 6, 1), 1, DAY, "biên lai")


@given(some.lists(some.tuples(some.sampled_from(EntryKind), some.integers(1, 10**9)), max_size=30))
def test_a_balance_is_what_a_recount_by_hand_comes_to(said: list[tuple[EntryKind, int]]) -> None:
    lines, left = list[Line](), list[Line]()
    for number, (kind, amount) in enumerate(said, start=1):
        undone = left.pop(amount % len(left)) if kind is EntryKind.UNDO and left else None
        if kind is EntryKind.UNDO and undone is None:
            continue
        line = Line(number, 1, kind, amount, DAY, undoes=undone.id if undone else None)
        lines.append(line)
        if undone is None:
            left.append(line)
    now = balance(lines)
    by_hand = {one: sum(line.amount for line in left if line.kind is one) for one in EntryKind}
    assert now.pledged == by_hand[EntryKind.PLEDGE]
    assert now.received == by_hand[EntryKind.RECEIVE]
    assert now.in_hand == (
        by_hand[EntryKind.RECEIVE] - by_hand[EntryKind.USE] - by_hand[EntryKind.RETURN]
    )


@pytest.fixture
def listed(any_office: Scene) -> Scene:
    """Three people whose own share the text states, two sponsors of their commune."""
    any_office.sweep("2024-04-15 07:00")
    people(any_office, "2024-04-16 08:00", {DAI_PHU: (1, 2, 3)})
    lines = on_the_list(DAI_PHU, (1, 2, 3))
    list_comes(any_office, "2024-04-16 08:30", lines, "2024-04-10", group="dtts")
    any_office.sweep("2024-05-19 07:00", accept_gap=True)
    for _ in range(2):
        do(any_office, sponsor.add, sponsor.Request(SponsorKind.ORGANISATION, "Công ty Mẫu"))
    return any_office


def do(scene: Scene, act: Any, request: object, who: str = CHAIR) -> Any:
    with desk(scene.office, at("2024-05-20 09:00"), who) as opened:
        return act(opened, request)


def tried(scene: Scene, act: Any, request: object) -> bool:
    """Say whether it was done."""
    try:
        do(scene, act, request)
    except Refused:
        return False
    return True


def test_whatever_is_done_no_account_is_overdrawn_and_no_month_paid_for_twice(
    listed: Scene,
) -> None:
    """A ledger kept by hand, refused where the desk refuses and only there."""
    draw = random.Random(7)  # noqa: S311 - a sequence that is always the same
    cash, paid, lines = {1: 0, 2: 0}, dict[tuple[int, int], int](), dict[int, Any]()
    number = 0
    for turn in range(60):
        which, of = draw.choice(("receive", "use", "return", "undo")), draw.choice((1, 2))
        amount, person, month = (
            draw.choice((MONTH, 50_000)),
            draw.choice((1, 2, 3)),
            draw.choice((6, 7)),
        )
        if which == "use":
            fits = cash[of] >= MONTH and (person, month) not in paid
            use = replace(USE, sponsor=of, persons=(person,), first=date(2024, month, 1))
            assert tried(listed, sponsor_use.use, use) is fits
        elif which == "undo":
            entry = draw.randint(1, number + 1)
            kind, back, at_ = lines.get(entry, ("none", 0, None))
            fits = kind in ("use", "return") or (kind == "receive" and cash[at_[0]] >= back)
            assert tried(listed, sponsor.undo, sponsor.Which(entry, "nhầm")) is fits
        else:
            fits = which == "receive" or cash[of] >= amount
            money = sponsor.Money(of, EntryKind(which), amount, DAY, f"phiếu {turn}")
            assert tried(listed, sponsor.money, money) is fits
        if not fits:
            continue
        number += 1
        if which == "undo":
            del lines[entry]
            cash[at_[0]] += -back if kind == "receive" else back
            if kind == "use":
                del paid[at_[1:]]
            continue
        cost = MONTH if which == "use" else amount
        cash[of] += cost if which == "receive" else -cost
        lines[number] = (which, cost, (of, person, month))
        if which == "use":
            paid[person, month] = number
    with listed.office.reading() as session:
        stored = lines_of(session)
    assert len(stored) == number > 20
    for of in cash:
        mine = [line for line in stored if line.sponsor == of]
        assert balance(mine).in_hand == cash[of] >= 0
    assert {(person, month.month): line.id for (person, month), line in paid_months(stored)} == paid
    assert paid_twice(stored) == []


def test_of_many_who_pay_at_once_one_does(listed: Scene) -> None:
    for of in (1, 2):
        do(listed, sponsor.money, sponsor.Money(of, EntryKind.RECEIVE, MONTH, DAY, "phiếu"))
    # The same month of one person by two sponsors, and the same money for two persons.
    wanted = [replace(USE, sponsor=of, persons=(person,)) for of in (1, 2) for person in (1, 1, 2)]
    with ThreadPoolExecutor(len(wanted)) as pool:
        done = list(pool.map(lambda one: tried(listed, sponsor_use.use, one), wanted))
    with listed.office.reading() as session:
        stored = lines_of(session)
    assert paid_twice(stored) == []
    assert sum(done) == sum(line.kind is EntryKind.USE for line in stored) >= 1
    for of in (1, 2):
        assert balance([line for line in stored if line.sponsor == of]).in_hand in (0, MONTH)
