"""Visits are entered once however often they are sent; struck if mistaken, settled if unlike."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from dondoc.cases.outreach import Outreach, outreach_of
from dondoc.desk import visit
from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.desk.visit import Result
from dondoc.errors import Refused
from dondoc.looking.to_visit import standings
from dondoc.visible import Sight
from models import Household, Person, PersonChange, Visit, VisitQuestion
from tests.listed_people import list_comes, on_the_list, people
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at
from tests.visiting import nobody, record, told

OFFICER, CHAIR, THERE = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair", f"{SON_NAM}/officer"
NOW = "2024-05-20 09:00"


@pytest.fixture
def listed(office: Scene) -> Scene:
    """Four near-poor people in one commune, one in the next; it is the morning of 20/5/2024."""
    return with_people(office)


def with_people(office: Scene) -> Scene:
    office.sweep("2024-04-15 07:00")
    people(office, "2024-04-16 08:00", {DAI_PHU: range(1, 5), SON_NAM: [7]})
    lines = [*on_the_list(DAI_PHU, range(1, 5)), *on_the_list(SON_NAM, [7])]
    list_comes(office, "2024-04-16 08:00", lines, "2024-04-10")
    office.sweep("2024-05-19 07:00", accept_gap=True)
    return office


def outreach(scene: Scene, when: str = NOW) -> dict[int, Outreach]:
    with scene.office.reading() as session:
        visiting = scene.office.rulebook.visiting
        return dict(outreach_of(session, None, D2024, at(when), visiting))


def count(scene: Scene, model: type[Visit] | type[VisitQuestion] | type[PersonChange]) -> int:
    with scene.office.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_what_was_done_and_answered_is_read_from_the_visits(listed: Scene) -> None:
    promised = date(2024, 6, 1)
    record(
        listed,
        OFFICER,
        nobody(1, "2024-05-02"),
        told(1, "2024-05-06", mobilised=False),
        told(1, "2024-05-13", "chua", promised_on=promised),
        nobody(2, "2024-05-02"),
        nobody(2, "2024-05-06"),
        nobody(2, "2024-05-13", met="hang-xom"),
    )
    found = outreach(listed)
    assert found[1] == Outreach(
        informed_on=date(2024, 5, 6),
        informed_by=2,
        mobilised_on=date(2024, 5, 13),
        mobilised_by=3,
        answer="chua",
        answered_on=date(2024, 5, 13),
        promised_on=promised,
        situation="o-nha",
        visits=3,
        met_nobody=1,
        last_on=date(2024, 5, 13),
    )
    # Three visits that met nobody are no evidence of anything; a neighbour counts for nothing.
    alone = found[2]
    assert (alone.informed_on, alone.mobilised_on, alone.answer) == (None, None, None)
    assert (alone.visits, alone.met_nobody) == (3, 3)
    assert outreach(listed, "2024-05-20 08:59") == {}


def test_a_second_sending_is_the_same_visit(listed: Scene) -> None:
    first = told(1, "2024-05-02", "xin-giup")
    again = replace(first, answer="tham-gia", met="chu-ho")
    assert record(listed, OFFICER, first, first).recorded == 2
    [became] = record(listed, OFFICER, again).visits
    assert (became.result, became.visit) == (Result.ALREADY, 1)
    assert count(listed, Visit) == 1
    assert outreach(listed)[1].answer == "xin-giup"


def test_what_cannot_be_entered_is_refused_alone_or_with_all(listed: Scene) -> None:
    good, wrong = told(1, "2024-05-02"), told(2, "2024-05-02", "chua", reason=None)
    hidden, nobodys = told(7, "2024-05-02"), told(70, "2024-05-02")
    with pytest.raises(Refused, match="hồ sơ số 2: lý do đi cùng"):
        record(listed, OFFICER, good, wrong, whole=True)
    assert count(listed, Visit) == 0
    became = record(listed, OFFICER, good, wrong, hidden, nobodys).visits
    results = [one.result for one in became]
    assert results == [Result.RECORDED, Result.REFUSED, Result.REFUSED, Result.REFUSED]
    words = [one.words.replace("70", "7") for one in became[2:]]
    assert words[0] == words[1] == "không có hồ sơ số 7 trong danh sách của đơn vị này"
    with pytest.raises(Refused, match="không có hồ sơ số 1"):
        record(listed, THERE, told(1, "2024-05-03"), whole=True)


def test_who_moved_died_or_is_covered_becomes_a_change_that_waits(listed: Scene) -> None:
    gone = {"informed": False, "mobilised": False}
    became = record(
        listed,
        OFFICER,
        nobody(1, "2024-05-02", met="hang-xom", situation="chuyen-di"),
        told(2, "2024-05-02", met="chu-ho", situation="da-mat", **gone),
        told(3, "2024-05-02", situation="the-khac"),
        told(4, "2024-05-02", situation="di-vang"),
    ).visits
    assert [one.change for one in became] == [1, 2, 3, None]
    with listed.office.reading() as session:
        asked = list(session.scalars(select(PersonChange).order_by(PersonChange.id)))
    assert [one.reason for one in asked] == ["chuyen-di", "da-mat", "nhom-khac"]
    assert all(one.applied_at is None for one in asked)
    assert [one.authority for one in asked] == ["bearer", "bearer", "via"]
    [again] = record(listed, CHAIR, nobody(1, "2024-05-06", situation="chuyen-di")).visits
    assert (again.result, again.change) == (Result.RECORDED, None)
    assert "biến động số 1 về người này với lý do đó đang chờ" in again.words


def test_two_answers_on_one_day_become_a_question_and_neither_counts(listed: Scene) -> None:
    yes, no = told(1, "2024-05-02", "tham-gia"), told(1, "2024-05-02", "chua")
    assert record(listed, OFFICER, yes).visits[0].question is None
    assert record(listed, CHAIR, no).visits[0].question == 1
    found = outreach(listed)[1]
    assert (found.doubted, found.answer, found.informed_on) == (True, None, date(2024, 5, 2))
    with desk(listed.office, at("2024-05-20 10:00"), OFFICER) as opened:
        with pytest.raises(Refused, match="hỏi về lần thăm số 1, 2"):
            visit.settle(opened, visit.Settling(1, 3))
        visit.settle(opened, visit.Settling(1, 2))
        with pytest.raises(Refused, match="đã có người trả lời"):
            visit.settle(opened, visit.Settling(1, 1))
    assert outreach(listed)[1].answer is None
    assert outreach(listed, "2024-05-20 10:00")[1].answer == "chua"
    # The newer day's answer is the newer answer: nothing is asked.
    assert record(listed, OFFICER, told(1, "2024-05-03", "tham-gia")).visits[0].question is None
    assert outreach(listed, "2024-05-20 10:00")[1].answer == "tham-gia"


def test_what_was_written_later_and_came_earlier_is_asked_about(listed: Scene) -> None:
    noon = at("2024-05-10 12:00")
    newer = told(1, "2024-05-10", "tham-gia", device="a", device_at=noon)
    older = told(1, "2024-05-08", "chua", device="b", device_at=noon - timedelta(days=2))
    record(listed, OFFICER, newer)
    [became] = record(listed, OFFICER, older, when="2024-05-20 09:30").visits
    assert became.question == 1
    in_order = told(2, "2024-05-08", "chua", device="b", device_at=noon - timedelta(days=2))
    after = told(2, "2024-05-10", "tham-gia", device="a", device_at=noon)
    assert [one.question for one in record(listed, OFFICER, in_order, after).visits] == [None] * 2


def test_a_struck_visit_stays_and_counts_no_more(listed: Scene) -> None:
    record(listed, OFFICER, told(1, "2024-05-02", "tham-gia"), told(1, "2024-05-02", "chua"))
    there = desk(listed.office, at("2024-05-20 10:00"), THERE)
    with there as opened, pytest.raises(Refused, match="không có lần thăm số 2"):
        visit.strike(opened, visit.Striking(2, "nham-nguoi"))
    with desk(listed.office, at("2024-05-20 10:00"), OFFICER) as opened:
        with pytest.raises(Refused, match="không có lý do 'vi-the'"):
            visit.strike(opened, visit.Striking(2, "vi-the"))
        visit.strike(opened, visit.Striking(2, "nham-nguoi"))
        with pytest.raises(Refused, match="đã gạch rồi"):
            visit.strike(opened, visit.Striking(2, "nham-nguoi"))
    found = outreach(listed, "2024-05-20 10:01")[1]
    assert (found.answer, found.visits, found.doubted) == ("tham-gia", 1, False)
    assert count(listed, Visit) == 2
    assert outreach(listed)[1].visits == 2


def test_a_survey_counts_a_village_and_names_nobody(listed: Scene) -> None:
    record(
        listed,
        OFFICER,
        told(1, "2024-05-02", "xin-giup"),
        told(2, "2024-05-02", "chua", mobilised=False, promised_on=date(2024, 5, 19)),
        nobody(3, "2024-05-02", situation="di-vang"),
    )
    with desk(listed.office, at(NOW), OFFICER, looks=True) as opened:
        [one] = standings(look(opened, Sight.PERSONS), D2024)
    assert (one.people, one.remaining, one.waits, one.due, one.nobody) == (4, 4, 2, 1, 1)
    assert (one.informed, one.mobilised) == (2, 1)
    assert one.answers == {"xin-giup": 1, "chua": 1}
    assert one.situations == {"o-nha": 2, "di-vang": 1}
    assert (one.households, one.visited, one.homeless) == (0, 0, 4)


def test_a_visit_to_who_was_made_one_with_another_is_to_that_one(listed: Scene) -> None:
    with listed.office.writing() as session:
        gone = session.get_one(Person, 2)
        gone.state, gone.merged_into = "merged", 1
    [became] = record(listed, OFFICER, told(2, "2024-05-02", "xin-giup")).visits
    assert became.result is Result.RECORDED
    assert outreach(listed)[1].answer == "xin-giup"


def test_words_are_sealed_and_members_of_a_household_are_one_occasion(listed: Scene) -> None:
    words = f"ông {uuid4()} nói sẽ đóng sau vụ lúa"
    with listed.office.writing() as session:
        keys = {"recorded_at": at("2024-04-16 08:00"), "recorded_by": OFFICER}
        session.add(Household(id=1, body_uid=DAI_PHU, **keys))
        for number in (1, 2):
            session.get_one(Person, number).household_id = 1
    record(
        listed,
        OFFICER,
        told(1, "2024-05-02", words=words),
        told(2, "2024-05-02"),
        told(3, "2024-05-02"),
    )
    with listed.office.reading() as session:
        rows = list(session.scalars(select(Visit).order_by(Visit.id)))
    assert rows[0].occasion == rows[1].occasion != rows[2].occasion
    assert rows[0].sealed
    assert words.encode() not in rows[0].sealed
    assert rows[1].sealed is None


@pytest.mark.postgres
def test_the_same_visits_sent_twice_at_once_are_entered_once(pg_office: Scene) -> None:
    scene = with_people(pg_office)
    sent = [told(1, "2024-05-02", "xin-giup"), nobody(2, "2024-05-02")]
    orders = (sent, sent[::-1], sent, sent[::-1])
    with ThreadPoolExecutor(len(orders)) as hands:
        done = list(hands.map(lambda order: record(scene, OFFICER, *order), orders))
    assert sum(one.recorded for one in done) == 2
    assert {len(one.visits) for one in done} == {2}
    assert count(scene, Visit) == 2
    assert outreach(scene)[1].answer == "xin-giup"
    record(scene, OFFICER, told(1, "2024-05-02", "tham-gia"))
    assert outreach(scene)[1].doubted
    with desk(scene.office, at("2024-05-20 10:00"), OFFICER) as opened:
        visit.settle(opened, visit.Settling(1, done[0].visits[0].visit))
    assert outreach(scene, "2024-05-20 10:00")[1].answer == "xin-giup"
