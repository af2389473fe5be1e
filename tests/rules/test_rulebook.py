"""The whole rulebook: read at once, refused at once, and fast."""

from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns
from time import perf_counter

import pytest

from rules.errors import RuleError
from rules.meaning.occurrence import occurrences
from rules.rulebook import HOME, load
from tests.rules.small_directive import rulebook

NEW = Path("directives") / "son-duong-bhyt-2024" / "directive.yaml"
OLD = Path("directives") / "son-duong-bhyt-2021" / "directive.yaml"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copytree(HOME, tmp_path / "rules", ignore=ignore_patterns("*.py", "__pycache__"))


def edit(file: Path, old: str, new: str) -> None:
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_the_offices_own_rules_load() -> None:
    assert list(rulebook().directives) == ["son-duong-bhyt-2021", "son-duong-bhyt-2024"]
    assert rulebook().policies


def test_loading_everything_takes_well_under_a_second(home: Path) -> None:
    started = perf_counter()
    load(home)
    assert perf_counter() - started < 1


def test_rules_are_read_once_and_again_as_soon_as_a_byte_differs(home: Path) -> None:
    first = load(home)
    assert load(home) is first
    calendar = home / "calendars" / "vn.yaml"
    calendar.write_text(calendar.read_text("utf-8") + "# another word\n", "utf-8")
    assert load(home) is not first
    (home / "policies" / "broken.yaml").write_text("policies: [", "utf-8")
    with pytest.raises(RuleError):
        load(home)


def test_a_copy_has_the_same_digest_and_any_change_another(home: Path) -> None:
    assert load(home).digest == rulebook().digest
    edit(home / NEW, "title: Thực hiện", "title: Thi hành")
    assert load(home).digest != rulebook().digest


def test_problems_of_several_files_are_told_together(home: Path) -> None:
    edit(home / NEW, "clause: B-1.4", "clause: B-1.5")
    edit(home / OLD, "bearers: bcd", "bearers: bdc")
    edit(home / "calendars" / "vn.yaml", "2024-04-29", "2024-04-31")
    edit(home / "bodies" / "son-duong.yaml", "  council: {called", "  councils: {called")
    with pytest.raises(RuleError) as refused:
        load(home)
    assert {Path(problem.file).name for problem in refused.value.problems} == {
        "vn.yaml",
        "son-duong.yaml",
    }
    edit(home / "bodies" / "son-duong.yaml", "  councils: {called", "  council: {called")
    with pytest.raises(RuleError) as refused:
        load(home)
    assert len({problem.file for problem in refused.value.problems}) == 3


def test_an_unknown_directive_names_those_there_are() -> None:
    with pytest.raises(KeyError, match="there are son-duong-bhyt-2021, son-duong-bhyt-2024"):
        rulebook().directive("son-duong-2024")


def test_a_later_dispatch_takes_over_single_clauses_from_a_date(home: Path) -> None:
    amends = "amends:\n  - {directive: son-duong-bhyt-2024, from: 2024-08-01, clauses: [B-1.4]}\n"
    edit(home / OLD, "duties:\n", amends + "duties:\n")
    amended = load(home)
    found = occurrences(amended.directives["son-duong-bhyt-2024"], amended.bodies, amended.calendar)
    reports = {one.due_on for one in found if one.duty.clause == "B-1.4"}
    totals = {one.due_on for one in found if one.duty.clause == "B-2.2c"}
    assert max(reports) == date(2024, 7, 5)
    assert max(totals) == date(2024, 12, 10)


@pytest.mark.parametrize(
    ("dates", "last"),
    [
        (["2024-08-05"], date(2024, 7, 5)),
        (["2024-08-06"], date(2024, 8, 5)),
        (["2024-08-06", "2024-07-05"], date(2024, 6, 5)),
    ],
    ids=["on its due date", "the day after it", "of two the earlier"],
)
def test_what_is_due_on_the_date_of_an_amendment_is_already_the_later_dispatchs(
    home: Path, dates: list[str], last: date
) -> None:
    amends = "".join(
        f"  - {{directive: son-duong-bhyt-2024, from: {day}, clauses: [B-1.4]}}\n" for day in dates
    )
    edit(home / OLD, "duties:\n", f"amends:\n{amends}duties:\n")
    amended = load(home)
    found = occurrences(amended.directives["son-duong-bhyt-2024"], amended.bodies, amended.calendar)
    assert max(one.due_on for one in found if one.duty.clause == "B-1.4") == last


@pytest.mark.parametrize(
    ("amendment", "said"),
    [
        ("{directive: khong-co, from: 2024-08-01}", '"khong-co" is no other directive'),
        (
            "{directive: son-duong-bhyt-2024, from: 2024-08-01, clauses: [B-9]}",
            "amends.0.clauses: son-duong-bhyt-2024 has no clause B-9",
        ),
    ],
)
def test_an_amendment_of_nothing_is_refused(home: Path, amendment: str, said: str) -> None:
    edit(home / OLD, "duties:\n", f"amends:\n  - {amendment}\nduties:\n")
    with pytest.raises(RuleError) as refused:
        load(home)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (NEW.parent, "this is the folder of one directive"),
        (NEW, "this is no rules folder"),
        (Path("khong-co"), "this is no rules folder"),
    ],
)
def test_a_part_of_the_rules_is_not_taken_for_the_whole(home: Path, part: Path, said: str) -> None:
    with pytest.raises(RuleError) as refused:
        load(home / part)
    allowed = "a rules folder holding bodies/, calendars/, directives/, policies/"
    assert str(refused.value) == f"{home / part}:1: (folder): {said}; allowed: {allowed}"
