"""The dispatch of 2021 from the lists to the proposals, held against the book kept by hand."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dondoc.cases.cases import Case, cases
from dondoc.cases.reconciled import differences_of
from dondoc.cases.road import State
from dondoc.desk import reconcile
from dondoc.looking.coverage import coverage
from dondoc.reports.view import report_view
from dondoc.setup.database import open_engine
from dondoc.trail.verify import verify
from dondoc.visible import EVERYTHING
from models import PersonReached, Report, Side, SponsorEntry
from rules.meaning.case import Leave, Need
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2021, at, scene
from tests.scenario.road_play import FILED_BY, LABOUR, LISTED, NEAR_POOR, Life, Road

pytestmark = pytest.mark.long
Seen = dict[str, Any]
# 30 percent of 4.5 percent of 1,490,000 đồng, for six months, once rounded.
SIX_MONTHS = 120_690
# The State's 70 percent of the same.
STATES_SHARE = 281_610


@pytest.fixture(scope="module")
def played(
    sqlite_template: Path,
    whole: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Road, Seen]]:
    """The summer, played once; what was seen on its way. Tests only look at it."""
    folder = tmp_path_factory.mktemp("road")
    (folder / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'dondoc.sqlite'}")
    communes = [body.short_name or body.name for body in whole.bodies.in_force(LISTED, "commune")]
    with scene(engine, whole, policies, folder, [D2021]) as made:
        made.lives_itself()
        road, seen = Road(made, folder, communes), Seen()
        _worked_on(road)
        seen["worked on"] = _stand(road, "2021-06-21 18:00")
        _go_up(road, seen)
        _proposed(road, seen)
        _reconciled(road, seen)
        yield road, seen
    engine.dispose()


def _worked_on(road: Road) -> None:
    road.sweep("2021-06-08")
    road.handed_down("2021-06-08 09:00")
    road.sweep("2021-06-21")
    road.worked_on("2021-06-21 08:00", ("2021-06-09", "2021-06-12", "2021-06-18"))
    road.helped("2021-06-21 09:00")


def _go_up(road: Road, seen: Seen) -> None:
    """The chairs report; one case is returned and comes again; one joins before it is summed up."""
    road.sweep("2021-06-28")
    ready = sorted({life.commune for life in road.staying() if life.whole})
    seen["signed"] = {
        commune: road.reports("2021-06-28 10:00", commune, f"{12 + place}/BC-UBND")
        for place, commune in enumerate(ready)
    }
    road.gives_back("2021-06-28 15:00", "Sơn Nam", [_whole(road, "Sơn Nam")[0]])
    seen["returned"] = _stand(road, "2021-06-28 16:00")
    road.sweep("2021-06-30")
    road.visited("2021-06-30 09:00", _whole(road, "Sơn Nam")[0], "im")
    seen["again"] = road.reports("2021-06-30 10:00", "Sơn Nam", "40/BC-UBND")
    road.sweep("2021-07-01")
    joining = [number for number, life in enumerate(road.lives) if life.road is None]
    road.cards_come("2021-07-01 09:00", joining, "2021-06-30")
    road.sweep("2021-07-02")
    seen["filed"] = {
        commune: road.files("2021-07-02 08:00", commune, "2021-06-30") for commune in road.communes
    }
    road.joins("2021-07-02 09:00", _whole(road, "Đại Phú")[0])


def _proposed(road: Road, seen: Seen) -> None:
    """They are brought together and proposed for; one joins before anything is decided."""
    road.sweep("2021-07-05")
    road.brought_together("2021-07-05 09:00", "7/BC-LĐTBXH")
    seen["brought together"] = _stand(road, "2021-07-05 10:00")
    joined = _whole(road, "Đại Phú")[0]
    left = [life for life in road.staying() if life.whole and life is not joined]
    for kind, lives in (("fund", left[:6]), ("visit", left[6:12]), ("closed", left[12:])):
        road.proposed("2021-07-05 11:00", kind, lives)
    seen["passed on"] = road.passed_on("2021-07-06 09:00", "8/BC-LĐTBXH")
    road.joins("2021-07-07 09:00", left[0])
    seen["late"] = left[0].case
    seen["decided"] = road.decided("2021-07-08 09:00", "3/TB-UBND")
    road.sweep("2021-07-09")
    seen["summed up"] = road.summed_up("2021-07-09 10:00", "90/BC-BHXH")
    seen["at the end"] = _stand(road, "2021-07-09 18:00")


def _reconciled(road: Road, seen: Seen) -> None:
    """The three lists of who joined are held against each other; two of them are wrong once."""
    opened = reconcile.Request(D2021, NEAR_POOR, date(2021, 7, 1), 6)
    road.do("2021-07-09 11:00", LABOUR, reconcile.open_, opened)
    joined = [number for number, life in enumerate(road.lives) if life.road is None]
    right = [(number, 6, STATES_SHARE) for number in joined]
    road.money_list("2021-07-09 12:00", Side.INSURER, right)
    road.money_list("2021-07-09 12:10", Side.BUDGET, right[1:])
    short = (joined[1], 5, STATES_SHARE * 5 // 6)
    seen["reconciled"] = road.money_list(
        "2021-07-09 12:20", Side.PRESIDING, [right[0], short, *right[2:]]
    )
    seen["wrong"] = [road.lives[number].case for number in joined[:2]]


def _stand(road: Road, when: str) -> dict[int, Case]:
    rulebook = road.scene.office.rulebook
    with road.scene.office.reading() as session:
        found = cases(session, rulebook, rulebook.directives[D2021], at(when))
    return {one.person: one for one in found}


def _whole(road: Road, commune: str) -> list[Life]:
    return [life for life in road.staying() if life.commune == commune and life.whole]


def _states(found: dict[int, Case], lives: list[Life]) -> Counter[State]:
    return Counter(found[life.case].standing.state for life in lives)


def test_four_hundred_people_of_whom_twenty_five_do_not_join(played: tuple[Road, Seen]) -> None:
    road, _ = played
    assert (len(road.communes), len(road.lives), len(road.staying())) == (31, 400, 25)
    assert sum(life.whole for life in road.staying()) == 18


def test_who_lacks_evidence_is_held_back_and_what_lacks_is_said(
    played: tuple[Road, Seen],
) -> None:
    road, seen = played
    found: dict[int, Case] = seen["worked on"]
    whole = [life for life in road.staying() if life.whole]
    held = [life for life in road.staying() if not life.whole]
    assert _states(found, whole) == {State.READY: 18}
    assert _states(found, held) == {State.OPEN: 7}
    lacking = {life.road: found[life.case].standing.missing for life in held}
    everything = (Need.INFORMED, Need.MOBILISED, Need.HELPED)
    assert lacking == {
        "0 0 0": everything,
        "0 0": everything,
        "n": everything,
        "": everything,
        "i": (Need.MOBILISED, Need.HELPED),
        "im": (Need.HELPED,),
        "im w": (Need.HELPED,),
    }


def test_the_chairs_report_as_many_cases_as_the_book_has(played: tuple[Road, Seen]) -> None:
    road, seen = played
    for commune, sent in seen["signed"].items():
        assert sent.cases == len(_whole(road, commune)), commune
    with road.scene.office.reading() as session:
        reached = set(session.scalars(select(PersonReached.person_id)))
        filed = session.scalars(select(Report).where(Report.figures.is_not(None))).all()
    assert reached == {life.case for life in road.staying() if life.whole}
    said = {row.number: (row.figures or {})["groups"] for row in filed if row.number}
    for commune, sent in seen["signed"].items():
        number = next(row.number for row in filed if row.id == sent.filed)
        assert said[number] == {"can-ngheo": {"so_nguoi": len(_whole(road, commune))}}


def test_a_returned_case_comes_again_with_its_report(played: tuple[Road, Seen]) -> None:
    road, seen = played
    back = _whole(road, "Sơn Nam")[0].case
    assert seen["returned"][back].standing.state is State.RETURNED
    assert seen["again"].cases == len(_whole(road, "Sơn Nam"))
    assert seen["brought together"][back].standing.state is State.CONSOLIDATED


def test_whoever_joins_leaves_the_road_however_far_they_were(played: tuple[Road, Seen]) -> None:
    road, seen = played
    first = _whole(road, "Đại Phú")[0].case
    early = seen["brought together"][first]
    assert (early.standing.state, early.evidence.left) == (State.LEFT, Leave.COVERED)
    assert _states(seen["brought together"], [life for life in road.staying() if life.whole]) == {
        State.CONSOLIDATED: 17,
        State.LEFT: 1,
    }
    assert seen["passed on"].cases == 17
    assert seen["decided"].cases == 16
    found: dict[int, Case] = seen["at the end"]
    assert Counter(one.standing.state for one in found.values()) == {
        State.DECIDED: 16,
        State.LEFT: 2,
        State.OPEN: 7,
    }
    assert found[seen["late"]].standing.state is State.LEFT


def test_cards_and_people_who_are_left_are_those_of_the_book(played: tuple[Road, Seen]) -> None:
    road, _ = played
    rulebook = road.scene.office.rulebook
    with road.scene.office.reading() as session:
        directive = rulebook.directives[D2021]
        lines = coverage(session, rulebook, directive, date(2021, 7, 9), EVERYTHING)
    carded = {n for line in lines if line.people for n in line.people.carded}
    remaining = {n for line in lines if line.people for n in line.people.remaining}
    late = {_whole(road, "Đại Phú")[0].case, played[1]["late"]}
    assert carded == {life.case for life in road.lives if life.road is None}
    assert remaining == {life.case for life in road.staying()} - late


def test_money_is_what_the_book_says(played: tuple[Road, Seen]) -> None:
    road, _ = played
    helped = [life.case for life in road.staying() if (life.road or "").endswith("h")]
    with road.scene.office.reading() as session:
        rows = session.scalars(select(SponsorEntry).where(SponsorEntry.kind == "use")).all()
    assert sorted((row.person_id, row.amount) for row in rows) == sorted(
        (case, SIX_MONTHS) for case in helped
    )


def test_what_is_filed_and_summed_up_differs_from_nobody(played: tuple[Road, Seen]) -> None:
    road, seen = played
    office = road.scene.office
    assert not seen["summed up"].partial
    assert len(seen["summed up"].in_) == 31
    assert sum(figures["closing"] for figures in seen["filed"].values()) == 25
    with office.reading() as session:
        for commune in seen["filed"]:
            row = road.scene.obligation(road.uid(commune), FILED_BY)
            assert report_view(session, office.rulebook, row)["people"] == [], commune


def test_three_lists_differ_on_the_two_who_are_wrong_in_one(played: tuple[Road, Seen]) -> None:
    road, seen = played
    assert set(seen["reconciled"].people.values()) == {375, 374}
    assert set(seen["reconciled"].unmatched.values()) == {0}
    with road.scene.office.reading() as session:
        found = {one.person: one.difference.differs for one in differences_of(session, 1)}
    missing, short = seen["wrong"]
    assert found == {missing: "missing", short: "months"}


def test_whoever_got_a_report_hears_of_who_has_left_since(played: tuple[Road, Seen]) -> None:
    road, _ = played
    assert len(road.scene.entries("case.left")) == 2


def test_the_trail_proves_every_row_of_it(played: tuple[Road, Seen]) -> None:
    road, _ = played
    with road.scene.office.reading() as session:
        verdict = verify(session)
    assert not verdict.problems
