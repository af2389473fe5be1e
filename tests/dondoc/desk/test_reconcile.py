"""Money is reconciled in three: each difference by its case and reason; what is signed stands."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dondoc.cases.reconciled import differences_of
from dondoc.cases.reconciling import Paid, agreed, differences
from dondoc.desk import people_list, reconcile, reconcile_signing
from dondoc.desk.context import desk
from dondoc.desk.sheet_of_money import Sheet
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import minutes
from dondoc.documents.registry import paper_of
from dondoc.errors import NotAllowed, Refused
from models import PeopleListKind, ReconciliationState, Side
from rules.errors import RuleError
from tests.offices import D2021, D2024, Scene, at, played

LABOUR, BHXH = "phong-ldtbxh/officer", "bhxh-huyen/officer"
JULY, AUGUST = date(2021, 7, 1), date(2021, 8, 10)
HEAD = "Họ và tên,Ngày sinh,Số CCCD,Xã"
PEOPLE = (
    "Ma Thị Hoa,12/3/1984,008184001234,Đại Phú",
    "Lý Văn Nam,01/2/1980,008080001235,Đại Phú",
    "Hoàng Văn Sáu,05/6/1971,008071001236,Sơn Nam",
)
# 70 % of 67.050 đ for six months: by hand 6 x 46.935.
STATE = 281_610
OPEN = reconcile.Request(D2021, "can-ngheo", JULY, 6)
HANDS = (
    reconcile_signing.Hand(Side.INSURER, "Trần Văn Mẫu", "Giám đốc"),
    reconcile_signing.Hand(Side.BUDGET, "Lê Thị Mẫu", "KT. Trưởng phòng"),
    reconcile_signing.Hand(Side.PRESIDING, "Ma Văn Mẫu", "Trưởng phòng"),
)
SIGN = reconcile_signing.Signing(1, "02/BB-LĐTBXH", AUGUST, HANDS)


def do(scene: Scene, act: Any, request: object, who: str = LABOUR, when: str = "2021-08-10") -> Any:
    with desk(scene.office, at(f"{when} 09:00"), who) as opened:
        return act(opened, request)


def sheet(scene: Scene, *rows: str, head: str = f"{HEAD},Số tháng,Số tiền") -> Sheet:
    file = Path(scene.office.settings.state_folder) / "danh-sach.csv"
    file.write_text("\n".join((head, *rows)), "utf-8")
    return Sheet(file)


@played
def listed(office: Scene) -> None:
    """Three near-poor people of two communes, of whom two have cards from July on."""
    given = sheet(office, *PEOPLE, head=HEAD).file
    told = people_list.Request(given, D2021, "can-ngheo", as_of=date(2021, 6, 10), apply=True)
    do(office, people_list.take_over, told, BHXH, "2021-06-11")
    head = f"{HEAD},Thẻ có giá trị từ,Thẻ có giá trị đến"
    rows = [f"{one},01/7/2021,31/12/2021" for one in PEOPLE[:2]]
    given = sheet(office, *rows, head=head).file
    cards = replace(told, file=given, kind=PeopleListKind.CARDS, as_of=date(2021, 7, 5))
    do(office, people_list.take_over, cards, BHXH, "2021-07-06")


@pytest.fixture
def drafted(office: Scene) -> Scene:
    """A draft of which all three lists were brought in: one is missing, one has other money."""
    listed(office)
    do(office, reconcile.open_, OPEN)
    bringing = reconcile.Bringing(1, Side.PRESIDING, AUGUST, source="CV 12/LĐTBXH")
    ours = [f"{PEOPLE[0]},6,{STATE}", f"{PEOPLE[1]},6,{STATE}", f"{PEOPLE[2]},6,{STATE}"]
    do(office, reconcile.bring, replace(bringing, sheet=sheet(office, *ours)))
    theirs = [f'{PEOPLE[0]},6,"281.610"', f"{PEOPLE[1]},6,280000", "Ai Khác,1990,,Đại Phú,6,1"]
    budget = replace(bringing, side=Side.BUDGET, body="ubnd-huyen", source="CV 9/TCKH")
    do(office, reconcile.bring, replace(budget, sheet=sheet(office, *theirs)))
    cards = replace(bringing, side=Side.INSURER, source="")
    do(office, reconcile.bring, cards)
    return office


def apart(scene: Scene) -> list[tuple[int, str, str | None]]:
    with scene.office.reading() as session:
        found = differences_of(session, 1)
    return [(one.person, one.difference.differs, one.explained) for one in found]


def test_every_difference_has_its_case_and_its_reason(drafted: Scene) -> None:
    # Of cards nobody knows which share the State pays: no đồng is made up.
    assert apart(drafted) == [(1, "amount", None), (2, "amount", None), (3, "missing", None)]
    rows = [f"{one},6,{STATE}" for one in PEOPLE[:2]]
    cards = reconcile.Bringing(1, Side.INSURER, AUGUST, sheet(drafted, *rows), source="CV 3/BHXH")
    done = do(drafted, reconcile.bring, cards)
    assert (dict(done.people), dict(done.unmatched)) == (
        {"insurer": 2, "budget": 2, "presiding": 3},
        {"insurer": 0, "budget": 1, "presiding": 0},
    )
    assert dict(done.amount) == {
        "insurer": 2 * STATE,
        "budget": STATE + 280_000,
        "presiding": 3 * STATE,
    }
    assert apart(drafted) == [(2, "amount", None), (3, "missing", None)]
    for reason in ("ghi-sai", "dong-sau"):
        said = reconcile.Explaining(1, 2, reason)
        assert do(drafted, reconcile.explain, said).unexplained == 1
    assert apart(drafted)[0] == (2, "amount", "dong-sau")
    for person, reason, says in ((1, "ghi-sai", "không lệch nhau"), (3, "la", "không có lý do")):
        with pytest.raises(Refused, match=says):
            do(drafted, reconcile.explain, reconcile.Explaining(1, person, reason))


def test_what_is_signed_stands_and_a_correction_is_a_new_one(drafted: Scene) -> None:
    with pytest.raises(Refused, match="đang ở trạng thái: dự thảo"):
        do(drafted, reconcile_signing.sign, SIGN)
    assert (
        do(drafted, reconcile_signing.agree, reconcile.Which(1)).state is ReconciliationState.AGREED
    )
    do(drafted, reconcile_signing.agree, reconcile.Which(1, back=True))
    do(drafted, reconcile_signing.agree, reconcile.Which(1))
    with pytest.raises(Refused, match="chưa nêu ai ký, tư cách gì, cho danh sách ngân sách"):
        do(drafted, reconcile_signing.sign, replace(SIGN, hands=HANDS[:1]))
    with pytest.raises(Refused, match="chưa ký hoặc không có"):
        do(drafted, reconcile.open_, replace(OPEN, corrects=1))
    assert do(drafted, reconcile_signing.sign, SIGN).state is ReconciliationState.SIGNED
    with pytest.raises(Refused, match="lập đối chiếu mới"):
        do(drafted, reconcile_signing.agree, reconcile.Which(1, back=True))
    again = do(drafted, reconcile.open_, replace(OPEN, corrects=1))
    assert (again.reconciliation, again.state) == (2, ReconciliationState.DRAFT)
    with pytest.raises(Refused, match="đã được thay bằng số 2"):
        do(drafted, reconcile.open_, replace(OPEN, corrects=1))


def test_it_is_done_by_whom_the_directive_names_and_by_nobody_else(office: Scene) -> None:
    for who, request, says in (
        (BHXH, OPEN, "giao đối chiếu kinh phí cho đơn vị khác"),
        (LABOUR, replace(OPEN, directive=D2024), "không giao ai đối chiếu"),
        (LABOUR, replace(OPEN, group="dtts"), "không có nhóm"),
    ):
        with pytest.raises(Refused, match=says):
            do(office, reconcile.open_, request, who)
    with pytest.raises(NotAllowed):
        do(office, reconcile.open_, OPEN, "van-phong/specialist")
    do(office, reconcile.open_, OPEN)
    with pytest.raises(Refused, match="còn thiếu: danh sách đã tham gia"):
        do(office, reconcile_signing.agree, reconcile.Which(1))


def test_a_sheet_that_says_no_money_or_somebody_twice_is_refused(office: Scene) -> None:
    listed(office)
    do(office, reconcile.open_, OPEN)
    bringing = reconcile.Bringing(1, Side.PRESIDING, AUGUST, source="CV 12")
    for rows, head, wrong, says in (
        ((PEOPLE[0],), HEAD, RuleError, "không có cột số tiền"),
        ((f"{PEOPLE[0]},6,nhiều",), f"{HEAD},Số tháng,Số tiền", RuleError, "không phải số đồng"),
    ):
        given = replace(bringing, sheet=sheet(office, *rows, head=head))
        with pytest.raises(wrong, match=says):
            do(office, reconcile.bring, given)
    with pytest.raises(Refused, match="chỉ có trong tệp"):
        do(office, reconcile.bring, bringing)
    given = replace(bringing, source=" ", sheet=sheet(office, f"{PEOPLE[0]},6,1"))
    with pytest.raises(Refused, match="cần nêu nguồn"):
        do(office, reconcile.bring, given)


def test_lists_differ_in_the_coarsest_thing_first() -> None:
    lists = {
        Side.INSURER: {1: Paid(6, 60), 2: Paid(6, 60), 3: Paid(6, 60), 4: Paid(6, 60)},
        Side.BUDGET: {1: Paid(6, 60), 2: Paid(5, 50), 3: Paid(6, 61)},
    }
    assert [(one.person, one.differs) for one in differences(lists)] == [
        (2, "months"),
        (3, "amount"),
        (4, "missing"),
    ]
    assert agreed(lists) == Paid(6, 60)


def test_the_minutes_name_cases_by_number_and_the_signers_of_three_sides(drafted: Scene) -> None:
    def printed() -> str:
        with drafted.office.reading() as session:
            sources = Sources(session, drafted.office, at("2021-08-10 10:00"))
            paper = paper_of(minutes.KIND.filled(sources, reconciliation=1))
        return str(paper)

    draft = printed()
    assert "chưa phải biên bản đã ký" in draft
    # The head of each body, while nobody has signed.
    assert "Giám đốc" in draft
    assert not [one for one in ("Ma Thị Hoa", "Lý Văn Nam", "Hoàng Văn Sáu") if one in draft]
    do(drafted, reconcile_signing.agree, reconcile.Which(1))
    do(drafted, reconcile_signing.sign, SIGN)
    signed = printed()
    assert "02/BB-LĐTBXH" in signed
    assert [one.name in signed for one in HANDS] == [True, True, True]
    assert "chưa phải biên bản" not in signed
