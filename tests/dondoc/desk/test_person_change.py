"""A change of a person is asked for, confirmed by whose word it needs, answered, and taken back."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from dondoc.desk import person_change as changes
from dondoc.desk import person_state as states
from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.errors import Refused
from dondoc.looking.person_changes import Stage, person_changes
from dondoc.people.census import Census, censuses
from dondoc.people.ledger import facts_of
from dondoc.people.made_one import on_each_list_once, on_lists_again
from dondoc.reports.counts import counts_of
from dondoc.visible import Sight
from models import Event, Household, Person, PersonFact, PersonMerge
from models.trail import append
from rules.meaning.right import Role
from tests.listed_people import list_comes, on_the_list, people
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at
from tests.reporting import NEAR_POOR

OFFICER, CHAIR = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair"
THERE, BHXH = f"{SON_NAM}/officer", "bhxh-huyen/officer"
MAY_2, MAY_20 = date(2024, 5, 2), date(2024, 5, 20)


@pytest.fixture
def listed(office: Scene) -> Scene:
    """Six near-poor people in one commune, one in the next; 1 to 3 live together, 1 at the head."""
    office.sweep("2024-04-15 07:00")
    people(office, "2024-04-16 08:00", {DAI_PHU: range(1, 7), SON_NAM: [7]})
    lines = [*on_the_list(DAI_PHU, range(1, 7)), *on_the_list(SON_NAM, [7])]
    list_comes(office, "2024-04-16 08:00", lines, "2024-04-10")
    with office.office.writing() as session:
        keys = {"recorded_at": at("2024-04-16 08:00"), "recorded_by": BHXH}
        session.add(Household(id=1, body_uid=DAI_PHU, head_id=1, **keys))
        for number in (1, 2, 3):
            session.get_one(Person, number).household_id = 1
    office.sweep("2024-05-19 07:00", accept_gap=True)
    return office


def do(scene: Scene, who: str, act: Any, request: object, when: str = "2024-05-20 09:00") -> Any:
    """Return what comes of an act done as `who`."""
    with desk(scene.office, at(when), who) as opened:
        return act(opened, request)


def ask(scene: Scene, person: int, reason: str, who: str = OFFICER, **more: Any) -> int:
    """Ask for a change that holds from 02/5/2024; return its number."""
    request = changes.Request(D2024, person, reason, MAY_2, **more)
    return int(do(scene, who, changes.ask, request).change)


def confirm(scene: Scene, change: int, who: str = CHAIR, accepted: bool = True) -> changes.Answer:
    """Let `who` say whether it is so."""
    said = changes.Deciding(change, accepted, "12/XN-UBND", MAY_20)
    found = do(scene, who, changes.decide, said)
    assert isinstance(found, changes.Answer)
    return found


def census(scene: Scene, body: str = DAI_PHU, on: date = MAY_20) -> Census:
    with scene.office.reading() as session:
        return censuses(facts_of(session, D2024), on, date.max)[body, NEAR_POOR]


def test_nothing_holds_before_the_authority_has_confirmed_it(listed: Scene) -> None:
    change = ask(listed, 4, "da-mat")
    assert 4 in census(listed).confirmed
    done = confirm(listed, change)
    assert (done.authority, done.applied) == (Role.BEARER, True)
    assert census(listed).deducted == {"da-mat": {4}}
    with listed.office.reading() as session:
        counts = counts_of(session, D2024, [DAI_PHU])[DAI_PHU, NEAR_POOR]
        facts = facts_of(session, persons=[4])
    assert counts.listed
    assert counts.confirmed
    assert (counts.listed.people, counts.confirmed.people) == (6, 5)
    assert {(fact.kind, fact.until) for fact in facts} == {("listed", MAY_2), ("member", MAY_2)}


def test_what_is_refused_changes_nothing(listed: Scene) -> None:
    change = ask(listed, 4, "roi-nhom")
    assert confirm(listed, change, accepted=False).applied is False
    assert census(listed).deducted == {}
    with pytest.raises(Refused, match="không còn chờ xác nhận"):
        confirm(listed, change)


@pytest.mark.parametrize(
    ("reason", "authority", "other"),
    [("ghi-sai", CHAIR, BHXH), ("nhom-khac", BHXH, CHAIR), ("trung-ho-so", BHXH, CHAIR)],
)
def test_each_reason_is_confirmed_by_the_authority_it_belongs_to_and_the_other_takes_note(
    listed: Scene, reason: str, authority: str, other: str
) -> None:
    change = ask(listed, 5, reason)
    with pytest.raises(Refused, match="thuộc quyền xác nhận"):
        confirm(listed, change, other)
    with pytest.raises(Refused, match="chưa có hiệu lực"):
        do(listed, other, changes.note, changes.Which(change))
    assert confirm(listed, change, authority).applied
    with pytest.raises(Refused, match="ghi là đã biết"):
        do(listed, authority, changes.note, changes.Which(change))
    assert do(listed, other, changes.note, changes.Which(change)).noted


def test_whoever_moves_is_where_they_were_until_the_receiving_commune_takes_them(
    listed: Scene,
) -> None:
    change = ask(listed, 5, "chuyen-di", to="Sơn Nam")
    waiting = confirm(listed, change)
    assert (waiting.applied, waiting.answer_by) == (False, date(2024, 5, 27))
    assert 5 in census(listed).confirmed
    with pytest.raises(Refused, match="chờ đơn vị này trả lời"):
        do(listed, OFFICER, changes.answer, changes.Answering(change, True))
    do(listed, THERE, changes.answer, changes.Answering(change, True))
    assert census(listed).deducted == {"chuyen-di": {5}}
    assert census(listed, SON_NAM).confirmed == {5, 7}
    with listed.office.reading() as session:
        assert session.get_one(Person, 5).body_uid == SON_NAM


def test_whom_the_receiving_commune_refuses_stays(listed: Scene) -> None:
    change = ask(listed, 5, "chuyen-di", to="Sơn Nam")
    confirm(listed, change)
    do(listed, THERE, changes.answer, changes.Answering(change, False))
    assert 5 in census(listed).confirmed
    assert census(listed, SON_NAM).listed == {7}
    assert ask(listed, 5, "chuyen-di", to="Sơn Nam") != change


def test_whoever_left_the_area_is_on_no_list(listed: Scene) -> None:
    confirm(listed, ask(listed, 5, "chuyen-di"))
    assert census(listed).deducted == {"chuyen-di": {5}}


def test_the_head_of_a_household_who_died_has_a_successor(listed: Scene) -> None:
    with pytest.raises(Refused, match="nêu chủ hộ mới"):
        ask(listed, 1, "da-mat")
    change = ask(listed, 1, "da-mat", head=2)
    confirm(listed, change)
    with listed.office.reading() as session:
        assert session.get_one(Household, 1).head_id == 2
    do(listed, CHAIR, changes.undo, changes.Which(change))
    with listed.office.reading() as session:
        assert session.get_one(Household, 1).head_id == 1


def test_a_household_is_split_and_joined_and_both_are_taken_back(listed: Scene) -> None:
    split = ask(listed, 2, "tach-ho", members=(3,), head=2)
    confirm(listed, split)
    with listed.office.reading() as session:
        home = session.get_one(Person, 2).household_id
        assert home not in (None, 1)
        assert session.get_one(Person, 3).household_id == home
        assert session.get_one(Household, home).head_id == 2
    joined = ask(listed, 4, "nhap-ho", join=1)
    confirm(listed, joined)
    with listed.office.reading() as session:
        assert session.get_one(Person, 4).household_id == 1
    for change in (joined, split):
        do(listed, CHAIR, changes.undo, changes.Which(change))
    with listed.office.reading() as session:
        homes = [session.get_one(Person, number).household_id for number in (1, 2, 3, 4)]
    assert homes == [1, 1, 1, None]
    assert census(listed).confirmed == frozenset(range(1, 7))


def test_a_change_taken_back_leaves_everything_as_it_was_known(listed: Scene) -> None:
    change = ask(listed, 5, "chuyen-di", to="Sơn Nam")
    confirm(listed, change)
    do(listed, THERE, changes.answer, changes.Answering(change, True))
    later = ask(listed, 5, "da-mat", THERE)
    confirm(listed, later, f"{SON_NAM}/chair")
    with pytest.raises(Refused, match="hủy biến động sau trước"):
        do(listed, CHAIR, changes.undo, changes.Which(change))
    do(listed, f"{SON_NAM}/chair", changes.undo, changes.Which(later))
    do(listed, CHAIR, changes.undo, changes.Which(change))
    assert census(listed).confirmed == frozenset(range(1, 7))
    assert census(listed).deducted == {}
    with listed.office.reading() as session:
        assert session.get_one(Person, 5).body_uid == DAI_PHU
    with pytest.raises(Refused, match="đã được hủy"):
        do(listed, CHAIR, changes.undo, changes.Which(change))


@pytest.mark.parametrize("number", [7, 4711])
def test_a_number_of_somebody_else_and_one_that_is_nobodys_are_refused_alike(
    listed: Scene, number: int
) -> None:
    with pytest.raises(Refused) as refused:
        ask(listed, number, "da-mat")
    assert str(refused.value) == f"không có hồ sơ số {number} trong danh sách của đơn vị này"
    for act, request in (
        (changes.decide, changes.Deciding(number, True, "1", MAY_20)),
        (changes.undo, changes.Which(number)),
    ):
        with pytest.raises(Refused, match=f"không có biến động số {number}"):
            do(listed, CHAIR, act, request)


@pytest.mark.parametrize(
    ("reason", "more", "said"),
    [
        ("khong-thich", {}, "không có lý do 'khong-thich'"),
        ("da-tham-gia", {}, "không phải đề nghị từng người"),
        ("da-mat", {"to": "Sơn Nam"}, "chỉ người chuyển đi mới có nơi đến"),
        ("moi-cong-nhan", {"group": NEAR_POOR}, "đang có trong danh sách"),
        ("moi-cong-nhan", {}, "cần nêu nhóm"),
        ("tach-ho", {}, "nêu chủ hộ mới"),
        ("doi-chu-ho", {"head": 7}, "không có hồ sơ số 7"),
    ],
)
def test_what_cannot_be_meant_is_refused_when_it_is_asked(
    listed: Scene, reason: str, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        ask(listed, 4, reason, **more)


def test_the_same_is_not_asked_twice(listed: Scene) -> None:
    ask(listed, 4, "da-mat")
    with pytest.raises(Refused, match="đang chờ"):
        ask(listed, 4, "da-mat")


def test_a_commune_states_who_joined_and_takes_it_back(listed: Scene) -> None:
    said = states.Request(D2024, NEAR_POOR, (4, 5), MAY_2)
    assert do(listed, OFFICER, states.state, said) == states.Answer(2, 0)
    again = states.Request(D2024, NEAR_POOR, (4, 5, 6), MAY_2)
    assert do(listed, OFFICER, states.state, again, "2024-05-20 10:00") == states.Answer(1, 2)
    assert census(listed).stated_only == {4, 5, 6}
    none = states.Request(D2024, NEAR_POOR, (4,), date(2024, 5, 10), not_after_all=True)
    do(listed, OFFICER, states.state, none, "2024-05-20 11:00")
    assert census(listed).stated == {5, 6}
    assert 4 in census(listed, on=MAY_2).stated
    with pytest.raises(Refused, match="hồ sơ số 7"):
        do(listed, OFFICER, states.state, states.Request(D2024, NEAR_POOR, (7,), MAY_2))


def test_who_has_to_say_something_finds_it_and_the_look_is_logged(listed: Scene) -> None:
    move = ask(listed, 5, "chuyen-di", to="Sơn Nam")
    confirm(listed, move)
    died = ask(listed, 4, "da-mat")

    def waits(who: str, when: str = "2024-05-20 09:00") -> dict[int, tuple[Stage, bool]]:
        with desk(listed.office, at(when), who, looks=True) as opened:
            seen = look(opened, Sight.PERSONS).visible
            reasons = listed.office.rulebook.reasons
            found = person_changes(opened.session, reasons, seen, opened.today)
        return {one.change: (one.stage, one.late) for one in found}

    both = {died: (Stage.DECISION, False), move: (Stage.ANSWER, False)}
    assert waits(CHAIR) == waits(BHXH) == both
    # The receiving commune sees who is to come, and nobody else of there.
    assert waits(THERE) == {move: (Stage.ANSWER, False)}
    assert waits(THERE, "2024-05-28 09:00") == {move: (Stage.ANSWER, True)}
    do(listed, THERE, changes.answer, changes.Answering(move, True))
    assert waits(CHAIR) == {died: (Stage.DECISION, False)}
    assert waits(BHXH)[move] == (Stage.NOTE, False)


def test_the_trail_holds_case_numbers_and_reasons_and_nothing_else(listed: Scene) -> None:
    confirm(listed, ask(listed, 4, "da-mat"))
    (entry,) = listed.entries("person.decided")
    assert entry.subject == "person_change:1"
    assert '"person":4' in entry.data.replace(" ", "")
    assert "12/XN" not in entry.data


def test_two_places_of_one_person_are_one_until_they_are_two_again(listed: Scene) -> None:
    """What `people merge` does of lists: the place where they do not live ends as a double."""
    with listed.office.writing() as session:
        kept = session.get_one(Person, 4)
        for fact in session.scalars(select(PersonFact).where(PersonFact.person_id == 7)):
            fact.person_id = 4
        made = PersonMerge(
            kept_id=4, gone_id=7, reason="met", merged_at=at("2024-05-20 09:00"), merged_by=BHXH
        )
        session.add(made)
        session.flush()
        reasons, when = listed.office.rulebook.reasons, at("2024-05-20 09:00")
        append(session, when, [Event("person.merged", "person_merge:1", {"by": BHXH})])
        on_each_list_once(session, made, kept, reasons, MAY_20, when, BHXH)
    assert census(listed).confirmed == frozenset(range(1, 7))
    assert census(listed, SON_NAM).deducted == {"trung-ho-so": {4}}
    with listed.office.writing() as session:
        row = session.get_one(PersonMerge, 1)
        on_lists_again(session, row, MAY_20, at("2024-05-20 10:00"), BHXH)
    assert census(listed, SON_NAM).confirmed == {4}
    assert census(listed, SON_NAM).deducted == {}
