"""A list of people is looked at first, then taken whole or not at all, each person once."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc.day.seeking import seek
from dondoc.desk import people_list, receive_list
from dondoc.desk.context import desk
from dondoc.desk.list_answer import Answer
from dondoc.desk.people_list import Request
from dondoc.desk.receive_list import Receiving
from dondoc.errors import NotAllowed, NotPossible, Refused
from dondoc.looking import lists
from dondoc.looking.handed import handed
from dondoc.people.reading.match import Correction
from dondoc.people.row import Personal
from dondoc.people.safe import open_safe
from dondoc.visible import EVERYTHING, Visible
from models import ListLine, ListReceipt, PeopleListKind, Person, PersonFact, PersonList
from tests.offices import D2024, DAI_PHU, SON_NAM, Scene, at

BHXH, OFFICER = "bhxh-huyen/officer", f"{DAI_PHU}/officer"
HEADER = "Họ và tên,Ngày sinh,Giới tính,Mã số BHXH,Số CCCD,Xã,Thôn\n"
HOA = "Ma Thị Hoa,12/3/1984,Nữ,0812345678,008184001234,Đại Phú,Tân Lập\n"
NAM = "Lý Văn Nam,1990,Nam,,,Đại Phú,Tân Lập\n"
SAU = "Hoàng Văn Sáu,05/6/1971,Nam,,008071000123,Sơn Nam,Ba Nhà\n"
GROUP = "can-ngheo"
Take = Callable[..., Answer]


@pytest.fixture
def take(office: Scene, tmp_path: Path) -> Take:
    """Return what takes a file over, as BHXH on a morning unless said otherwise."""
    office.day("2024-04-26")

    def taken(text: str, who: str = BHXH, when: str = "2024-05-02 09:00", **more: object) -> Answer:
        file = tmp_path / "danh-sach.csv"
        file.write_text(HEADER + text, "utf-8")
        said = {"directive": D2024, "group": GROUP, "apply": True} | more
        with desk(office.office, at(when), who, looks=not said["apply"]) as opened:
            return people_list.take_over(opened, Request(file, **said))  # type: ignore[arg-type]

    return taken


def persons(scene: Scene) -> dict[int, Personal]:
    with scene.office.reading() as session:
        safe = open_safe(session, scene.office.settings.state_folder)
        rows = session.scalars(select(Person).order_by(Person.id))
        return {row.id: safe.open_person(row.id, row.sealed, row.seal_key) for row in rows}


def count(scene: Scene, model: type) -> int:
    with scene.office.reading() as session:
        return len(session.scalars(select(model)).all())


def test_a_first_look_says_what_would_come_and_writes_nothing(take: Take, office: Scene) -> None:
    seen = take(HOA + NAM + SAU, apply=False)
    assert (seen.applied, seen.list, seen.people, seen.new, seen.known) == (False, None, 3, 3, 0)
    assert [(part.body, part.people) for part in seen.parts] == [(DAI_PHU, 2), (SON_NAM, 1)]
    assert count(office, PersonList) == count(office, Person) == 0
    assert not (office.office.settings.state_folder / "people.keys").exists()


def test_a_first_look_says_how_many_who_seem_new_are_likely_known(
    take: Take, office: Scene
) -> None:
    """Entered elsewhere without numbers, in another spelling: known by no mark an import has."""
    again = "MA THI HOA,12/3/1984,,,,Sơn Nam,Ba Nhà\n"
    take(HOA + SAU)
    assert take(again + NAM, apply=False).doubles == 0
    seek(office.office, at("2024-05-02 09:00"))
    seen = take(again + NAM, apply=False)
    assert (seen.new, seen.doubles) == (2, 1)
    assert take(NAM).doubles is None


def test_a_list_is_kept_with_each_person_sealed_and_its_parts_awaited(
    take: Take, office: Scene
) -> None:
    done = take(HOA + NAM + SAU, as_of=date(2024, 4, 10), source="công văn số 45")
    assert (done.applied, done.version, done.new) == (True, 1, 3)
    first, second, third = persons(office).values()
    assert (first.name, first.number("bhxh"), second.birth and second.birth.year) == (
        "Ma Thị Hoa",
        "0812345678",
        1990,
    )
    assert third.name == "Hoàng Văn Sáu"
    with office.office.reading() as session:
        (one,) = session.scalars(select(PersonList))
        assert (one.as_of, one.source, one.body_uid) == (
            date(2024, 4, 10),
            "công văn số 45",
            "bhxh-huyen",
        )
        assert one.purpose
        assert one.ground
        facts = session.scalars(select(PersonFact)).all()
        assert {(f.kind, f.subject, f.since, f.known_from) for f in facts} == {
            (kind, GROUP, date(2024, 4, 10), date(2024, 5, 2)) for kind in ("listed", "member")
        }
        parts = lists.receipts(session, one.id, EVERYTHING)
        assert [(part.body, part.people, part.received_at) for part in parts] == [
            (DAI_PHU, 2, None),
            (SON_NAM, 1, None),
        ]
    (entry,) = office.entries("list.imported")
    said = json.loads(entry.data)
    assert (said["people"], said["known"], said["by"]) == (3, 0, BHXH)
    assert "Hoa" not in entry.data


def test_the_same_list_again_knows_everybody_however_their_names_are_spelt(
    take: Take, office: Scene
) -> None:
    take(HOA + NAM + SAU)
    again = take(HOA.replace("Thị Hoa", "THỊ HOA") + NAM + SAU, when="2024-05-03 09:00")
    assert (again.version, again.new, again.known, again.came, again.gone) == (2, 0, 3, 0, ())
    assert len(persons(office)) == 3
    assert count(office, PersonFact) == 6
    assert count(office, ListLine) == 6


def test_a_card_leads_to_whoever_has_its_insurance_code(take: Take, office: Scene) -> None:
    take(HOA)
    card = "Ma T. Hoa,1984,Nữ,,,Đại Phú,\n".replace("Nữ,,", "Nữ,0812345678,")
    assert take(card, when="2024-05-03 09:00").known == 1
    assert len(persons(office)) == 1


def test_two_of_one_name_and_year_are_two_and_stay_the_same_two(take: Take, office: Scene) -> None:
    assert take(NAM + NAM).new == 2
    assert take(NAM + NAM, when="2024-05-03 09:00").known == 2
    assert take(NAM + NAM + NAM, when="2024-05-04 09:00").new == 1
    assert len(persons(office)) == 3


def test_a_row_that_fails_keeps_the_whole_list_out_and_is_named_by_its_number(
    take: Take, office: Scene
) -> None:
    wrong = HOA + ",05/2/1990,Nữ,,,Đại Phú,\n" + NAM.replace("Đại Phú", "Đại Phúc") + HOA
    seen = take(wrong, apply=False)
    assert [one.line for one in seen.failing] == [3, 4, 5]
    assert "không có họ và tên" in seen.failing[0].what
    assert "trùng số với dòng 2" in seen.failing[2].what
    assert not any("1990" in one.what or "Hoa" in one.what for one in seen.failing)
    with pytest.raises(Refused, match="3 dòng chưa nhận được"):
        take(wrong)
    assert count(office, Person) == count(office, PersonList) == 0


def test_how_a_list_differs_from_the_one_before_is_said_in_case_numbers(
    take: Take, office: Scene
) -> None:
    take(HOA + NAM)
    second = take(NAM + SAU, when="2024-05-03 09:00")
    assert (second.came, second.stayed, second.gone) == (1, 1, (1,))
    with office.office.reading() as session:
        whole = lists.difference(session, 1, 2, EVERYTHING)
        assert (whole.came, whole.stayed, whole.gone) == ((3,), (2,), (1,))
        assert [(part.body, part.came, part.gone) for part in whole.parts] == [
            (DAI_PHU, 0, 1),
            (SON_NAM, 1, 0),
        ]
        mine = lists.difference(session, 1, 2, Visible(own=frozenset({SON_NAM})))
        assert (mine.came, mine.stayed, mine.gone) == ((3,), (), ())


def test_a_commune_brings_its_own_and_has_it_at_once(take: Take, office: Scene) -> None:
    done = take(NAM.replace("Đại Phú", ""), who=OFFICER)
    assert [part.body for part in done.parts] == [DAI_PHU]
    with office.office.reading() as session:
        (part,) = session.scalars(select(ListReceipt))
        assert part.received_at == at("2024-05-02 09:00")
    seen = take(SAU, who=OFFICER, apply=False)
    assert "của xã khác" in seen.failing[0].what


@pytest.mark.parametrize("who", ["van-phong/specialist", "ubnd-huyen/leader"])
def test_whoever_is_neither_that_commune_nor_who_collects_brings_none(take: Take, who: str) -> None:
    with pytest.raises(NotAllowed, match="không được nhập danh sách người"):
        take(HOA, who=who, apply=False)


def test_a_commune_that_has_its_part_says_so_once(take: Take, office: Scene) -> None:
    take(HOA + SAU)
    with desk(office.office, at("2024-05-03 08:00"), OFFICER) as opened:
        done = receive_list.receive(opened, Receiving(1, "Đại Phú"))
    assert (done.people, done.by) == (1, OFFICER)
    (entry,) = office.entries("list.received")
    assert json.loads(entry.data) == {"body": DAI_PHU, "by": OFFICER, "list": 1, "people": 1}
    with (
        pytest.raises(Refused, match=r"đã nhận danh sách số 1 ngày 03/5/2024"),
        desk(office.office, at("2024-05-03 09:00"), BHXH) as opened,
    ):
        receive_list.receive(opened, Receiving(1, DAI_PHU))
    with (
        pytest.raises(NotAllowed, match="không được ghi đã nhận"),
        desk(office.office, at("2024-05-03 09:00"), OFFICER) as opened,
    ):
        receive_list.receive(opened, Receiving(1, SON_NAM))
    with office.office.reading() as session:
        (one,) = lists.lists(session, D2024, EVERYTHING)
    assert (one.people, one.parts, one.waiting) == (2, 2, 1)


def test_a_lost_key_keeps_the_next_list_out_and_harms_nothing(take: Take, office: Scene) -> None:
    take(HOA)
    file = office.office.settings.state_folder / "people.keys"
    kept = file.read_bytes()
    file.unlink()
    for apply in (True, False):
        with pytest.raises(NotPossible, match="không thấy khóa dữ liệu người dân"):
            take(SAU, when="2024-05-03 09:00", apply=apply)
    assert not file.exists()
    file.write_bytes(kept)
    file.chmod(0o600)
    assert take(SAU, when="2024-05-03 09:00").new == 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"directive": "khac"}, "không có văn bản 'khac'"),
        ({"group": "khac"}, "không có nhóm 'khac'; có: can-ngheo"),
        ({"as_of": date(2024, 5, 3)}, "ngày này chưa tới"),
    ],
    ids=["directive", "group", "day"],
)
def test_what_is_named_wrongly_is_said(take: Take, more: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says):
        take(HOA, **more)


def test_a_list_of_cards_holds_until_when_and_opens_no_group(take: Take, office: Scene) -> None:
    take(HOA)
    text = HEADER.strip() + ",Từ ngày,Đến ngày,Đối tượng\n"
    row = HOA.strip() + ",01/5/2024,31/12/2024,CN\n"
    file = office.office.settings.state_folder / "the.csv"
    file.write_text(text + row, "utf-8")
    request = Request(file, D2024, GROUP, PeopleListKind.CARDS, apply=True)
    with desk(office.office, at("2024-05-06 09:00"), BHXH) as opened:
        done = people_list.take_over(opened, request)
    assert (done.version, done.known) == (1, 1)
    with office.office.reading() as session:
        (line,) = session.scalars(select(ListLine).where(ListLine.list_id == done.list))
        assert (line.card_until, line.category, line.person_id) == (date(2024, 12, 31), "CN", 1)
        card = session.scalars(select(PersonFact).where(PersonFact.kind == "carded")).one()
        assert (card.since, card.until) == (date(2024, 5, 1), date(2025, 1, 1))


def test_what_a_person_said_of_a_layout_is_kept_with_the_list_and_holds_for_the_next(
    office: Scene, tmp_path: Path
) -> None:
    office.day("2024-04-26")
    file = tmp_path / "danh-sach.csv"
    text = "UBND XÃ ĐẠI PHÚ,,,\nSTT,Họ và tên,Sinh,Giới tính\n1,{},1984,1\n"
    said = Correction({"sinh": "birth"}, {"1": "nữ", "2": "nam"})

    def take(name: str, said: Correction, when: str, apply: bool = True) -> Answer:
        file.write_text(text.format(name), "utf-8")
        request = Request(file, D2024, GROUP, said=said, apply=apply)
        with desk(office.office, at(when), BHXH, looks=not apply) as opened:
            return people_list.take_over(opened, request)

    seen = take("Ma Thị Hoa", Correction(), "2024-05-02 09:00", apply=False)
    assert [code for code, _, _ in seen.sheets[0].asks] == ["sex-asked"]
    take("Ma Thị Hoa", said, "2024-05-02 09:00")
    take("Ma Thị Sửu", Correction(), "2024-05-03 09:00")
    assert [(one.birth and one.birth.year, one.sex) for one in persons(office).values()] == [
        (1984, "nữ"),
        (1984, "nữ"),
    ]


def test_an_address_of_before_the_communes_were_joined_leads_to_their_heir(
    office: Scene, tmp_path: Path
) -> None:
    office.day("2024-09-06")
    file = tmp_path / "danh-sach.csv"
    where = "Thôn Đồng Chùa, xã Hồng Lạc, huyện cũ, tỉnh cũ"
    file.write_text(f'STT,Họ và tên,Năm sinh,Địa chỉ\n1,Ma Thị Hoa,1984,"{where}"\n', "utf-8")
    request = Request(file, D2024, GROUP, apply=True)
    with desk(office.office, at("2024-09-09 09:00"), BHXH) as opened:
        done = people_list.take_over(opened, request)
    assert [part.body for part in done.parts] == ["02608@2024"]
    assert [one.address for one in persons(office).values()] == [where]


def test_the_duties_that_hand_lists_down_are_done_when_every_commune_has_its_part(
    take: Take, office: Scene
) -> None:
    def stand() -> dict[str, tuple[date | None, list[tuple[int | None, int, int]]]]:
        declared = office.office.rulebook.directives[D2024]
        with office.office.reading() as session:
            return {
                one.clause: (
                    one.done_on,
                    [(group.list, group.received, group.parts) for group in one.groups],
                )
                for one in handed(session, declared, EVERYTHING)
            }

    nothing = (None, [(None, 0, 0), (None, 0, 0)])
    assert stand() == {"B-1.5": nothing, "B-2.2a": nothing}
    take(HOA + SAU)
    take(HOA, group="dtts", when="2024-05-02 10:00")
    for number, body, hour in ((1, DAI_PHU, "08"), (2, DAI_PHU, "09"), (1, SON_NAM, "10")):
        with desk(office.office, at(f"2024-05-03 {hour}:00"), BHXH) as opened:
            receive_list.receive(opened, Receiving(number, body))
        done = date(2024, 5, 3) if body == SON_NAM else None
        assert stand()["B-2.2a"][0] == done
    assert stand()["B-2.2a"][1] == [(1, 2, 2), (2, 1, 1)]
    # A newer list goes down anew.
    take(HOA + SAU, when="2024-05-04 09:00")
    assert stand()["B-1.5"] == (None, [(3, 0, 2), (2, 1, 1)])


def test_a_number_that_a_later_list_knows_leads_to_the_person_from_then_on(
    take: Take, office: Scene
) -> None:
    take(NAM)
    numbered = NAM.replace("Nam,,,", "Nam,0823456789,008090004321,")
    assert take(numbered, when="2024-05-03 09:00").known == 1
    written = "LY VAN NAM,1990,Nam,,008090004321,Sơn Nam,Ba Nhà\n"
    assert take(written, when="2024-05-04 09:00").known == 1
    [personal] = persons(office).values()
    assert (personal.name, personal.number("cccd")) == ("Lý Văn Nam", "008090004321")
    assert personal.number("bhxh") == "0823456789"


def test_another_number_of_a_kind_that_somebody_has_stays_with_its_row(
    take: Take, office: Scene
) -> None:
    take(HOA)
    assert take(HOA.replace("008184001234", "008184009999"), when="2024-05-03 09:00").known == 1
    [personal] = persons(office).values()
    assert [one.value for one in personal.numbers if one.kind == "cccd"] == ["008184001234"]


def test_what_is_odd_is_said_in_words_and_what_was_new_also_after_it_was_kept(
    take: Take, office: Scene
) -> None:
    done = take(NAM.replace("1990", "01/01/1990") + SAU)
    [odd] = done.findings
    assert (odd.code, odd.what, odd.rows) == (
        "birth-january",
        "ngày 01/01: có thể chỉ biết năm sinh",
        1,
    )
    assert [(part.body, part.new) for part in done.parts] == [(DAI_PHU, 1), (SON_NAM, 1)]


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("DANH SÁCH (tính đến ngày 10/4/2024)", date(2024, 4, 10)),
        ("Số liệu tính đến hết ngày 10 tháng 4 năm 2024", date(2024, 4, 10)),
        ("Tính đến 10.4.2024", date(2024, 4, 10)),
        ("tính đến ngày 31/4/2024", None),
        ("Danh sách tháng 4/2024", None),
    ],
    ids=("brackets", "words", "points", "no day", "a month"),
)
def test_the_day_in_the_title_of_a_file_is_offered(
    office: Scene, tmp_path: Path, title: str, day: date | None
) -> None:
    office.day("2024-04-26")
    file = tmp_path / "danh-sach.csv"
    file.write_text(f"{title},,,,,,\n{HEADER}{HOA}", "utf-8")
    with desk(office.office, at("2024-05-02 09:00"), BHXH, looks=True) as opened:
        answer = people_list.take_over(opened, Request(file, D2024, GROUP))
    assert (answer.said_as_of, answer.as_of) == (day, date(2024, 5, 2))
