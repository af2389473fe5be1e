"""What a step is stands in one table; its text stands beside; nobody else spells a step out."""

import ast
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

import steps
from notifications.texts import FOLDER, unmatched
from rules.rulebook import HOME, load
from steps.posts import Post
from steps.table import ALL, BY_POLICY, STEPS, Step, named, rank, step_of, those
from tests.program import Dondoc
from tests.sources import nodes, parsed

ROOT = Path(steps.__file__).parents[1]
PACKAGES = ("rules", "models", "notifications", "dondoc", "flows")
FILES = sorted(file for name in PACKAGES for file in (ROOT / name).rglob("*.py"))
# Words that are steps and other things too: a state, a fact, a key of a due date, a command,
# what is proposed for a case.
_ALSO = {"first", "ready", "blocked", "returned", "overdue", "urge", "brief", "proposal"}
ONLY_STEPS = frozenset(ALL) - _ALSO


def _spelt(tree: ast.AST) -> Iterator[str]:
    """Yield the steps a file names as texts: any that is nothing else, and all beside `.step`."""
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and node.value in ONLY_STEPS:
            yield str(node.value)
        elif isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            if any(isinstance(side, ast.Attribute) and side.attr == "step" for side in sides):
                yield from (
                    str(part.value)
                    for side in sides
                    for part in ast.walk(side)
                    if isinstance(part, ast.Constant) and part.value in ALL
                )
        elif isinstance(node, ast.Set | ast.Tuple | ast.List):
            named_here = [p.value for p in node.elts if isinstance(p, ast.Constant)]
            if len(named_here) > 1 and set(map(str, named_here)) <= set(ALL):
                yield from map(str, named_here)


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    return {file.relative_to(ROOT).as_posix(): parsed(file) for file in FILES}


def test_no_step_is_spelt_out_beside_the_table(trees: dict[str, ast.Module]) -> None:
    found = {place: list(_spelt(tree)) for place, tree in trees.items()}
    assert {place: steps for place, steps in found.items() if steps} == {}


def test_no_post_is_spelt_out_beside_its_list(trees: dict[str, ast.Module]) -> None:
    posts = {post.value for post in Post}
    found = {
        place: node.value
        for place, tree in trees.items()
        for node in nodes(tree)
        if isinstance(node, ast.Constant) and node.value in posts
    }
    assert found == {}


@pytest.mark.parametrize(
    "code",
    [
        'x = "ask_via"',
        'notice.step == "brief"',
        'S = {"overdue", "brief"}',
        'S = ("brief", "urge")',
    ],
)
def test_a_step_spelt_out_is_seen(code: str) -> None:
    assert list(_spelt(ast.parse(code)))


def test_every_step_has_its_text_and_every_text_its_step() -> None:
    assert unmatched() == []


def test_a_step_without_a_text_and_a_text_without_a_step_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(FOLDER, folder)
    (folder / "brief.txt.j2").unlink()
    (folder / "thanks.txt.j2").write_text("Cảm ơn\n")
    found = {Path(file).name: what for file, what in unmatched(STEPS, folder)}
    assert set(found) == {"brief.txt.j2", "thanks.txt.j2"}
    assert "brief" in found["brief.txt.j2"]


def test_a_new_step_is_a_line_and_its_text(tmp_path: Path) -> None:
    """Two files: the table and the text; a policy may then fire it."""
    thanks = Step("thanks", "cảm ơn")
    folder = tmp_path / "templates"
    shutil.copytree(FOLDER, folder)
    assert [Path(file).name for file, _ in unmatched((*STEPS, thanks), folder)] == ["thanks.txt.j2"]
    (folder / "thanks.txt.j2").write_text("Cảm ơn\nĐã nhận.\n")
    assert unmatched((*STEPS, thanks), folder) == []


def test_what_a_policy_names_is_asked_of_the_table(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(HOME, rules)
    file = rules / "policies" / "reminders.yaml"
    file.write_text(file.read_text().replace("step: reminder", "step: thanks"))
    state = tmp_path / "state"
    state.mkdir()
    refused = Dondoc(state).run("check", str(rules), code=1)
    assert "policies.con-hai-ngay.then.step" in refused.stderr
    assert all(step in refused.stderr for step in BY_POLICY)


def test_every_step_is_told_apart_and_what_is_stored_has_a_name() -> None:
    assert len(set(ALL)) == len({step.name for step in STEPS}) == len(STEPS)
    assert [rank(id_) for id_ in ALL] == list(range(len(STEPS)))
    assert {named(id_) for id_ in ALL} == {step.name for step in STEPS}
    assert named("no-more") == "no-more"
    with pytest.raises(KeyError):
        step_of("no-more")


def test_the_properties_say_what_nine_sets_said() -> None:
    """Written once as they stood in six files."""
    assert those(lambda s: s.urgent) == {
        "decision_undone",
        *("correction", "proposal", "brief", "overdue", "urge", "ask_via", "target_missed"),
    }
    assert those(lambda s: s.tells_the_round) == {
        *("overdue", "proposal", "brief", "urge", "ready", "blocked")
    }
    assert those(lambda s: s.before == "day") == {
        "first",
        "reminder",
        "due_today",
        "draft_waiting",
    }
    assert those(lambda s: s.before == "target") == {"target_30", "target_15", "target_7"}
    assert those(lambda s: s.of_return) == {"returned", "reply_due", "reply_late"}
    assert those(lambda s: s.blames) == {"overdue", "proposal", "target_missed"}
    assert those(lambda s: s.names_the_late) == {"brief", "urge", "blocked", "overdue"}
    assert those(lambda s: s.briefs) == {"brief"}
    assert those(lambda s: "round" in s.needs) == {"urge", "brief", "ready", "blocked"}
    assert those(lambda s: not s.by_policy) == {"correction", "decision_undone"}


def test_shipped_policies_fire_every_step_they_may() -> None:
    fired = {policy.step for policy in load(HOME).policies}
    assert set(BY_POLICY) <= fired


def test_every_property_of_a_step_is_said_in_its_docstring() -> None:
    said = Step.__doc__ or ""
    assert [field.name for field in fields(Step) if f"{field.name}:" not in said] == []
