"""What people did besides filing, month by month, each at its hour."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from dondoc.decisions.decide import Grounds
from dondoc.desk import answer, extend, give_back, issue, sign
from dondoc.desk.context import Which, desk
from dondoc.desk.receipt import Receipt
from tests.offices import D2024, MONTHLY, at
from tests.scenario.ledger import ROUNDS, put_right
from tests.scenario.office import BHXH, CLERK, DIRECTOR, SPECIALIST, Played

Act = tuple[datetime, Callable[[Played, datetime], object]]
MAY_DUE = ROUNDS[0].due
MAY_SUMS, JUNE_SUMS, JULY_SUMS, AUGUST_SUMS, SEPTEMBER_SUMS = (one.sums for one in ROUNDS)
EXTENDED, RETURNED, ON_PAPER = "Trường Sinh", "Kháng Nhật", "Hồng Lạc"


def acts() -> Iterator[Act]:
    """Yield everything that was done besides filing."""
    yield from may()
    yield from june()
    yield from later()


def may() -> Iterator[Act]:
    yield at("2024-05-02 14:00"), give_three_days
    yield at("2024-05-04 09:00"), return_for_cards
    yield at("2024-05-07 09:00"), answer_of_paper
    yield at("2024-05-09 16:30"), lambda o, now: signed(o, now, MAY_SUMS, "41", "16:00", True)
    yield at("2024-05-10 15:00"), lambda o, now: signed(o, now, MAY_SUMS, "42", "14:00")


def june() -> Iterator[Act]:
    # What was signed of May stands; what is put right of it counts in June.
    yield at("2024-05-20 10:00"), lambda o, _: o.file(ROUNDS[0], put_right(), revises=True)
    yield at("2024-06-06 09:00"), answer_none
    yield at("2024-06-06 15:00"), lambda o, now: issued(o, now, "45")
    yield at("2024-06-07 16:30"), lambda o, now: signed(o, now, JUNE_SUMS, "51", "16:00", True)
    yield at("2024-06-17 09:00"), lambda o, now: issued(o, now, "46", amends="45")
    yield at("2024-06-17 15:00"), lambda o, now: signed(o, now, JUNE_SUMS, "55", "14:00")


def later() -> Iterator[Act]:
    yield at("2024-07-09 16:30"), lambda o, now: signed(o, now, JULY_SUMS, "63", "16:00")
    yield at("2024-08-09 16:30"), lambda o, now: signed(o, now, AUGUST_SUMS, "70", "16:00", True)
    yield at("2024-09-06 16:30"), lambda o, now: signed(o, now, SEPTEMBER_SUMS, "77", "16:00")


def answer_none(played: Played, now: datetime) -> None:
    with desk(played.office, now, BHXH) as opened:
        answer.answer(opened, answer.Request(D2024, ROUNDS[1].due))


def issued(played: Played, now: datetime, number: str, amends: str | None = None) -> issue.Answer:
    """Enter the công văn urging June's late ones, or the one that amends it."""
    earlier = f"{amends}/UBND-VX" if amends else None
    with desk(played.office, now, CLERK) as opened:
        request = issue.Request(D2024, JUNE_SUMS, f"{number}/UBND-VX", now.date(), amends=earlier)
        return issue.issue(opened, request)


def give_three_days(played: Played, now: datetime) -> None:
    grounds = Grounds("lũ cuốn cầu, không đi được các thôn", "ubnd-huyen/leader")
    with desk(played.office, now, SPECIALIST) as opened:
        which = Which(D2024, MONTHLY, EXTENDED, MAY_DUE)
        extend.extend(opened, extend.Request(which, 3, grounds))


def return_for_cards(played: Played, now: datetime) -> None:
    why = {"can-ngheo.enrolled": "BHXH huyện đã cấp 05 thẻ, đề nghị đối chiếu"}
    with desk(played.office, now, BHXH) as opened:
        which = Which(D2024, MONTHLY, RETURNED, MAY_DUE)
        give_back.give_back(opened, give_back.Request(which, why))


def answer_of_paper(played: Played, now: datetime) -> None:
    came = answer.Came(ON_PAPER, at("2024-05-04 16:30"))
    with desk(played.office, now, BHXH) as opened:
        answer.answer(opened, answer.Request(D2024, MAY_DUE, (came,)))


def signed(
    played: Played, now: datetime, sums: date, number: str, closed: str, partial: bool = False
) -> sign.Answer:
    """Sign the round closed at the hour `closed` of the same day."""
    receipt = Receipt(number=f"{number}/BC-BHXH", dated=now.date(), capacity="Giám đốc")
    with desk(played.office, now, DIRECTOR) as opened:
        when = at(f"{now:%Y-%m-%d} {closed}")
        return sign.sign(opened, sign.Request(D2024, sums, receipt, when, partial))
