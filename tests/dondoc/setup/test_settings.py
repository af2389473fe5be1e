"""A setting that cannot be is refused with its line, by the reader or by whoever needs it."""

import shutil
from pathlib import Path

import pytest

from dondoc.setup.agreement import house_of, unknown_directives
from dondoc.setup.loading import load
from rules.errors import RuleError
from rules.rulebook import Rulebook
from tests.program import ROOT


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('at: "07:00"', 'at: "25:00"', '"25:00" is no time of day; allowed: an hour as "07:00"'),
        ('at: "07:00"', 'at: "7:00"', '"7:00" is no time of day; allowed: an hour as "07:00"'),
        ("max_gap_days: 180", "max_gap_days: 99999", "is too large; allowed: 3660 or less"),
        ('email: "maildir://"', "email: 5", "channels.email: wrong type: 5; allowed: text"),
        ("directives: [", "directives: [son-duong-bhyt-2024, ", "is named twice; allowed: each"),
        ("directives: [", "directives: [khong-co, ", 'không có văn bản "khong-co"'),
        ("body: van-phong", "body: khong-co", 'không có đơn vị "khong-co"'),
        ("released_by: office-head", "released_by: chair", 'van-phong không có chức danh "chair"'),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_its_line(
    tmp_path: Path, rulebook: Rulebook, old: str, new: str, said: str
) -> None:
    file = tmp_path / "config.yaml"
    shutil.copy(ROOT / "config.yaml", file)
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(RuleError) as refused:
        _open(file, rulebook)
    (problem,) = refused.value.problems
    assert problem.line == line
    assert said in str(problem)


def _open(file: Path, rulebook: Rulebook) -> None:
    settings = load(file)
    house_of(settings, rulebook.bodies)
    raise RuleError(unknown_directives(settings, rulebook))
