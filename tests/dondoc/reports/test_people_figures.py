"""A report begins with what the people on its lists tell, and is held against it when filed."""

from datetime import date

import pytest

from dondoc.people.fact import Kind, ending
from dondoc.people.ledger import Ground, enter, facts_of
from dondoc.reports.people_figures import Difference, different, told_by_people
from dondoc.reports.prefill import prefill
from dondoc.reports.view import report_view
from models import PeopleListKind
from tests.coverage_form import COVERAGE
from tests.listed_people import BHXH, list_comes, on_the_list, people, with_card
from tests.offices import D2024, DAI_PHU, Scene, at
from tests.reporting import NEAR_POOR, file_report, form, group

APRIL, MAY = date(2024, 4, 30), date(2024, 5, 31)
OF_APRIL = form(can_ngheo=group(opening=8, closing=8), dtts=group())


@pytest.fixture
def known(office: Scene) -> Scene:
    """Eight people on the list; the report of April is filed, then three get cards in May."""
    office.sweep("2024-04-15 07:00")
    people(office, "2024-04-16 08:00", {DAI_PHU: range(1, 9)})
    list_comes(office, "2024-04-16 08:00", on_the_list(DAI_PHU, range(1, 9)), "2024-04-10")
    file_report(office, OF_APRIL, "2024-05-03 09:00")
    cards = with_card(DAI_PHU, (1, 2, 3), "2024-05-06", "2025-05-05")
    list_comes(office, "2024-06-01 08:00", cards, "2024-05-31", PeopleListKind.CARDS)
    return office


def begun(scene: Scene, due: str = "2024-06-05") -> dict[str, tuple[object, str]]:
    """Return what the report of the near-poor begins with, and where each figure comes from."""
    row = scene.obligation(due=due)
    with scene.office.reading() as session:
        values = prefill(session, scene.office.rulebook, row).values
    mine = {at_: one for at_, one in values.items() if at_.startswith(NEAR_POOR)}
    return {at_.partition(".")[2]: (one.value, one.origin) for at_, one in mine.items()}


def test_a_report_begins_with_whom_the_lists_count(known: Scene) -> None:
    found = begun(known)
    told = "từng người trong danh sách đến ngày 31/5/2024"
    assert found["opening"] == (8, "cuối kỳ trước")
    assert found["enrolled"] == (3, told)
    assert found["carded"] == (3, told)
    assert found["closing"] == (5, told)
    assert found["left"] == (0, told)
    assert found["not_joining"][0] == 0


def test_a_first_opening_is_who_came_with_the_list(known: Scene) -> None:
    row = known.obligation()
    with known.office.reading() as session:
        rulebook = known.office.rulebook
        told = told_by_people(session, rulebook, row, COVERAGE, [NEAR_POOR], APRIL, None)
    assert told.figures[f"{NEAR_POOR}.opening"] == told.figures[f"{NEAR_POOR}.closing"] == 8


def test_a_group_whose_people_nobody_knows_begins_as_before(known: Scene) -> None:
    row = known.obligation(due="2024-06-05")
    with known.office.reading() as session:
        values = prefill(session, known.office.rulebook, row).values
    assert values["dtts.enrolled"].origin == "số kỳ trước, sửa lại cho kỳ này"


def test_what_is_stated_otherwise_is_shown_and_stands(known: Scene) -> None:
    stated = form(
        "2024-05-31",
        can_ngheo=group(opening=8, enrolled=4, carded=3, closing=4),
        dtts=group(),
    )
    file_report(known, stated, "2024-06-04 09:00", due="2024-06-05")
    row = known.obligation(due="2024-06-05")
    with known.office.reading() as session:
        rulebook = known.office.rulebook
        view = report_view(session, rulebook, row)
        figures = rulebook.forms.read("coverage@1", view["revisions"][-1]["figures"])
        found = different(session, rulebook, row, figures)
    assert found == [
        Difference(f"{NEAR_POOR}.enrolled", 4, 3),
        Difference(f"{NEAR_POOR}.closing", 4, 5),
    ]
    assert view["revisions"][-1]["figures"]["groups"][NEAR_POOR]["enrolled"] == 4
    assert [(one["stated"], one["people"]) for one in view["people"]] == [(4, 3), (4, 5)]


def test_what_is_heard_of_late_is_counted_in_the_round_that_hears_of_it(known: Scene) -> None:
    """Somebody who died in April, heard of in May: April's figures are told."""
    when = at("2024-05-20 09:00")
    with known.office.writing() as session:
        listed = [
            fact for fact in facts_of(session, D2024, persons=[8]) if fact.kind is Kind.LISTED
        ]
        gone = ending(listed[0], date(2024, 4, 20), when.date(), "khai tử", "da-mat")
        enter(session, gone, Ground("change:1", when, BHXH))
    found = begun(known)
    assert (found["left"][0], found["closing"][0]) == (1, 4)
    assert found["opening"][0] == 8
