"""Golden cases: the shipped ones hold, and a case that does not hold is told with its place."""

from dataclasses import replace
from pathlib import Path

import pytest

from rules.cases import run_cases
from rules.errors import Problem
from rules.meaning.policy import Policy
from rules.rulebook import Rulebook, load
from steps import table
from tests.rules.written import write, written

RULEBOOK = load()
D2024 = RULEBOOK.directives["son-duong-bhyt-2024"]
D2021 = RULEBOOK.directives["son-duong-bhyt-2021"]


@pytest.mark.parametrize("directive", RULEBOOK.directives)
def test_the_golden_cases_of_a_directive_hold(directive: str) -> None:
    assert run_cases(RULEBOOK, RULEBOOK.directives[directive]) == []


CASE = """
cases:
  - case: Ngày 07/5
    duty: bao-cao-thang
    bearer: Đại Phú
    due_on: 2024-05-05
    on: 2024-05-07
    situation: {rung: 3}
    expect:
      opens_on: 2024-04-26
      aim_on: 2024-05-04
      late_from: 2024-05-07
      bearers: 31
      findings: [hoi-noi-tong-hop, qua-han]
      missed: []
      basis: {qua-han: B-2.1b}
      wakes_on: 2024-05-13
"""


def run(folder: Path, text: str, rulebook: Rulebook = RULEBOOK) -> list[Problem]:
    """Run the cases `text` as if they stood beside the directive of 2024."""
    write(folder, text, "cases.yaml")
    beside = written(folder, "directive: elsewhere", "directive.yaml")
    return run_cases(rulebook, replace(D2024, source=beside))


def test_a_case_that_holds_is_silent(tmp_path: Path) -> None:
    assert run(tmp_path, CASE) == []


@pytest.mark.parametrize(
    ("instead_of", "write", "line", "said"),
    [
        ("2024-04-26", "2024-04-27", 9, "expects 2024-04-27, the rules say 2024-04-26"),
        ("aim_on: 2024-05-04", "aim_on: 2024-05-03", 10, "expects 2024-05-03, the rules say 2024"),
        (
            "late_from: 2024-05-07",
            "late_from: 2024-05-06",
            11,
            "expects 2024-05-06 00:00:00+07:00, the rules say 2024-05-07 00:00:00+07:00",
        ),
        ("bearers: 31", "bearers: 30", 12, "expects 30, the rules say 31"),
        ("[hoi-noi-tong-hop, qua-han]", "[]", 13, "expects [], the rules say [hoi-noi-tong-hop, "),
        ("missed: []", "missed: [den-han]", 14, "expects [den-han], the rules say []"),
        ("B-2.1b", "house", 15, "expects house, the rules say B-2.1b"),
        ("2024-05-13", "never", 16, "expects never, the rules say 2024-05-13"),
        ("bearers: 31", "obligation: false", 12, "expects false, the rules say true"),
        ("bearer: Đại Phú", "bearer: Hồng Sơn", 8, "expects true, the rules say false"),
        ("{rung: 3}", "{rung: 2}", 14, "expects [], the rules say [den-han]"),
    ],
)
def test_a_case_that_does_not_hold_is_told_with_its_place(
    tmp_path: Path, instead_of: str, write: str, line: int, said: str
) -> None:
    [problem] = run(tmp_path, CASE.replace(instead_of, write))
    assert (Path(problem.file).name, problem.line) == ("cases.yaml", line)
    assert problem.path.startswith("cases.0.expect")
    assert said in problem.what


@pytest.mark.parametrize(
    ("instead_of", "write", "said"),
    [
        ("bao-cao-thang", "bao-cao", 'cases.0.duty: unknown duty "bao-cao"; allowed: muc-tieu, '),
        ("Đại Phú", "Đại Phu", 'cases.0.bearer: unknown body "Đại Phu"'),
        ("missed: []", "missed: [xyz]", 'cases.0.expect.missed: unknown policy "xyz"; allowed: ba'),
        ("missed", "mised", "cases.0.expect.mised: unknown key; allowed: aim_on, basis, bearers"),
        ("rung: 3", "state: opne", 'cases.0.situation.state: "opne" is not known'),
        ("rung: 3", "missing: 3", "cases.0.situation.missing: the figures do not add up"),
        ("    on: 2024-05-07\n", "", 'cases.0.expect: "basis" needs the day on which to ask'),
        ("      findings: [hoi-noi-tong-hop, qua-han]\n", "", "on that day, which findings?"),
        ("due_on: 2024-05-05", "due_on: 2024-02-30", "30/02/2024 is no day of the calendar"),
    ],
)
def test_a_case_that_cannot_be_run_is_refused_with_its_place(
    tmp_path: Path, instead_of: str, write: str, said: str
) -> None:
    problems = run(tmp_path, CASE.replace(instead_of, write))
    assert any(said in str(problem) for problem in problems), problems


def test_a_case_that_expects_nothing_is_refused(tmp_path: Path) -> None:
    [problem] = run(tmp_path, CASE[: CASE.index("    on:")] + "    expect: {}\n")
    assert "the case expects nothing" in problem.what


def test_a_directive_without_cases_fails(tmp_path: Path) -> None:
    beside = written(tmp_path, "directive: elsewhere", "directive.yaml")
    [problem] = run_cases(RULEBOOK, replace(D2024, source=beside))
    assert problem.file == str(tmp_path / "cases.yaml")


def test_a_file_with_no_case_fails(tmp_path: Path) -> None:
    assert run(tmp_path, "cases: []\n")


def test_a_changed_policy_is_caught_by_the_cases() -> None:
    def without_escalation(policy: Policy) -> Policy:
        return replace(policy, rung=3) if policy.id == "qua-han" else policy

    changed = replace(RULEBOOK, policies=tuple(map(without_escalation, RULEBOOK.policies)))
    assert any("qua-han" in problem.what for problem in run_cases(changed, D2024))


def test_every_policy_is_named_by_some_case() -> None:
    # Of two rulebooks with one policy each, at least one lacks it.
    problems = [
        problem.what
        for only in RULEBOOK.policies[:2]
        for directive in (D2024, D2021)
        for problem in run_cases(replace(RULEBOOK, policies=(only,)), directive)
    ]
    # Checks are asked of filled-in reports: test_report_checks.py.
    for policy in (p for p in RULEBOOK.policies if p.step in table.BY_POLICY):
        assert any(f'unknown policy "{policy.id}"' in what for what in problems), policy.id
