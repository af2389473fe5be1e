"""Who sees which person: by the commune they live in, the lists, and where their case has come."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc.desk.context import desk
from dondoc.desk.look import look
from dondoc.desk.persons import Opened, open_persons
from dondoc.errors import NotAllowed, NotPossible, Refused
from dondoc.people.access import who_saw
from dondoc.people.row import Birth, Number, Personal
from dondoc.people.safe import safe_to_write
from dondoc.setup.database import open_engine
from dondoc.visible import Sight
from models import Access, Assignment, Login, Person, PersonReached, Village
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import DAI_PHU, SON_NAM, Scene, at, scene

DAY = "2024-05-08 10:00"
BY = "bhxh-huyen/officer"
# Of the second, the case was laid before the Labour office; the fourth lives in another commune.
HERE, REACHED, ELSEWHERE_HERE, NEIGHBOUR, NO_VILLAGE = 1, 2, 3, 4, 5
EVERYBODY = {HERE, REACHED, ELSEWHERE_HERE, NEIGHBOUR, NO_VILLAGE}
MINE = EVERYBODY - {NEIGHBOUR}
SEEN: dict[str, set[int]] = {
    f"{DAI_PHU}/chair": MINE,
    f"{DAI_PHU}/vice-chair": MINE,
    f"{DAI_PHU}/officer": MINE,
    f"{DAI_PHU}/mailbox": set(),
    f"{SON_NAM}/officer": {NEIGHBOUR},
    "bhxh-huyen/director": EVERYBODY,
    "bhxh-huyen/officer": EVERYBODY,
    "bhxh-huyen/mailbox": set(),
    "phong-ldtbxh/director": {REACHED},
    "phong-ldtbxh/officer": {REACHED},
    "phong-ldtbxh/mailbox": set(),
    "ubnd-huyen/leader": set(),
    "ubnd-huyen/chair": set(),
    "ubnd-huyen/inspector": set(),
    "van-phong/office-head": set(),
    "van-phong/specialist": set(),
    "van-phong/administrator": set(),
}
# A field officer of the first village, one of both, and one whose village was taken again.
ONE, BOTH, NO_MORE = 1, 2, 3
# Signed in with the second factor.
SECOND = 4


@pytest.fixture(scope="module")
def lived_in(
    sqlite_template: Path,
    rulebook: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """An office that follows five people; tests only look at it."""
    folder = tmp_path_factory.mktemp("persons")
    (folder / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'dondoc.sqlite'}")
    with scene(engine, rulebook, policies, folder) as made:
        made.day("2024-04-26")
        settle(made)
        yield made
    engine.dispose()


def settle(scene: Scene) -> None:
    when = at("2024-05-02 08:00")
    recorded = {"recorded_at": when, "recorded_by": BY}
    with scene.office.writing() as session:
        for uid, name in ((DAI_PHU, "Thôn Cây Thông"), (DAI_PHU, "Thôn Đồng Đài")):
            session.add(Village(body_uid=uid, name=name, **recorded))
        session.flush()
        safe = safe_to_write(session, scene.office.settings.state_folder, when)
        for number, uid, village in (
            (HERE, DAI_PHU, 1),
            (REACHED, DAI_PHU, 1),
            (ELSEWHERE_HERE, DAI_PHU, 2),
            (NEIGHBOUR, SON_NAM, None),
            (NO_VILLAGE, DAI_PHU, None),
        ):
            session.add(
                Person(
                    id=number,
                    body_uid=uid,
                    village_id=village,
                    sealed=safe.close_person(number, personal(number)),
                    seal_key=safe.newest,
                    state="known",
                    **recorded,
                )
            )
        session.flush()
        reached = date(2024, 5, 2)
        session.add(
            PersonReached(
                person_id=REACHED, body_uid="phong-ldtbxh", reached_on=reached, **recorded
            )
        )
        for number in (ONE, BOTH, NO_MORE, SECOND):
            opened = {"opened_at": when, "opened_by": BY}
            second = b"sealed" if number == SECOND else None
            session.add(Login(id=number, name=f"{number}", person="x", second=second, **opened))
        session.flush()
        given = {"from_on": date(2024, 5, 2), "given_by": f"{DAI_PHU}/chair", "given_at": when}
        given |= {"body_uid": DAI_PHU, "role": "officer", "holder": "x"}
        session.add_all(
            [
                Assignment(login_id=ONE, village_id=1, **given),
                Assignment(login_id=BOTH, village_id=1, **given),
                Assignment(login_id=BOTH, village_id=2, **given),
                Assignment(login_id=NO_MORE, village_id=2, until_on=date(2024, 5, 8), **given),
            ]
        )
        session.flush()
        session.connection().exec_driver_sql("DELETE FROM witnessed")


def personal(number: int) -> Personal:
    numbers = (Number("cccd", f"00808400000{number}"),)
    return Personal(f"Ma Thị {number}", Birth(1984, 5, None), "nữ", numbers, (), None, "Tày", None)


def seen(scene: Scene, who: str | None, login: int | None = None) -> set[int]:
    with desk(scene.office, at(DAY), who, looks=True, login=login) as opened:
        found = look(opened, Sight.PERSONS)
        return set(found.session.scalars(select(Person.id).where(*found.visible.persons())))


@pytest.mark.parametrize("who", SEEN)
def test_who_sees_whom(lived_in: Scene, who: str) -> None:
    if not SEEN[who]:
        with pytest.raises(NotAllowed, match="không được xem hồ sơ từng người"):
            seen(lived_in, who)
        return
    assert seen(lived_in, who) == SEEN[who]


@pytest.mark.parametrize(
    ("login", "whom"),
    [(ONE, {HERE, REACHED}), (BOTH, {HERE, REACHED, ELSEWHERE_HERE}), (NO_MORE, MINE)],
)
def test_an_officer_with_villages_of_their_own_sees_those_alone(
    lived_in: Scene, login: int, whom: set[int]
) -> None:
    assert seen(lived_in, f"{DAI_PHU}/officer", login) == whom


def test_villages_of_one_commune_narrow_nothing_of_who_collects_from_all(lived_in: Scene) -> None:
    assert seen(lived_in, "bhxh-huyen/officer", ONE) == EVERYBODY


def test_who_names_nobody_is_shown_nobody(lived_in: Scene) -> None:
    with pytest.raises(Refused, match="không được xem hồ sơ từng người"):
        seen(lived_in, None)


def opened(scene: Scene, who: str, *persons: int, login: int | None = None) -> Opened:
    with desk(scene.office, at(DAY), who, looks=True, login=login) as opened:
        return open_persons(look(opened, Sight.PERSONS), persons, Access.VIEW)


def times_seen(scene: Scene, person: int) -> int:
    with scene.office.reading() as session:
        return len(list(who_saw(session, person)))


def test_who_is_shown_a_person_is_in_the_log_by_name_of_the_post(lived_in: Scene) -> None:
    before = times_seen(lived_in, HERE)
    found = opened(lived_in, f"{DAI_PHU}/officer", HERE, REACHED, login=SECOND)
    assert [found.personal[one].name for one in (HERE, REACHED)] == ["Ma Thị 1", "Ma Thị 2"]
    with lived_in.office.reading() as session:
        last = next(who_saw(session, HERE))
    assert (last.who, last.login, last.at) == (f"{DAI_PHU}/officer", SECOND, at(DAY))
    assert times_seen(lived_in, HERE) == before + 1


@pytest.mark.parametrize("person", [NEIGHBOUR, 4711])
def test_a_number_that_is_hidden_and_one_that_there_is_not_are_refused_alike(
    lived_in: Scene, person: int
) -> None:
    before = times_seen(lived_in, HERE)
    with pytest.raises(Refused) as refused:
        opened(lived_in, f"{DAI_PHU}/officer", HERE, person)
    assert str(refused.value) == f"không có hồ sơ số {person} trong phần được xem"
    assert times_seen(lived_in, HERE) == before


def test_who_is_signed_in_without_the_second_factor_is_shown_nobody(lived_in: Scene) -> None:
    with pytest.raises(NotAllowed, match="mã thứ hai"):
        opened(lived_in, f"{DAI_PHU}/officer", HERE, login=ONE)


def test_without_the_key_nothing_is_shown_and_nothing_logged(lived_in: Scene) -> None:
    keys = lived_in.office.settings.state_folder / "people.keys"
    away = keys.rename(keys.with_name("away"))
    before = times_seen(lived_in, HERE)
    with pytest.raises(NotPossible, match="không thấy khóa dữ liệu người dân"):
        opened(lived_in, f"{DAI_PHU}/officer", HERE)
    away.rename(keys)
    assert times_seen(lived_in, HERE) == before
