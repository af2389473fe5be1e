"""Money of sponsors: pledged, received, used for whom, returned; it never counts twice."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dondoc.cases.help import NO_HELP, help_of
from dondoc.cases.sponsoring import lines_of
from dondoc.desk import agreement, helping, outside, sponsor, sponsor_use
from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.desk.sponsor_account import account_of, accounts
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import sponsored
from dondoc.documents.kinds.sponsored.content import Helped, Sponsored
from dondoc.errors import NotAllowed, Refused
from dondoc.people.fact import Kind, Payer
from dondoc.people.ledger import facts_of
from dondoc.people.row import Personal
from dondoc.people.support import support_of
from dondoc.visible import Sight
from models import EntryKind, HelpOutcome, Sponsor, SponsorKind
from tests.listed_people import list_comes, on_the_list, people
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at

OFFICER, CHAIR, THERE = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair", f"{SON_NAM}/officer"
MAY, JUNE = date(2024, 5, 20), date(2024, 6, 1)
# 30 % of twelve months at 1.800.000 đ: by hand 12 x 24.300.
YEAR = 291_600
USE = sponsor_use.Request(D2024, 1, (1,), JUNE, 12, MAY, "biên lai 7")
_LIST_AT = "2024-04-16 08:30"


@pytest.fixture
def listed(office: Scene) -> Scene:
    """Three of a group whose share the text states, one of the other; one of the next commune."""
    office.sweep("2024-04-15 07:00")
    people(office, "2024-04-16 08:00", {DAI_PHU: range(1, 5), SON_NAM: [5]})
    lines = [*on_the_list(DAI_PHU, (1, 2, 3)), *on_the_list(SON_NAM, [5])]
    list_comes(office, _LIST_AT, lines, "2024-04-10", group="dtts")
    list_comes(office, "2024-04-16 09:00", on_the_list(DAI_PHU, [4]), "2024-04-10")
    office.sweep("2024-05-19 07:00", accept_gap=True)
    return office


def do(scene: Scene, act: Any, request: object, who: str = OFFICER) -> Any:
    with desk(scene.office, at("2024-05-20 09:00"), who) as opened:
        return act(opened, request)


def with_money(scene: Scene, amount: int = 1_000_000) -> None:
    """Let a sponsor of the commune pledge and give."""
    do(scene, sponsor.add, sponsor.Request(SponsorKind.ORGANISATION, "Công ty Mẫu"))
    for kind in (EntryKind.PLEDGE, EntryKind.RECEIVE):
        do(scene, sponsor.money, sponsor.Money(1, kind, amount, MAY, "phiếu thu 3"))


def support(scene: Scene, person: int = 1, on: date = JUNE) -> dict[Payer, int]:
    with scene.office.reading() as session:
        facts = facts_of(session, persons=[person], kinds=[Kind.SUPPORT])
    return support_of(facts, person, on, date(2024, 5, 20)).shares


def test_what_is_used_is_the_own_share_at_the_rate_that_was_known(listed: Scene) -> None:
    with_money(listed)
    done = do(listed, sponsor_use.use, replace(USE, persons=(1, 2)))
    assert [(one.person, one.percent, one.amount) for one in done.parts] == [
        (1, 30, YEAR),
        (2, 30, YEAR),
    ]
    assert (done.received, done.used, done.in_hand) == (1_000_000, 2 * YEAR, 1_000_000 - 2 * YEAR)
    assert support(listed) == {Payer.SPONSOR: 30}
    assert support(listed, on=date(2025, 6, 1)) == {}
    with listed.office.reading() as session:
        found = help_of(session, [1, 3], D2024)
    assert (found[1].helped_on, found[1].amount, found[1].found) == (MAY, YEAR, True)
    assert found[3] == NO_HELP
    assert len(listed.entries("sponsor.entered")) == 4


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (replace(USE, persons=(1, 2, 3, 1), months=36), "còn 1.000.000 đồng chưa dùng"),
        (replace(USE, persons=(5,)), "không có hồ sơ số 5"),
        (replace(USE, percent=31), "từ 1 đến 30% mức đóng"),
        (replace(USE, persons=(4,)), r"chưa rõ phần tự đóng, nhiều nhất 30%"),
        (replace(USE, persons=(4,), percent=31, share_evidence="NQ"), "từ 1 đến 30%"),
        (replace(USE, sponsor=2), "không có nhà tài trợ số 2"),
        (replace(USE, on=date(2024, 5, 21)), "chưa tới"),
        (replace(USE, evidence=" "), "cần nêu biên lai"),
        (replace(USE, months=0), "số tháng"),
        (replace(USE, first=date(2019, 1, 1)), "không có mức đóng nào"),
    ],
)
def test_what_cannot_be_paid_for_is_refused_and_nothing_is_written(
    listed: Scene, wrong: sponsor_use.Request, says: str
) -> None:
    with_money(listed)
    with pytest.raises(Refused, match=says):
        do(listed, sponsor_use.use, wrong)
    with listed.office.reading() as session:
        assert len(lines_of(session)) == 2


def test_a_share_that_nobody_knows_is_paid_with_its_evidence(listed: Scene) -> None:
    with_money(listed)
    request = replace(USE, persons=(4,), percent=20, share_evidence="Nghị quyết số 5 của HĐND")
    [part] = do(listed, sponsor_use.use, request).parts
    assert part.amount == 12 * 16_200
    with listed.office.reading() as session:
        [fact] = facts_of(session, persons=[4], kinds=[Kind.SUPPORT])
    assert fact.source == "nhà tài trợ số 1, dòng số 3; Nghị quyết số 5 của HĐND"


def test_one_month_of_one_person_is_never_paid_for_by_two(listed: Scene) -> None:
    with_money(listed)
    do(listed, sponsor_use.use, USE)
    do(listed, sponsor.add, sponsor.Request(SponsorKind.BUDGET, "Ngân sách xã"))
    given = sponsor.Money(2, EntryKind.RECEIVE, 1_000_000, MAY, "QĐ 4")
    do(listed, sponsor.money, given)
    later = replace(USE, sponsor=2, first=date(2025, 5, 1), months=1)
    with pytest.raises(Refused, match="tháng 5/2025 đã được hỗ trợ ở dòng số 3"):
        do(listed, sponsor_use.use, later)
    do(listed, sponsor_use.use, replace(later, first=date(2025, 6, 1)))


def test_a_line_is_taken_back_by_another_and_what_it_told_is_told_no_more(listed: Scene) -> None:
    with_money(listed)
    do(listed, sponsor_use.use, USE)
    with pytest.raises(NotAllowed):
        do(listed, sponsor.undo, sponsor.Which(3, "nhầm"))
    with pytest.raises(Refused, match=r"còn 708\.400 đồng chưa dùng"):
        do(listed, sponsor.undo, sponsor.Which(2, "nhầm"), CHAIR)
    done = do(listed, sponsor.undo, sponsor.Which(3, "ghi nhầm người"), CHAIR)
    assert (done.used, done.in_hand) == (0, 1_000_000)
    assert support(listed) == {}
    with listed.office.reading() as session:
        assert help_of(session, [1], D2024) == {1: NO_HELP}
        assert [one.kind for one in lines_of(session)][2:] == [EntryKind.USE, EntryKind.UNDO]
    for entry, says in ((3, "đã hủy từ trước"), (4, "dòng hủy không hủy được")):
        with pytest.raises(Refused, match=says):
            do(listed, sponsor.undo, sponsor.Which(entry, "nhầm"), CHAIR)
    do(listed, sponsor_use.use, USE)


def test_no_more_is_given_back_than_is_in_hand(listed: Scene) -> None:
    with_money(listed)
    do(listed, sponsor_use.use, USE)
    back = sponsor.Money(1, EntryKind.RETURN, 708_401, MAY, "phiếu chi 1")
    with pytest.raises(Refused, match=r"còn 708\.400 đồng chưa dùng"):
        do(listed, sponsor.money, back)
    assert do(listed, sponsor.money, replace(back, amount=708_400)).in_hand == 0
    with pytest.raises(Refused, match="chỉ ghi tiền hứa"):
        do(listed, sponsor.money, replace(back, kind=EntryKind.USE, amount=1))


def test_the_own_share_that_was_told_is_less_while_a_sponsor_pays(listed: Scene) -> None:
    with_money(listed)
    do(listed, sponsor_use.use, replace(USE, percent=10, months=2))
    do(listed, sponsor_use.use, replace(USE, percent=20, first=date(2024, 8, 1), months=2))
    assert support(listed) == {Payer.SPONSOR: 10}
    assert support(listed, on=date(2024, 9, 30)) == {Payer.SPONSOR: 20}


def test_a_private_sponsors_name_is_sealed_and_read_by_the_body_that_asked_them(
    listed: Scene,
) -> None:
    do(listed, sponsor.add, sponsor.Request(SponsorKind.PERSON, "Bà Lò Thị Mẫu"))
    with listed.office.reading() as session:
        row = session.get_one(Sponsor, 1)
        assert (row.name, "Mẫu".encode() in row.sealed) == ("", False)
    assert seen(listed, OFFICER, lambda one: sponsor.names_of(one, [1])) == {1: "Bà Lò Thị Mẫu"}
    assert seen(listed, THERE, lambda one: sponsor.names_of(one, [1])) == {}


def seen(scene: Scene, who: str, what: Callable[[Any], Any]) -> Any:
    with desk(scene.office, at("2024-05-20 09:00"), who, looks=True) as opened:
        return what(opened)


def test_for_whom_a_line_paid_is_shown_to_the_body_that_keeps_the_account(listed: Scene) -> None:
    with_money(listed)
    do(listed, sponsor_use.use, USE)

    def persons(opened: Any) -> list[int | None]:
        return [one.line.person for one in account_of(look(opened, Sight.COUNTS), 1).lines]

    assert seen(listed, OFFICER, persons) == [None, None, 1]
    assert seen(listed, "van-phong/specialist", persons) == [None, None, None]
    assert seen(listed, THERE, lambda one: accounts(look(one, Sight.COUNTS))) == []
    with pytest.raises(Refused, match="không có nhà tài trợ số 1"):
        seen(listed, THERE, persons)


def test_who_agreed_is_recorded_and_may_withdraw(listed: Scene) -> None:
    with_money(listed)
    yes = agreement.Request(1, 1, MAY, "giấy đồng ý ngày 20/5")
    with pytest.raises(Refused, match="không có đồng ý nào"):
        do(listed, agreement.agree, replace(yes, withdrawn=True))
    assert do(listed, agreement.agree, yes).holds
    with pytest.raises(Refused, match="đã đồng ý từ"):
        do(listed, agreement.agree, yes)
    [account] = seen(listed, OFFICER, lambda one: accounts(look(one, Sight.COUNTS)))
    assert account.agreed == 1
    assert not do(listed, agreement.agree, replace(yes, withdrawn=True)).holds
    assert do(listed, agreement.agree, yes).holds


def test_help_is_sought_and_none_found_only_when_everybody_has_said_no(listed: Scene) -> None:
    asked = helping.Sought(D2024, 1, SponsorKind.PERSON, "Bà Lò Thị Mẫu", date(2024, 5, 10))
    for _ in range(2):
        do(listed, helping.seek, asked)
    no = helping.Answered(1, HelpOutcome.REFUSED, date(2024, 5, 12))

    def now(on: date = MAY) -> Any:
        with listed.office.reading() as session:
            return help_of(session, [1], D2024, on)[1]

    do(listed, helping.answer, no)
    assert (now().asked, now().waiting, now().none_found) == (2, 1, False)
    do(listed, helping.answer, replace(no, asked=2))
    assert (now().sought_on, now().none_found) == (date(2024, 5, 10), True)
    # As it was known two days before.
    assert not now(date(2024, 5, 11)).none_found
    with pytest.raises(Refused, match="đã có trả lời"):
        do(listed, helping.answer, no)
    do(listed, helping.strike, helping.Which(2))
    assert now().asked == 1
    with pytest.raises(Refused, match="số 1 của đơn vị này"):
        do(listed, helping.strike, helping.Which(1), THERE)


def test_people_outside_the_lists_are_counts_alone(listed: Scene) -> None:
    told = outside.Outside(D2024, "van-dong-ho-tro", "người già neo đơn", 3, MAY, "BB 2", 900_000)
    done = do(listed, outside.outside, told)
    for wrong, says in (
        (replace(told, who="bà Hoa 012345678901"), "số định danh"),
        (replace(told, people=0), "số người"),
        (replace(told, duty="khong-co"), "không có nhiệm vụ"),
    ):
        with pytest.raises(Refused, match=says):
            do(listed, outside.outside, wrong)
    do(listed, outside.strike_outside, helping.Which(done.number))
    with pytest.raises(Refused, match="không có lần hỗ trợ"):
        do(listed, outside.strike_outside, helping.Which(done.number))


def test_a_sponsor_is_told_by_name_of_those_alone_who_agreed(listed: Scene) -> None:
    with_money(listed)
    do(listed, sponsor_use.use, replace(USE, persons=(1, 2)))
    yes = agreement.Request(1, 1, MAY, "giấy đồng ý")
    opened: list[list[int]] = []

    def told() -> Sponsored:
        def opens(persons: Collection[int]) -> dict[int, Personal]:
            opened.append(sorted(persons))
            return {person: Personal(name=f"Người {person}") for person in persons}

        with listed.office.reading() as session:
            sources = Sources(session, listed.office, at("2024-05-20 10:00"), opens)
            return sponsored.KIND.fill(sources, sponsor=1)

    assert (told().helped, told().unnamed) == ((), 2)
    do(listed, agreement.agree, yes)
    assert (told().helped, told().unnamed_amount) == ((Helped("Người 1", 12, YEAR),), YEAR)
    do(listed, agreement.agree, replace(yes, withdrawn=True))
    assert (told().helped, told().unnamed) == ((), 2)
    assert opened == [[], [], [1], [1], [], []]
