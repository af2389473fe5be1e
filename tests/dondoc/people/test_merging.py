"""Doubles of an office: found where they are stored, judged by who sees both, undone exactly."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import event, select

from dondoc.desk import double
from dondoc.desk.context import desk
from dondoc.errors import Refused
from dondoc.people import index, merging
from dondoc.people.entry import entry_of
from dondoc.people.fact import Fact, Kind, Revision
from dondoc.people.ledger import Ground, enter, facts_of
from dondoc.people.row import Birth, Number, Personal
from dondoc.people.safe import open_safe, safe_to_write
from models import DoubleJudged, DoubleReason, Household, Person, PersonFact, PersonMerge, whole
from tests.dondoc.people.stored import store, stored
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at

NOW = at("2024-05-07 09:00")
CODE = Number("bhxh", "0820123456")
HOA = Personal("Nguyễn Thị Hòa", Birth(1985), "nữ", (CODE,), relation="Vợ")
AGAIN = Personal("NGUYEN THI HOA", Birth(1985, 3, 7), None, (Number("cccd", "008185001234"),))
ANOTHER = Personal("Ma Văn Khôi", Birth(1971, 9, 2), "nam")
OFFICER, NEIGHBOUR = f"{DAI_PHU}/officer", f"{SON_NAM}/officer"
BHXH, INSPECTOR = "bhxh-huyen/officer", "ubnd-huyen/inspector"
MET, MISTAKE = DoubleReason.MET, DoubleReason.MISTAKE


def do(scene: Scene, who: str, act: Callable[..., Any], request: object) -> Any:
    with desk(scene.office, NOW, who) as opened:
        return act(opened, request)


def rows(scene: Scene, *without: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of people; what is sealed of persons is opened."""
    with scene.office.reading() as session:
        safe = open_safe(session, scene.office.settings.state_folder)
        found: dict[str, list[tuple[object, ...]]] = {}
        for name, table in whole().metadata.tables.items():
            if not name.startswith(("person", "household", "list_line", "double")):
                continue
            if name not in without:
                key = list(table.primary_key)
                found[name] = [tuple(one) for one in session.execute(select(table).order_by(*key))]
        found["person"] = [
            (*one[:4], safe.open_person(one[0], one[4], one[5]), *one[6:])
            for one in found["person"]
        ]
        return found


@pytest.fixture
def three(any_office: Scene) -> Scene:
    """One of Đại Phú, the same of Sơn Nam with a household and a group, and somebody else."""
    scene = any_office
    scene.day("2024-04-26")
    store(scene, [(DAI_PHU, HOA), (SON_NAM, AGAIN), (SON_NAM, ANOTHER)], NOW)
    with scene.office.writing() as session:
        keys = {"recorded_at": NOW, "recorded_by": BHXH}
        session.add(Household(id=1, body_uid=SON_NAM, head_id=2, **keys))
        for number, person in enumerate((1, 2, 2), start=1):
            day = date(2024, 4, number)
            known = {"since": day, "known_from": day, "source": "danh sách 1", "told_by": "list:1"}
            of = {"kind": "member", "subject": f"nhom-{number}", "body_uid": SON_NAM}
            session.add(PersonFact(person_id=person, began="", ended="", **of, **known, **keys))
        session.flush()
        merging.append(session, NOW, [merging.Event("list.imported", "household:1", {})])
    return scene


def test_a_double_is_found_among_those_stored_and_found_once(three: Scene) -> None:
    with three.office.writing() as session:
        safe = open_safe(session, three.office.settings.state_folder)
        entries = {2: entry_of(AGAIN, SON_NAM), 3: entry_of(ANOTHER, SON_NAM)}
        assert index.find(session, safe, entries, NOW) == 1
        assert index.find(session, safe, entries, NOW) == 0
        (pair,) = session.scalars(select(DoubleJudged))
        assert (pair.one_id, pair.other_id, pair.same) == (1, 2, None)
        assert pair.score >= 500


def test_what_is_looked_for_costs_what_it_is_not_what_is_stored(three: Scene) -> None:
    """The number of statements, and of people opened, follows from what shares a mark."""
    few = asked_for_again(three)
    many = [(SON_NAM, replace(ANOTHER, name=f"Ma Văn {chr(97 + i)}o")) for i in range(24)]
    store(three, many, NOW)
    assert asked_for_again(three) == few
    assert len(few) < 8


def asked_for_again(three: Scene) -> list[str]:
    """Return the statements by which the double of one is looked for, and found."""
    asked: list[str] = []
    with three.office.reading() as session:
        safe = open_safe(session, three.office.settings.state_folder)
        engine = session.get_bind()

        def note(*args: object) -> None:
            asked.append(str(args[2]))

        event.listen(engine, "before_cursor_execute", note)
        found = index.likely_pairs(session, safe, {2: entry_of(AGAIN, SON_NAM)})
        event.remove(engine, "before_cursor_execute", note)
    assert list(found) == [(1, 2)]
    return asked


def test_a_merge_that_is_undone_gives_both_histories_back(three: Scene) -> None:
    before = rows(three, "double_judged", "person_merge")
    do(three, BHXH, double.merge, double.Request(1, 2, MET))
    merged = rows(three, "double_judged", "person_merge")
    assert [one[3] for one in merged["household"]] == [1]
    assert {one[1] for one in merged["person_fact"]} == {1}
    answer = do(three, BHXH, double.unmerge, double.Undoing(2, MISTAKE))
    assert answer.as_before
    assert rows(three, "double_judged", "person_merge") == before


def test_who_stays_knows_what_was_known_of_both(three: Scene) -> None:
    do(three, BHXH, double.merge, double.Request(1, 2, MET))
    with three.office.reading() as session:
        safe = open_safe(session, three.office.settings.state_folder)
        kept = session.get_one(Person, 1)
        known = safe.open_person(1, kept.sealed, kept.seal_key)
    assert known.name == HOA.name
    assert known.birth == AGAIN.birth
    assert known.numbers == (*HOA.numbers, *AGAIN.numbers)


def test_what_was_corrected_since_a_merge_stays_corrected(three: Scene) -> None:
    do(three, BHXH, double.merge, double.Request(1, 2, MET))
    corrected = replace(HOA, name="Nguyễn Thị Hoa")
    with three.office.writing() as session:
        safe = open_safe(session, three.office.settings.state_folder)
        kept = session.get_one(Person, 1)
        kept.sealed = safe.close_person(1, corrected)
        merging.append(session, NOW, [merging.Event("person.corrected", "person:1", {})])
    answer = do(three, BHXH, double.unmerge, double.Undoing(2, MISTAKE))
    assert not answer.as_before
    assert rows(three)["person"][0][4] == corrected


def test_a_later_merge_is_undone_before_an_earlier_one(three: Scene) -> None:
    before = rows(three, "double_judged", "person_merge")
    do(three, BHXH, double.merge, double.Request(2, 3, MET))
    do(three, BHXH, double.merge, double.Request(1, 2, MET))
    with pytest.raises(Refused, match="hồ sơ số 3 không còn gộp vào hồ sơ số 2"):
        do(three, BHXH, double.unmerge, double.Undoing(3, MISTAKE))
    for gone in (2, 3):
        do(three, BHXH, double.unmerge, double.Undoing(gone, MISTAKE))
    assert rows(three, "double_judged", "person_merge") == before


def test_of_two_merged_into_one_the_last_is_undone_first(three: Scene) -> None:
    for gone in (2, 3):
        do(three, BHXH, double.merge, double.Request(1, gone, MET))
    with pytest.raises(Refused, match="sau đó còn gộp hồ sơ số 3: tách hồ sơ ấy trước"):
        do(three, BHXH, double.unmerge, double.Undoing(2, MISTAKE))


def test_nobody_is_merged_twice_or_with_themselves(three: Scene) -> None:
    do(three, BHXH, double.merge, double.Request(1, 2, MET))
    for kept, gone, said in (
        (1, 2, "hồ sơ số 2 đã gộp vào hồ sơ số 1"),
        (2, 3, "hồ sơ số 2 đã gộp vào hồ sơ số 1"),
        (3, 3, "nêu hai hồ sơ khác nhau"),
    ):
        with pytest.raises(Refused, match=said):
            do(three, BHXH, double.merge, double.Request(kept, gone, MET))


def test_two_who_are_not_one_are_asked_no_more(three: Scene) -> None:
    do(three, BHXH, double.apart, double.Request(2, 1, DoubleReason.PAPERS))
    with three.office.writing() as session:
        safe = open_safe(session, three.office.settings.state_folder)
        assert index.find(session, safe, {2: entry_of(AGAIN, SON_NAM)}, NOW) == 0
        (pair,) = session.scalars(select(DoubleJudged))
        assert (pair.same, pair.reason, pair.judged_by) == (False, "papers", BHXH)


def test_an_undone_merge_is_a_judgement_too(three: Scene) -> None:
    do(three, BHXH, double.merge, double.Request(1, 2, MET))
    do(three, BHXH, double.unmerge, double.Undoing(2, MISTAKE))
    with three.office.reading() as session:
        (pair,) = session.scalars(select(DoubleJudged))
        assert (pair.same, pair.reason) == (False, "mistake")


def test_a_merge_is_not_called_apart(three: Scene) -> None:
    do(three, BHXH, double.merge, double.Request(1, 2, MET))
    for request in (double.Request(1, 2, MET), double.Request(2, 1, MET)):
        with pytest.raises(Refused, match="hồ sơ số 2 đang gộp vào hồ sơ số 1"):
            do(three, BHXH, double.apart, request)


@pytest.mark.parametrize("act", [double.merge, double.apart])
@pytest.mark.parametrize(("kept", "gone"), [(1, 2), (2, 3), (1, 99), (99, 1), (0, 1), (-1, 1)])
def test_a_commune_learns_nothing_of_another_ones_person(
    office: Scene, act: Callable[..., Any], kept: int, gone: int
) -> None:
    """Whether there is nobody of that number or somebody hidden, the answer is the same."""
    office.day("2024-04-26")
    store(office, [(DAI_PHU, HOA), (SON_NAM, AGAIN), (SON_NAM, ANOTHER)], NOW)
    hidden = next(number for number in (kept, gone) if number != 1)
    with pytest.raises(Refused) as refused:
        do(office, OFFICER, act, double.Request(kept, gone, MET))
    assert str(refused.value) == f"không có hồ sơ số {hidden} trong phần được xem"


@pytest.mark.parametrize("gone", [2, 3, 99])
def test_a_commune_learns_nothing_of_merges_among_others(office: Scene, gone: int) -> None:
    office.day("2024-04-26")
    store(office, [(DAI_PHU, HOA), (SON_NAM, AGAIN), (SON_NAM, ANOTHER)], NOW)
    do(office, BHXH, double.merge, double.Request(1, 2, MET))
    with pytest.raises(Refused) as refused:
        do(office, OFFICER, double.unmerge, double.Undoing(gone, MISTAKE))
    assert str(refused.value) == f"không có hồ sơ số {gone} trong phần được xem"


def test_of_two_who_merge_the_same_at_once_one_is_refused(three: Scene) -> None:
    def attempt(request: double.Request) -> str:
        try:
            do(three, BHXH, double.merge, request)
        except Refused as refused:
            return str(refused)
        return ""

    three.lives_itself()
    with ThreadPoolExecutor(2) as both:
        said = list(both.map(attempt, (double.Request(1, 2, MET), double.Request(2, 1, MET))))
    assert said.count("") == 1
    assert "đã gộp vào hồ sơ số" in "".join(said)


def test_a_commune_judges_two_of_its_own(three: Scene) -> None:
    do(three, NEIGHBOUR, double.merge, double.Request(2, 3, MET))
    do(three, NEIGHBOUR, double.unmerge, double.Undoing(3, MISTAKE))


def test_who_sees_no_person_is_told_who_may(three: Scene) -> None:
    with pytest.raises(Refused, match=r"không được gộp hai hồ sơ.*được: .*bhxh-huyen"):
        do(three, INSPECTOR, double.merge, double.Request(1, 2, MET))


def test_the_trail_names_case_numbers_and_nothing_personal(three: Scene) -> None:
    do(three, BHXH, double.merge, double.Request(1, 2, MET))
    do(three, BHXH, double.unmerge, double.Undoing(2, MISTAKE))
    do(three, BHXH, double.apart, double.Request(1, 3, MET))
    said = [
        json.loads(one.data)
        for kind in ("person.merged", "person.unmerged", "person.apart")
        for one in three.entries(kind)
    ]
    assert {"by", "kept", "gone", "reason"} <= set(said[0])
    assert said[2]["other"] == 3
    for personal in ("Hòa", "HOA", "1985", "0820123456"):
        assert personal not in str(said)


def test_whatever_points_at_a_person_is_moved_or_said_to_stay() -> None:
    pointing = {str(column) for column in merging.pointing()}
    assert {"list_line.person_id", "person_fact.person_id", "person.merged_into"} <= pointing
    assert "person_mark.person_id" not in pointing


def _standing(scene: Scene) -> list[tuple[object, ...]]:
    """Return what is known of people now, but since which day."""
    with scene.office.reading() as session:
        return sorted(
            (one.person, one.kind.value, one.of, one.body, one.since, one.until or date.max)
            for one in facts_of(session)
        )


def test_what_was_known_of_two_is_known_of_each_again(three: Scene) -> None:
    """While they are one, one place on a list is left; the other was a double."""
    day = date(2024, 4, 10)
    listed = [
        Fact(person, Kind.LISTED, "can-ngheo", day, day, "danh sách 1", body=body, directive=D2024)
        for person, body in ((1, DAI_PHU), (2, SON_NAM), (3, SON_NAM))
    ]
    with three.office.writing() as session:
        enter(session, Revision((), tuple(listed), day), Ground("list:1", NOW, BHXH))
        merging.append(session, NOW, [merging.Event("list.imported", "person_list:1", {})])
    before = _standing(three)
    do(three, BHXH, double.merge, double.Request(1, 2, MET))
    places = [one for one in _standing(three) if one[1] == Kind.LISTED and one[5] == date.max]
    assert [(one[0], one[3]) for one in places] == [(1, DAI_PHU), (3, SON_NAM)]
    do(three, BHXH, double.unmerge, double.Undoing(2, MISTAKE))
    assert _standing(three) == before


def test_whatever_was_known_of_two_both_histories_come_back_to_the_row(any_office: Scene) -> None:
    """Forty pairs with places, groups and cards drawn by lot, merged and parted in any order."""
    scene, drawn = any_office, Random(861)  # noqa: S311 - repeatable, no secrets
    scene.day("2024-04-26")
    pairs = [(2 * number + 1, 2 * number + 2) for number in range(40)]
    day = date(2024, 4, 10)
    with scene.office.writing() as session:
        safe = safe_to_write(session, scene.office.settings.state_folder, NOW)
        people = [(drawn.choice((DAI_PHU, SON_NAM)), ANOTHER) for _ in range(80)]
        facts = tuple(
            fact for id_ in stored(session, safe, people, NOW) for fact in _lot(drawn, id_)
        )
        enter(session, Revision((), facts, day), Ground("list:1", NOW, BHXH))
        merging.append(session, NOW, [merging.Event("list.imported", "person_list:1", {})])
    before = rows(scene, "double_judged", "person_merge")
    with desk(scene.office, NOW, BHXH) as opened:
        for pair in pairs:
            double.merge(opened, double.Request(*drawn.sample(pair, 2), MET))
    ended = [one for one in rows(scene)["person_fact"] if f"{one}".count("merge:")]
    assert len(ended) > 20
    with scene.office.reading() as session:
        gone = list(session.scalars(select(PersonMerge.gone_id)))
    with desk(scene.office, NOW, BHXH) as opened:
        for one in drawn.sample(gone, len(gone)):
            double.unmerge(opened, double.Undoing(one, MISTAKE))
    assert rows(scene, "double_judged", "person_merge") == before


def _lot(drawn: Random, person: int) -> list[Fact]:
    """Return places on two lists, open or ended, and a group, each of them or not."""
    day, later = date(2024, 4, 10), date(2024, 4, 20)
    said = {"since": day, "known_from": day, "source": "danh sách 1"}
    return [
        Fact(person, kind, of, until=until, body=body, directive=directive, **said)
        for kind, directive in ((Kind.LISTED, D2024), (Kind.MEMBER, ""))
        for of in ("can-ngheo", "dtts")
        for body in (DAI_PHU, SON_NAM)
        for until in (None, later)
        if drawn.random() < 0.3
    ]
