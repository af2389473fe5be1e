"""What an office with rules of its own is told to add is what the shipped rules say."""

import re
import shutil
from pathlib import Path

import yaml

from rules.rulebook import HOME
from tests.program import Dondoc

PAGE = (HOME.parent / "docs" / "operating.md").read_text("utf-8")
SAID = PAGE.partition("### To 0.3.0")[2].partition("\n## ")[0]
MEASURES, ACTS = (
    yaml.safe_load(part) for part in re.findall(r"```yaml\n(.*?)```", SAID, re.DOTALL)
)
RIGHTS = Path("rights") / "quyen.yaml"
FORM = Path("forms") / "coverage.yaml"


def _shipped(file: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = yaml.safe_load((HOME / file).read_text("utf-8"))
    return found


def test_what_is_to_be_added_is_word_for_word_what_is_shipped() -> None:
    for told, file in (MEASURES, FORM), (ACTS, RIGHTS):
        [(part, entries)] = told.items()
        shipped = _shipped(file)[part]
        assert entries == {name: shipped[name] for name in entries}


def test_a_copied_folder_of_before_is_told_exactly_the_named_additions(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(HOME, rules, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    form = (rules / FORM).read_text("utf-8")
    (rules / FORM).write_text(form.replace("follows: enrolled, ", ""), "utf-8")
    acts = {name: act for name, act in _shipped(RIGHTS)["acts"].items() if name not in ACTS["acts"]}
    (rules / RIGHTS).write_text(yaml.safe_dump({"acts": acts}, allow_unicode=True), "utf-8")
    dondoc = Dondoc(tmp_path / "state")

    [measure] = dondoc.run("check", str(rules), code=1).stderr.splitlines()
    assert "measures.carded.figure" in measure
    assert "`follows`" in measure

    (rules / FORM).write_text(form, "utf-8")
    lacking = dondoc.run("check", str(rules), code=1).stderr.splitlines()
    named = [line.partition("acts.")[2].partition(":")[0] for line in lacking if "acts." in line]
    assert named == sorted(ACTS["acts"])
