"""A new office begins with a folder: settings, and rules it may change, complete as they are."""

from pathlib import Path

import pytest

from dondoc.errors import Refused
from dondoc.setup.beginning import begin
from dondoc.setup.loading import load as load_settings
from rules.rulebook import load
from tests.offices import D2021, D2024


def test_the_folder_holds_settings_and_rules_that_pass_the_check(tmp_path: Path) -> None:
    made = begin(tmp_path / "vp", [D2024])
    settings = load_settings(made.folder / "config.yaml").settings
    assert (settings.directives, settings.rules) == ([D2024], "rules")
    rulebook = load(made.folder / "rules")
    assert {D2021, D2024} <= rulebook.directives.keys()
    assert not list(made.folder.rglob("*.py"))


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", "utf-8")
    with pytest.raises(Refused, match="không trống"):
        begin(tmp_path)
    with pytest.raises(Refused, match="không có văn bản 'khac'; có: "):
        begin(tmp_path / "vp", ["khac"])
