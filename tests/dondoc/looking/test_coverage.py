"""Coverage of a directive is counted from the people on its lists, body by body."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dondoc.documents.parts.coverage_of import course
from dondoc.looking.coverage import Covered, coverage
from dondoc.people.fact import Kind
from dondoc.people.ledger import facts_of
from dondoc.visible import EVERYTHING, Visible
from models import CountKind, PeopleListKind
from rules.meaning.pace import Closing
from tests.counting import counted, take_over
from tests.listed_people import list_comes, on_the_list, people, with_card
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene

CARDS = PeopleListKind.CARDS
JUNE = date(2024, 6, 14)


@pytest.fixture
def listed(office: Scene) -> Scene:
    """Twelve near-poor people in two communes; four have a card by the end of May."""
    office.sweep("2024-04-15 07:00")
    people(office, "2024-04-16 08:00", {DAI_PHU: range(1, 9), SON_NAM: range(9, 13)})
    both = [*on_the_list(DAI_PHU, range(1, 9)), *on_the_list(SON_NAM, range(9, 13))]
    list_comes(office, "2024-04-16 08:00", both, "2024-04-10")
    cards = with_card(DAI_PHU, (1, 2), "2024-05-06", "2025-05-05")
    cards += with_card(DAI_PHU, (3,), "2024-05-20", "2024-06-10")
    cards += with_card(SON_NAM, (9,), "2024-05-20", "2025-05-19")
    list_comes(office, "2024-06-01 08:00", cards, "2024-05-31", CARDS)
    return office


def look(scene: Scene, on: date, visible: Visible = EVERYTHING) -> dict[str, Covered]:
    """Return the lines of the near-poor by body."""
    rulebook = scene.office.rulebook
    with scene.office.reading() as session:
        found = coverage(session, rulebook, rulebook.directives[D2024], on, visible)
    return {line.body.uid: line for line in found if line.group == "can-ngheo"}


def test_each_body_is_counted_by_its_own_people(listed: Scene) -> None:
    """One card of the first ends on 10/6, so its holder has one and is to be covered again."""
    found = look(listed, date(2024, 6, 1))
    told = {uid: (one.listed, one.carded, one.remaining) for uid, one in found.items()}
    assert told == {DAI_PHU: (8, 3, 6), SON_NAM: (4, 1, 3)}
    assert (found[DAI_PHU].number("ending"), found[SON_NAM].number("ending")) == (1, 0)


def test_a_card_that_has_ended_brings_its_holder_back(listed: Scene) -> None:
    found = look(listed, JUNE)[DAI_PHU]
    assert (found.carded, found.remaining) == (2, 6)


def test_pace_and_forecast_are_those_of_the_consolidation(listed: Scene) -> None:
    found = look(listed, JUNE)[DAI_PHU]
    closings = [Closing(date(2024, 4, 30), 8), Closing(date(2024, 5, 31), 5), Closing(JUNE, 6)]
    wanted = course(6, closings, date(2024, 6, 30), JUNE)
    assert (found.pace, found.forecast) == wanted
    assert found.forecast
    assert found.forecast.rounds == 3
    assert look(listed, date(2024, 7, 5))[DAI_PHU].forecast is None


def test_what_is_told_to_machines_is_counts_alone(listed: Scene) -> None:
    document = look(listed, date(2024, 6, 1))[DAI_PHU].document()
    assert list(document) == [
        "group",
        "body",
        "population",
        "listed",
        "confirmed",
        "stated",
        "enrolled",
        "carded",
        "remaining",
        "as_of",
        "pace",
        "forecast",
    ]
    assert (document["body"], document["as_of"]) == (DAI_PHU, "2024-06-01")


def test_where_no_people_are_known_the_counts_of_lists_are_told(office: Scene) -> None:
    office.sweep("2024-04-15 07:00")
    rows = [counted(CountKind.LISTED, 31, "2024-04-10"), counted(CountKind.CARDS, 9, "2024-05-31")]
    take_over(office, "2024-06-01 08:00", rows)
    found = look(office, JUNE)[DAI_PHU]
    assert (found.listed, found.carded, found.remaining) == (31, 9, 22)
    assert (found.stated, found.enrolled, found.people) == (None, None, None)


def test_who_sees_one_body_sees_one_line(listed: Scene) -> None:
    assert set(look(listed, JUNE, Visible(own=frozenset({SON_NAM})))) == {SON_NAM}


def test_a_newer_list_adds_and_takes_nobody_off(listed: Scene) -> None:
    people(listed, "2024-06-02 08:00", {DAI_PHU: [20]})
    newer = on_the_list(DAI_PHU, (4, 5, 20))
    list_comes(listed, "2024-06-02 08:00", newer, "2024-06-01")
    found = look(listed, date(2024, 6, 2))[DAI_PHU]
    assert (found.listed, found.confirmed) == (9, 9)


def test_a_newer_card_list_says_who_has_one_no_more(listed: Scene) -> None:
    cards = with_card(DAI_PHU, (1,), "2024-05-06", "2025-05-05")
    list_comes(listed, "2024-06-12 08:00", cards, "2024-06-11", CARDS)
    with listed.office.reading() as session:
        held = [f for f in facts_of(session, D2024) if f.kind is Kind.CARDED and f.holds(JUNE)]
    assert [fact.person for fact in held] == [1]
    assert replace(held[0], row=0).until == date(2025, 5, 5) + timedelta(days=1)
