"""A table of rights that names what does not exist is refused where it says so."""

import shutil
from pathlib import Path

import pytest

from rules.errors import RuleError
from rules.rulebook import HOME, load

RIGHTS = "rights/quyen.yaml"
_MISTAKES = {
    "role": (
        "      via: {agency: [director, officer]}\n      office",
        "      viaa: {agency: [director, officer]}\n      office",
        "viaa",
    ),
    "kind": (
        "office: {office: [specialist, administrator]}",
        "office: {offices: [specialist, administrator]}",
        "offices",
    ),
    "post": (
        "office: {office: [specialist, administrator]}",
        "office: {office: [specialist, admin]}",
        "admin",
    ),
    "usual": ("usual: via/officer", "usual: somebody", "somebody"),
    "post of nobody": ("usual: via/officer", "usual: via/boss", "boss"),
    "somebody of all": ("usual: via/officer", "usual: all/officer", "all/officer"),
    "role of a sight": ("      all: {every: [inspector]}", "      al: {every: [inspector]}", "al"),
    "post of a sight": ("      all: {every: [inspector]}", "      all: {every: [spy]}", "spy"),
    "usual of a sight": (
        "    title: xuất mọi",
        "    usual: office/head\n    title: xuất mọi",
        "usual",
    ),
    "key": ("title: chấp nhận báo cáo", "titel: chấp nhận báo cáo", "titel"),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    shutil.copytree(HOME, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


@pytest.mark.parametrize("mistake", _MISTAKES)
def test_what_nobody_has_is_refused_with_its_line(home: Path, mistake: str) -> None:
    old, new, named = _MISTAKES[mistake]
    file = home / RIGHTS
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RuleError) as refused:
        load(home)
    problem = next(one for one in refused.value.problems if named in str(one))
    assert problem.file.endswith(RIGHTS)
    assert named in file.read_text("utf-8").splitlines()[problem.line - 1]


def test_an_act_written_in_two_files_is_refused(home: Path) -> None:
    (home / "rights" / "more.yaml").write_text(
        "acts:\n  register: {title: đăng ký, may: {office: {office: [specialist]}}}\n", "utf-8"
    )
    with pytest.raises(RuleError, match="written twice"):
        load(home)


def test_a_table_of_acts_alone_leaves_the_sights_as_they_are_shipped(home: Path) -> None:
    file = home / RIGHTS
    acts, _, _ = file.read_text("utf-8").partition("sights:\n")
    file.write_text(acts.replace("ghi quyết định gia hạn", "gia hạn"), "utf-8")
    rights, shipped = load(home).rights, load().rights
    assert rights.acts["extend"].title == "gia hạn"
    assert rights.sights == shipped.sights
