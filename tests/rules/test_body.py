"""Bodies, their merging, and what was known of it when."""

from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from rules.errors import RuleError
from rules.meaning.body import UnknownBody
from rules.meaning.scope import Scope
from rules.reading.body_file import load_bodies
from tests.rules.small_directive import bodies

EVERYONE = Scope(every=("commune",))
FILE = """\
kinds:
  commune: {acts_as: UBND, head: chair, posts: {chair: Chủ tịch, mailbox: văn thư}}
bodies:
  01@base: {name: Xã Một, kind: commune}
  02@base: {name: Xã Hai, kind: commune}
  01@2024: {name: Xã Ba, kind: commune}
changes:
  - citation: Nghị quyết để thử
    known_from: 2024-07-23
    effective: 2024-09-01
    into: {01@2024: [01@base, 02@base]}
"""


@pytest.mark.parametrize(
    ("on", "communes"),
    [
        (date(2019, 12, 31), 33),
        (date(2020, 1, 1), 31),
        (date(2024, 8, 31), 31),
        (date(2024, 9, 1), 30),
        (date(2025, 6, 30), 30),
        (date(2025, 7, 1), 10),
    ],
)
def test_son_duong_had_so_many_communes(on: date, communes: int) -> None:
    assert len(bodies().in_force(on, "commune")) == communes


def test_two_communes_became_hong_son() -> None:
    merged = bodies().get("02608@2024")
    assert merged.name == "Xã Hồng Sơn"
    assert [body.name for body in bodies().predecessors(merged.uid)] == [
        "Xã Vân Sơn",
        "Xã Hồng Lạc",
    ]
    assert bodies().get("02593@base").valid_to == date(2024, 8, 31)
    assert "1106/NQ-UBTVQH15" in bodies().get("02593@base").citation


def test_a_code_is_reused_and_a_uid_is_not() -> None:
    old, new = bodies().get("02554@base"), bodies().get("02554@2025")
    assert (old.name, new.name) == ("Xã Bình Yên", "Xã Minh Thanh")
    assert old.code == new.code == "02554"


def test_a_merger_has_not_happened_before_it_was_decided() -> None:
    before, after = bodies().known_on(date(2024, 7, 22)), bodies().known_on(date(2024, 7, 23))
    autumn = date(2024, 10, 5)
    assert len(before.in_force(autumn, "commune")) == 31
    assert len(after.in_force(autumn, "commune")) == 30
    assert "02608@2024" not in before
    assert before.get("02608@base").valid_to is None
    assert before.get("02608@base").succeeded_by == ()


def test_whoever_stands_in_a_bodys_place_is_found_through_every_merger() -> None:
    assert bodies().current("02608@base", date(2024, 8, 31)).uid == "02608@base"
    assert bodies().current("02608@base", date(2024, 9, 1)).uid == "02608@2024"
    assert bodies().current("02608@base", date(2025, 7, 1)).uid == "02608@2025"


def test_a_body_that_ended_without_an_heir_stays_itself() -> None:
    labour = bodies().current("phong-ldtbxh", date(2025, 6, 1))
    assert labour.uid == "phong-ldtbxh"
    assert not labour.in_force(date(2025, 6, 1))


@pytest.mark.parametrize(
    "name", ["Đại Phú", "Xã Đại Phú", normalize("NFD", "Đại Phú"), "Đaị Phú", "  Đại  Phú "]
)
def test_a_name_is_found_in_every_equal_spelling(name: str) -> None:
    assert bodies().named(name, date(2024, 5, 5)).uid == "02617@base"


def test_every_way_in_which_the_program_names_a_body_is_taken_back() -> None:
    on, known = date(2024, 5, 1), bodies()
    for body in known.in_force(on):
        for name in (body.name, body.organ, body.in_text, body.short_name or body.name):
            assert known.named(name, on).uid == body.uid


def test_a_looser_name_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UnknownBody, match=r'unknown body "Đai Phu"; did you mean: Đại Phú\?'):
        bodies().named("Đai Phu", date(2024, 5, 5))


def test_a_name_belongs_to_whoever_bore_it_on_that_day() -> None:
    assert bodies().named("Phú Lương", date(2024, 5, 5)).uid == "02611@base"
    assert bodies().named("Phú Lương", date(2025, 7, 5)).uid == "02611@2025"
    with pytest.raises(UnknownBody):
        bodies().named("Hồng Lạc", date(2024, 9, 1))


def test_posts_and_the_head_come_from_the_kind() -> None:
    commune, insurance = bodies().get("02617@base"), bodies().get("bhxh-huyen")
    assert commune.posts == ("chair", "vice-chair", "officer", "mailbox")
    assert (commune.head, insurance.head) == ("chair", "director")
    assert commune.organ == "UBND xã Đại Phú"
    assert bodies().get("02536@base").organ == "UBND thị trấn Sơn Dương"
    assert bodies().kinds["commune"].posts["officer"] == "công chức Văn hóa – Xã hội"


def test_a_post_is_called_as_its_own_body_calls_it() -> None:
    registry = bodies()
    insurance, labour = registry.get("bhxh-huyen"), registry.get("phong-ldtbxh")
    assert registry.title(insurance, "director") == "Giám đốc"
    assert registry.title(labour, "director") == "Trưởng phòng"
    assert registry.title(labour, "officer") == "cán bộ chuyên môn"
    assert registry.known_on(date(2024, 5, 1)).title(insurance, "director") == "Giám đốc"


def test_the_committees_members_are_a_gap() -> None:
    assert bodies().get("bcd").gap.startswith("văn bản không nêu")


def test_everyone_means_whoever_exists_on_the_day() -> None:
    assert len(EVERYONE.resolve(bodies(), date(2024, 8, 5))) == 31
    assert len(EVERYONE.resolve(bodies(), date(2024, 9, 5))) == 30


def test_a_named_body_gives_way_to_its_heir_once() -> None:
    named = Scope(uids=("02608@base", "02593@base", "02617@base"))
    assert [b.uid for b in named.resolve(bodies(), date(2024, 8, 5))] == list(named.uids)
    later = [b.uid for b in named.resolve(bodies(), date(2024, 9, 5))]
    assert later == ["02608@2024", "02617@base"]
    assert named.kinds(bodies()) == {"commune"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: commune}\n  02", "kind: ward}\n  02", 'unknown kind "ward"; allowed: commune'),
        ("head: chair", "head: boss", '"boss" is no post of this kind; allowed: chair, mailbox'),
        ("[01@base, 02@base]", "[01@base, 09@base]", 'unknown body "09@base"'),
        ("02@base: {name", "01@base: {name", "bodies.01@base: written twice (first in line 4)"),
        ("known_from: 2024-07-23", "known_from: 2024-10-01", "known later than it takes effect"),
        ("effective: 2024-09-01", "effective: 2024-09-31", "31/9/2024 is no day"),
        ("citation: Nghị quyết để thử", "note: không có", "needs its reason"),
        ("name: Xã Hai", "name: 2", "bodies.02@base.name: wrong type: 2; allowed: text"),
        ("name: Xã Hai", "name: ' '", 'bodies.02@base.name: " " is empty; allowed: text'),
        ("chair: Chủ tịch", "chair: ''", 'kinds.commune.posts.chair: "" is empty'),
        ("effective: 2024-09-01", "effective: 0001-01-01", "the year 1 is out of reach"),
        (
            "Xã Hai, kind: commune}",
            "Xã Hai, kind: commune, posts: {boss: Sếp}}",
            'bodies.02@base.posts.boss: "boss" is no post of its kind; allowed: chair, mailbox',
        ),
        ("name: Xã Hai", "ten: Xã Hai", "unknown key; allowed: gap, kind, name, posts, short"),
    ],
)
def test_a_file_of_bodies_is_refused_where_it_is_wrong(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in FILE
    (tmp_path / "don-vi.yaml").write_text(FILE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        load_bodies(tmp_path)
    assert words in str(refused.value)


def test_a_body_cannot_end_twice(tmp_path: Path) -> None:
    again = (
        FILE
        + "  - {assumed: thử, known_from: 2025-01-01, effective: 2025-01-01, ends: [01@base]}\n"
    )
    (tmp_path / "don-vi.yaml").write_text(again, encoding="utf-8")
    with pytest.raises(RuleError, match=r'changes.1.ends: "01@base" ends twice'):
        load_bodies(tmp_path)


def test_files_may_refer_to_one_another_but_not_repeat_one_another(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("bodies: {03@base: {name: Xã Tư, kind: commune}}\n")
    assert len(load_bodies(tmp_path).all()) == 4
    (tmp_path / "b.yaml").write_text("bodies: {02@base: {name: Xã Hai, kind: commune}}\n")
    with pytest.raises(RuleError, match="declared in another file too"):
        load_bodies(tmp_path)
