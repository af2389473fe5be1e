"""Likely doubles are sought whoever came by which road, once, and shown to who may see them."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from dondoc.day.seeking import seek
from dondoc.desk import double
from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.looking.doubles import Pair, pairs
from dondoc.people.row import Birth, Number, Personal
from dondoc.people.unsought import unsought
from dondoc.visible import Sight
from models import DoubleReason, PersonMark
from tests.dondoc.people.stored import store
from tests.offices import DAI_PHU, SON_NAM, Scene, at

NOW = at("2024-05-07 09:00")
HOA = Personal("Nguyễn Thị Hòa", Birth(1985, 3, 7), "nữ")
AGAIN = replace(HOA, name="NGUYEN THI HOA", numbers=(Number("cccd", "008185001234"),))
KHOI = Personal("Ma Văn Khôi", Birth(1971, 9, 2), "nam")
OFFICER, NEIGHBOUR, BHXH = f"{DAI_PHU}/officer", f"{SON_NAM}/officer", "bhxh-huyen/officer"
MET = DoubleReason.MET


@pytest.fixture
def came(any_office: Scene) -> Scene:
    """Four by a list, two of them one, and nobody has looked yet."""
    scene = any_office
    scene.day("2024-04-26")
    nameless = replace(KHOI, name="…")
    four = [(DAI_PHU, HOA), (SON_NAM, AGAIN), (SON_NAM, KHOI), (SON_NAM, nameless)]
    store(scene, four, NOW, sought=False)
    return scene


def shown(scene: Scene, who: str, **more: int) -> list[Pair]:
    with desk(scene.office, NOW, who, looks=True) as opened:
        found = look(opened, Sight.PERSONS)
        return pairs(found.session, found.visible, 10, **more)


def test_whoever_came_is_looked_for_once(came: Scene) -> None:
    seen: list[int] = []
    assert seek(came.office, NOW, seen.append) == 1
    assert seen == [4]
    with came.office.reading() as session:
        assert unsought(session, 9) == []
        marks = session.scalar(select(func.count(PersonMark.id)))
    assert seek(came.office, NOW, seen.append) == 0
    with came.office.reading() as session:
        assert session.scalar(select(func.count(PersonMark.id))) == marks
    assert [one.data for one in came.entries("doubles.found")] == ['{"found":1}']


def test_the_sweep_goes_on_where_it_was_broken_off(came: Scene) -> None:
    came.sweep("2024-05-08 07:00", accept_gap=True)
    assert [pair.one for pair in shown(came, BHXH)] == [1]


def test_without_its_keys_the_sweep_goes_on_and_looks_another_day(came: Scene) -> None:
    keys = came.office.settings.state_folder / "people.keys"
    kept = keys.rename(keys.with_suffix(".away"))
    came.sweep("2024-05-08 07:00", accept_gap=True)
    assert shown(came, BHXH) == []
    kept.rename(keys)
    came.sweep("2024-05-09 07:00")
    assert len(shown(came, BHXH)) == 1


def test_a_commune_sees_that_there_is_one_elsewhere_and_no_more(came: Scene) -> None:
    seek(came.office, NOW)
    (whole,) = shown(came, BHXH)
    assert whole == Pair(1, DAI_PHU, 2, SON_NAM, whole.score)
    assert shown(came, OFFICER) == [Pair(1, DAI_PHU, None, None, whole.score)]
    assert shown(came, NEIGHBOUR) == [Pair(2, SON_NAM, None, None, whole.score)]


def test_of_one_person_the_pairs_begin_with_them(came: Scene) -> None:
    seek(came.office, NOW)
    assert [(one.one, one.other) for one in shown(came, BHXH, person=2)] == [(2, 1)]
    assert shown(came, BHXH, person=3) == []
    assert shown(came, OFFICER, person=2) == []


def test_what_was_judged_is_shown_no_more(came: Scene) -> None:
    seek(came.office, NOW)
    with desk(came.office, NOW, BHXH) as opened:
        double.apart(opened, double.Request(1, 2, MET))
    assert shown(came, BHXH) == shown(came, OFFICER) == []


def test_a_pair_follows_whom_somebody_turned_out_to_be(came: Scene) -> None:
    seek(came.office, NOW)
    with desk(came.office, NOW, BHXH) as opened:
        double.merge(opened, double.Request(3, 2, MET))
    assert [(one.one, one.other) for one in shown(came, BHXH)] == [(1, 3)]
    with desk(came.office, NOW, BHXH) as opened:
        double.apart(opened, double.Request(1, 3, MET))
    assert shown(came, BHXH) == []
    with desk(came.office, NOW, BHXH) as opened:
        double.unmerge(opened, double.Undoing(2, MET))
    assert [(one.one, one.other) for one in shown(came, BHXH)] == [(1, 2)]
