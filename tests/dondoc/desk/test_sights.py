"""Who sees what: every sight, by the body's part in the matter, its post, and the day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, select

from dondoc.contacts.row import ContactRow
from dondoc.desk.context import Which, desk
from dondoc.desk.look import Look, look
from dondoc.errors import Refused
from dondoc.looking.board import Board
from dondoc.looking.by_body import ByBody
from dondoc.obligations.standing import Standing
from dondoc.setup.database import open_engine
from dondoc.visible import Sight
from models import Obligation
from rules.meaning.engine import PolicyEngine
from rules.meaning.right import Rights
from rules.rulebook import Rulebook
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at, scene

DAY = "2024-05-08 10:00"
OFFICER, CHAIR, NEIGHBOUR = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair", f"{SON_NAM}/officer"
BHXH, ADDRESSEE = "bhxh-huyen/officer", "ubnd-huyen/leader"
SPECIALIST, ADMINISTRATOR = "van-phong/specialist", "van-phong/administrator"
INSPECTOR = "ubnd-huyen/inspector"
VAN_SON, HONG_SON = "02593@base", "02608@2024"
# The chair's post is another's for some days.
DEPUTY = ContactRow(
    DAI_PHU,
    "chair",
    "Ma Phó",
    "p@x.invalid",
    capacity="deputy",
    valid_from=date(2024, 5, 6),
    valid_to=date(2024, 5, 9),
)
# Seen: everything, one's own, those that report (and oneself), nothing.
ALL, OWN, REPORTING, NOTHING = "all", "own", "reporting", "nothing"
S = Sight
_EVERYBODYS = {S.STATUS, S.NOTICES, S.LETTER, S.REPORT, S.ROUND, S.COUNTS, S.DOSSIER}
_MACHINE = {S.STATUS, S.NOTICES, S.TRAIL, S.CONTACTS, S.HEALTH}
EXPECTED = {
    OFFICER: {OWN: _EVERYBODYS | {S.CONTACTS}},
    CHAIR: {OWN: _EVERYBODYS | {S.CONTACTS}},
    NEIGHBOUR: {OWN: _EVERYBODYS | {S.CONTACTS}},
    BHXH: {REPORTING: _EVERYBODYS, OWN: {S.CONTACTS}},
    ADDRESSEE: {REPORTING: _EVERYBODYS},
    SPECIALIST: {ALL: set(S)},
    ADMINISTRATOR: {ALL: _MACHINE},
    INSPECTOR: {ALL: set(S)},
}


@pytest.fixture(scope="module")
def played(
    sqlite_template: Path,
    rulebook: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """One office on the day after the first reports are late; tests only look at it."""
    folder = tmp_path_factory.mktemp("sights")
    (folder / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'dondoc.sqlite'}")
    with scene(engine, rulebook, policies, folder, contacts=[DEPUTY]) as made:
        yield made
    engine.dispose()


@contextmanager
def looking(scene: Scene, sight: Sight, who: str | None, when: str = DAY) -> Iterator[Look]:
    with desk(scene.office, at(when), who, looks=True) as opened:
        yield look(opened, sight)


def seen(scene: Scene, sight: Sight, who: str | None, when: str = DAY) -> frozenset[str] | None:
    """Return of which bodies that owe something `who` sees the matters; None: everything."""
    with looking(scene, sight, who, when) as found:
        if found.visible.everything:
            return None
        column = Obligation.bearer_uid
        query = select(column).where(*found.visible.where(column)).distinct()
        mine = frozenset(found.session.scalars(query))
        owing = frozenset(found.session.scalars(select(column).distinct()))
        # The condition on rows and the set of bodies are the same.
        assert found.visible.hidden(found.session, owing) == owing - mine
        return mine


# Persons are seen by what has to do with each of them: `test_persons`.
@pytest.mark.parametrize("sight", [one for one in Sight if one is not S.PERSONS])
@pytest.mark.parametrize("who", EXPECTED)
def test_each_sight_shows_each_holder_what_the_table_says(
    played: Scene, who: str, sight: Sight
) -> None:
    wanted = next((what for what, sights in EXPECTED[who].items() if sight in sights), NOTHING)
    if wanted is NOTHING:
        with pytest.raises(
            Refused, match=r"không được .*; được: .*\(van-phong/office-head, specialist"
        ):
            seen(played, sight, who)
        return
    found, body = seen(played, sight, who), who.partition("/")[0]
    if wanted is ALL:
        assert found is None
        return
    assert found is not None
    if wanted is OWN:
        assert found == frozenset({body} & owing(played))
    else:
        communes = {uid for uid in owing(played) if uid[0] == "0"}
        assert found >= communes
        assert found - communes == {"bhxh-huyen"}


def owing(scene: Scene) -> frozenset[str]:
    with scene.office.reading() as session:
        return frozenset(session.scalars(select(Obligation.bearer_uid).distinct()))


@pytest.mark.parametrize("sight", sorted(_EVERYBODYS | {S.CONTACTS}))
def test_who_acts_for_a_post_sees_from_the_first_day_to_the_last(
    played: Scene, sight: Sight
) -> None:
    for day in ("2024-05-06", "2024-05-09"):
        assert seen(played, sight, CHAIR, f"{day} 10:00") == {DAI_PHU}
    for day in ("2024-05-05", "2024-05-10"):
        with pytest.raises(Refused, match="không ai giữ chức danh Chủ tịch của Xã Đại Phú"):
            seen(played, sight, CHAIR, f"{day} 10:00")


def test_a_body_that_ended_sees_nothing_and_its_heir_sees_what_it_left(played: Scene) -> None:
    assert seen(played, S.REPORT, f"{VAN_SON}/officer", "2024-08-31 10:00") == {VAN_SON}
    with pytest.raises(Refused, match=r"không còn từ ngày 01/9/2024; thay bằng: Xã Hồng Sơn"):
        seen(played, S.REPORT, f"{VAN_SON}/officer", "2024-09-01 10:00")
    with pytest.raises(Refused, match="chưa có Xã Hồng Sơn"):
        seen(played, S.REPORT, f"{HONG_SON}/officer", "2024-08-31 10:00")
    heirs = seen(played, S.REPORT, f"{HONG_SON}/officer", "2024-09-01 10:00")
    assert heirs == {VAN_SON, "02608@base"}


def test_whoever_is_not_named_looks_as_the_settings_say_or_as_the_office(played: Scene) -> None:
    assert seen(played, S.REPORT, None) is None
    located = played.office.settings
    settings = located.settings.model_copy(update={"as_": OFFICER})
    named = replace(
        played,
        office=replace(played.office, settings=located.model_copy(update={"settings": settings})),
    )
    assert seen(named, S.REPORT, None) == {DAI_PHU}
    assert seen(named, S.REPORT, SPECIALIST) is None


def test_the_office_sees_its_files_though_the_list_of_bodies_says_it_ended(played: Scene) -> None:
    assert seen(played, S.TABLES, None, "2026-11-28 10:00") is None


@pytest.mark.parametrize("who", [NEIGHBOUR, BHXH, INSPECTOR])
def test_who_looks_costs_the_board_and_the_status_one_statement_at_most(
    played: Scene, who: str
) -> None:
    def cost(name: str | None) -> int:
        with statements(played) as told, looking(played, S.STATUS, name) as found:
            Board(played.office).render(at(DAY), visible=found.visible)
            everybody(found)
        return len(told)

    assert cost(who) <= cost(None) + 1


def everybody(found: Look) -> list[Standing]:
    rows = ByBody(found.session, found.desk.rulebook, None, at(DAY), found.visible).rows()
    return list(rows)


@contextmanager
def statements(scene: Scene) -> Iterator[list[str]]:
    """Yield what the database is told meanwhile."""
    told = list[str]()

    def note(*said: object) -> None:
        told.append(str(said[2]))

    event.listen(scene.office.database, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(scene.office.database, "before_cursor_execute", note)


def test_what_is_named_and_hidden_is_refused_with_who_may_see_it(played: Scene) -> None:
    with looking(played, S.REPORT, NEIGHBOUR) as found:
        said = r"xem báo cáo.*: việc này không liên quan.*; được: .*\(02617@base/chair, .*officer"
        with pytest.raises(Refused, match=said) as refused:
            found.one(Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5)))
        assert "(bhxh-huyen/director, officer" in str(refused.value)
        # Nor are its dates told to who asks for one there is not.
        with pytest.raises(Refused, match="không được xem báo cáo") as other:
            found.one(Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 6)))
        assert "05/6/2024" not in str(other.value)
        assert found.one(Which(D2024, MONTHLY, SON_NAM, date(2024, 5, 5))).bearer_uid == SON_NAM


def test_a_sight_that_the_table_leaves_out_nobody_has(played: Scene) -> None:
    rulebook = replace(played.office.rulebook, rights=Rights())
    silent = replace(played, office=replace(played.office, rulebook=rulebook))
    with pytest.raises(Refused, match="chưa nêu ai được xem"):
        seen(silent, S.STATUS, None)


@pytest.mark.postgres
def test_what_is_visible_is_read_alike_on_postgresql(pg_office: Scene) -> None:
    pg_office.day("2024-04-26")
    for who, some in ((NEIGHBOUR, {SON_NAM}), (BHXH, owing(pg_office) & {DAI_PHU, SON_NAM})):
        with looking(pg_office, S.STATUS, who) as found:
            Board(pg_office.office).render(at(DAY), visible=found.visible)
            rows = everybody(found)
            assert {row.owed.bearer_uid for row in rows} >= some
            assert (DAI_PHU in {row.owed.bearer_uid for row in rows}) == (DAI_PHU in some)
