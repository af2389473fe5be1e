"""On which sentence word rests: declared by the directive, held against whom it reaches."""

from dataclasses import replace
from pathlib import Path

import pytest

from rules.meaning.basis import check_basis
from rules.meaning.directive import Directive, Ground
from rules.meaning.policy import Policy
from rules.reading.directive_file import load_directive
from rules.reading.policy_file import read_policies
from steps import table
from tests.coverage_form import FORMS
from tests.rules.small_directive import (
    DIRECTIVE,
    bodies,
    changed,
    refusal,
    rulebook,
    write_directive,
)
from tests.rules.written import written

D2021, D2024 = "son-duong-bhyt-2021", "son-duong-bhyt-2024"
REMINDING = """
policies:
  con-hai-ngay:
    title: Còn 02 ngày làm việc
    for: obligation
    when: {lte: {working_days_to_aim: 2}}
    then: {step: reminder, rung: 2, to: [officer]}
"""
FOR_TARGETS = ("for: obligation", "for: target")
WHEN = "{lte: {working_days_to_aim: 2}}"


def shipped(directive: str = D2024) -> Directive:
    return rulebook().directives[directive]


def resting_on(clause: str, kind: str, directive: str = D2024) -> Directive:
    ground = Ground(clause, (kind,), frozenset({table.REMINDER.id}))
    return replace(shipped(directive), grounds=(ground,))


def reminding(folder: Path, *changes: tuple[str, str]) -> tuple[Policy, ...]:
    return read_policies(written(folder, changed(REMINDING, *changes)))


def said_of(directive: Directive, policies: tuple[Policy, ...]) -> list[str]:
    return [str(problem) for problem in check_basis(policies, [directive], bodies())]


LISTS = {table.LIST_OWED.id, table.LIST_WAITS.id}


def test_reminders_to_a_commune_in_2024_rest_on_the_committees_sentence() -> None:
    stated = {
        table.FIRST.id,
        table.REMINDER.id,
        table.DUE_TODAY.id,
        table.OVERDUE.id,
        table.TARGET_30.id,
        table.TARGET_15.id,
        table.TARGET_7.id,
        table.ASK_FIGURES.id,
        table.TARGET_MISSED.id,
    }
    for step in table.BY_POLICY:
        wanted = "B-2.1b" if step in stated else "house"
        assert shipped().basis_for(step, "commune") == wanted, step


def test_reminders_to_bhxh_and_those_of_2021_rest_on_the_house() -> None:
    for step in set(table.BY_POLICY) - LISTS:
        assert shipped().basis_for(step, "agency") == "house"
        wanted = "A-3" if step in {table.OVERDUE.id, table.TARGET_MISSED.id} else "house"
        assert shipped(D2021).basis_for(step, "commune") == wanted, step


def test_word_of_lists_rests_on_the_sentence_that_hands_them_down() -> None:
    for step in LISTS:
        assert shipped().basis_for(step, "agency") == "B-2.2a"
        assert shipped().basis_for(step, "district") == "B-1.5"
        assert shipped(D2021).basis_for(step, "district") == "A-1.1d"


@pytest.mark.parametrize(
    ("directive", "kind", "clause", "said"),
    [
        (D2024, "commune", "B-2.1b", ""),
        (D2024, "commune", "B-1.4", ""),
        (D2024, "commune", "B-3", ""),
        (D2021, "commune", "A-3", ""),
        # It lets the committee urge the communes, not BHXH, and not the committee itself.
        (
            D2024,
            "agency",
            "B-2.1b",
            "clause B-2.1b does not reach a body of kind agency; allowed: commune",
        ),
        (D2024, "committee", "B-2.1b", "does not reach a body of kind committee"),
        (D2021, "commune", "B-2.1b", "son-duong-bhyt-2021 has no clause B-2.1b; allowed: A-0"),
    ],
)
def test_a_clause_founds_word_to_those_whom_it_reaches(
    tmp_path: Path, directive: str, kind: str, clause: str, said: str
) -> None:
    found = said_of(resting_on(clause, kind, directive), reminding(tmp_path))
    assert len(found) == bool(said)
    assert all(said in problem for problem in found)


@pytest.mark.parametrize(
    ("clause", "changes"),
    [
        # It binds twelve named communes; the monthly report is borne by all of them.
        ("B-1.1a", ()),
        ("B-1.1a", ((WHEN, "{eq: {duty: bao-cao-thang}}"),)),
        ("B-1.1a", ((WHEN, "{any: [{eq: {recurring: false}}, {eq: {recurring: true}}]}"),)),
        # It binds eight of the twelve.
        ("B-1.2a", (FOR_TARGETS,)),
    ],
)
def test_a_clause_that_binds_some_of_the_bearers_founds_nothing_to_the_others(
    tmp_path: Path, clause: str, changes: tuple[tuple[str, str], ...]
) -> None:
    [problem] = said_of(resting_on(clause, "commune"), reminding(tmp_path, *changes))
    assert f": basis.0.clause: clause {clause} does not reach " in problem
    assert ' more, who bear "bao-cao-thang"' in problem or 'who bear "bao-phu' in problem
    allowed = problem.partition("; allowed: ")[2].split(", ")
    assert {"B-1.4", "B-2.1b", "B-3"} <= {*allowed} or FOR_TARGETS in changes
    assert clause not in allowed
    assert allowed[-1] == "or no clause: then it rests on the house"


@pytest.mark.parametrize(
    ("clause", "changes"),
    [
        # Every bearer of a target is among the twelve, also after two communes had merged.
        ("B-1.1a", (FOR_TARGETS,)),
        # No report is due from a commune only once: nobody is told on this ground.
        ("B-1.1a", ((WHEN, "{eq: {recurring: false}}"),)),
        ("B-1.1a", ((WHEN, "{eq: {bearer_kind: agency}}"),)),
        # No policy takes that step.
        ("B-1.1a", (("step: reminder", "step: first"),)),
        ("B-1.4", ()),
        ("B-3", ()),
    ],
)
def test_a_clause_that_reaches_all_whom_the_policy_can_tell_founds_it(
    tmp_path: Path, clause: str, changes: tuple[tuple[str, str], ...]
) -> None:
    assert said_of(resting_on(clause, "commune"), reminding(tmp_path, *changes)) == []


BASIS = """\
basis:
  - clause: T-1
    bearers: every commune
    steps: [first, reminder]
duties:
"""


def test_the_directive_says_on_which_sentence_which_step_rests(tmp_path: Path) -> None:
    home = write_directive(tmp_path, changed(DIRECTIVE, ("duties:\n", BASIS)))
    found = load_directive(home, bodies(), FORMS)
    assert [found.basis_for(step, "commune") for step in ("first", "overdue")] == ["T-1", "house"]
    assert found.basis_for("first", "agency") == "house"


REFUSED = [
    ("clause: T-1", "clause: T-9", ":11: basis.0.clause: unknown clause T-9", "T-1, T-2"),
    ("every commune", "every xa", ':12: basis.0.bearers: unknown kind "xa"', "every commune"),
    ("every commune", "Đại Phú", ':12: basis.0.bearers: "Đại Phú" is no kind', "every commune"),
    ("reminder]", "remind]", ':13: basis.0.steps.1: "remind" is not known', "'proposal'"),
    ("[first, reminder]", "[]", ":13: basis.0.steps: ", ""),
    ("    steps", "    step", ":13: basis.0.step: unknown key", "bearers, clause, steps"),
    ("reminder]", "first]", 'steps.1: "first" to every commune rests on T-1', "each step once"),
]


@pytest.mark.parametrize(("old", "new", "said", "allowed"), REFUSED)
def test_a_bad_basis_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, said: str, allowed: str
) -> None:
    found = refusal(tmp_path, ("duties:\n", changed(BASIS, (old, new))))
    assert said in found
    assert f"allowed: {allowed}" in found


def test_a_clause_that_does_not_reach_is_told_in_the_directives_own_file(tmp_path: Path) -> None:
    basis = changed(BASIS, ("T-1", "T-2"))
    home = write_directive(tmp_path, changed(DIRECTIVE, ("duties:\n", basis)))
    [problem] = check_basis(reminding(tmp_path), [load_directive(home, bodies(), FORMS)], bodies())
    assert (problem.file, problem.line) == (str(home / "directive.yaml"), 11)
    assert "clause T-2 does not reach " in problem.what
