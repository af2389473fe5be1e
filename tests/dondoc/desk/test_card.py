"""Cards: asked for, issued as the one fact that lists tell, handed over; what waits is counted."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dondoc.cases.cards import Card, Counts, cards_by_body, cards_of
from dondoc.desk import card
from dondoc.desk.context import desk
from dondoc.errors import NotAllowed, Refused
from dondoc.people.census import censuses
from dondoc.people.ledger import facts_of
from dondoc.visible import EVERYTHING
from models import CardStage, PeopleListKind
from tests.listed_people import list_comes, on_the_list, people, with_card
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at
from tests.reporting import NEAR_POOR

OFFICER, BHXH, THERE = f"{DAI_PHU}/officer", "bhxh-huyen/officer", f"{SON_NAM}/officer"
MAY_2, MAY_6 = date(2024, 5, 2), date(2024, 5, 6)
ISSUED = card.Issued((1,), date(2024, 5, 1), date(2024, 12, 31), MAY_2, "QĐ 3", "CN")
HANDED = card.Request((1,), CardStage.HANDED, MAY_6, "sổ ký nhận")


@pytest.fixture
def listed(office: Scene) -> Scene:
    """Three near-poor people of one commune, of whom the third has a card by a list of cards."""
    office.sweep("2024-04-15 07:00")
    people(office, "2024-04-16 08:00", {DAI_PHU: (1, 2, 3), SON_NAM: (4,)})
    lines = [*on_the_list(DAI_PHU, (1, 2, 3)), *on_the_list(SON_NAM, (4,))]
    list_comes(office, "2024-04-16 08:30", lines, "2024-04-10")
    cards = with_card(DAI_PHU, [3], "2024-04-20", "2025-04-19")
    list_comes(office, "2024-04-22 09:00", cards, "2024-04-21", PeopleListKind.CARDS)
    office.sweep("2024-05-06 07:00", accept_gap=True)
    return office


def do(scene: Scene, act: Any, request: object, who: str = OFFICER) -> Any:
    with desk(scene.office, at("2024-05-06 09:00"), who) as opened:
        return act(opened, request)


def counts(scene: Scene, on: date = MAY_6) -> Counts:
    with scene.office.reading() as session:
        found = cards_by_body(session, scene.office.rulebook, D2024, on, EVERYTHING)
    return next(one for one in found if one.body == DAI_PHU)


def test_a_card_issued_and_not_handed_over_is_counted_and_late_after_five_working_days(
    listed: Scene,
) -> None:
    assert counts(listed) == Counts(DAI_PHU, 3, 0, 1, 0, 1, 1)
    # Known on Monday 22/4; 30/4 and 01/5 are days off: the fifth working day is the 02/5.
    assert counts(listed, date(2024, 5, 2)).late == 0
    do(listed, card.step, replace(HANDED, persons=(3,)))
    assert counts(listed) == Counts(DAI_PHU, 3, 0, 1, 1, 0, 0)


def test_a_card_entered_by_hand_is_the_fact_that_a_list_tells(listed: Scene) -> None:
    do(listed, card.step, card.Request((1,), CardStage.ASKED, MAY_2, "CV 9"))
    assert counts(listed).asked == 1
    [step] = do(listed, card.issue, ISSUED, BHXH).steps
    with listed.office.reading() as session:
        census = censuses(facts_of(session, D2024), MAY_6, date.max)[DAI_PHU, NEAR_POOR]
        assert census.carded == {1, 3}
        expected = Card(MAY_2, MAY_6, None, date(2024, 12, 31))
        assert cards_of(session, [1], MAY_6) == {1: expected}
    with pytest.raises(Refused, match="hồ sơ số 1 đã có thẻ"):
        do(listed, card.issue, ISSUED, BHXH)
    do(listed, card.undo, card.Which(step), BHXH)
    with listed.office.reading() as session:
        census = censuses(facts_of(session, D2024), MAY_6, date.max)[DAI_PHU, NEAR_POOR]
        assert census.carded == {3}
    with pytest.raises(Refused, match="không có bước thẻ"):
        do(listed, card.undo, card.Which(step), BHXH)


def test_who_has_no_card_is_handed_none_and_a_commune_issues_none(listed: Scene) -> None:
    with pytest.raises(Refused, match="hồ sơ số 1 chưa có thẻ"):
        do(listed, card.step, HANDED)
    with pytest.raises(NotAllowed):
        do(listed, card.issue, ISSUED)
    with pytest.raises(Refused, match="không có hồ sơ số 3"):
        do(listed, card.step, replace(HANDED, persons=(3,)), THERE)
    with pytest.raises(Refused, match="danh sách thẻ"):
        do(listed, card.step, replace(HANDED, stage=CardStage.ISSUED))
    with pytest.raises(Refused, match="hết hạn trước"):
        do(listed, card.issue, replace(ISSUED, until=date(2024, 4, 30)), BHXH)
