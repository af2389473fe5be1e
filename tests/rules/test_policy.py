"""Policies as data: what is refused with its place, and what the shipped ones say."""

from datetime import date
from pathlib import Path

import pytest

import rules
from rules.errors import RuleError
from rules.meaning.basis import check_basis
from rules.meaning.body import Body, BodyRegistry, Kind
from rules.meaning.directive import Directive, Duty, InForce
from rules.meaning.dispatch_text import DispatchText
from rules.meaning.policy import Check, Policy, Post, Step
from rules.meaning.scope import Scope
from rules.reading.policy_file import MOST, load_policies, read_policies
from rules.rulebook import load
from tests.rules.written import written

SHIPPED = load_policies(Path(rules.__file__).parent / "policies")

GOOD = """
policies:
  con-hai-ngay:
    title: Còn 02 ngày làm việc
    for: obligation
    when: {lte: {working_days_to_aim: 2}}
    then: {step: reminder, rung: 2, to: [officer]}
    basis: {son-duong-bhyt-2024: {commune: B-2.1b}}
"""


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(RuleError) as refused:
        read_policies(written(folder, text))
    return "\n".join(str(problem) for problem in refused.value.problems)


def test_a_policy_is_read_as_it_is_written(tmp_path: Path) -> None:
    [policy] = read_policies(written(tmp_path, GOOD))
    assert (policy.id, policy.for_, policy.step, policy.rung, policy.to) == (
        "con-hai-ngay",
        ("obligation",),
        Step.REMINDER,
        2,
        ("officer",),
    )
    assert policy.basis_for("son-duong-bhyt-2024", "commune") == "B-2.1b"


@pytest.mark.parametrize(
    ("directive", "kind"), [("son-duong-bhyt-2024", "agency"), ("son-duong-bhyt-2021", "commune")]
)
def test_where_no_sentence_is_named_the_basis_is_the_house(
    tmp_path: Path, directive: str, kind: str
) -> None:
    [policy] = read_policies(written(tmp_path, GOOD))
    assert policy.basis_for(directive, kind) == "house"


@pytest.mark.parametrize(
    ("instead_of", "write", "line", "said"),
    [
        ("title", "titel", 3, "con-hai-ngay.titel: unknown key; allowed: basis, for, lapses, then"),
        ("for: obligation", "for: rapport", 4, '"rapport" is not known; allowed: '),
        ("for: obligation", "for: []", 4, "for: each kind of fact once"),
        ("for: obligation", "for: [target, target]", 4, "for: each kind of fact once"),
        ("reminder", "remind", 6, "then.step: \"remind\" is not known; allowed: 'first', 'remin"),
        ("[officer]", "[mayor]", 6, 'then.to.0: unknown post "mayor"; allowed: chair, vice-chair'),
        ("[officer]", "[via/]", 6, 'then.to.0: unknown post ""'),
        ("[officer]", "[/officer]", 6, 'then.to.0: "" is no body'),
        ("[officer]", "[a b/officer]", 6, 'then.to.0: "a b" is no body'),
        ("[officer]", "[officer, officer]", 6, 'then.to.1: "officer" is written twice'),
        ("[officer]", "[]", 6, "then.to"),
        ("rung: 2", "rung: 0", 6, "then.rung"),
        ("rung: 2", "rung: '2'", 6, 'then.rung: wrong type: "2"; allowed: a whole number'),
        ("rung: 2", "rung: 2, repeat: day", 6, "then.repeat: a rung is climbed once"),
        ("rung: 2", "repeat: week", 6, 'then.repeat: "week" is not known'),
        ("rung: 2", "hold: [chair]", 6, 'then.hold.0: "chair" is held but not told; allowed: offi'),
        ("rung: 2", "hold: [king]", 6, 'then.hold.0: "king" is not known'),
        ("aim: 2", "aims: 2", 5, 'has no attribute "working_days_to_aims"; allowed: bearer_kind'),
        ("con-hai-ngay", "Còn hai ngày", 2, "is no policy id; allowed: a-z, 0-9"),
        ("when: {lte: {working_days_to_aim: 2}}", "unless: {}", 2, "when: required key is missing"),
        ("{commune: B-2.1b}", "B-2.1b", 7, 'wrong type: "B-2.1b"; allowed: keys with values'),
        ("policies:", "policy:", 1, "policy: unknown key; allowed: policies"),
    ],
)  # fmt: skip
def test_a_bad_policy_is_refused_with_its_place(
    tmp_path: Path, instead_of: str, write: str, line: int, said: str
) -> None:
    refused = refusal(tmp_path, GOOD.replace(instead_of, write))
    assert f"policies.yaml:{line}: " in refused
    assert said in refused


def test_the_condition_under_which_a_step_lapses_is_checked_too(tmp_path: Path) -> None:
    text = GOOD.replace("    then", "    lapses: {eq: {lat: true}}\n    then")
    assert 'lapses.eq.lat: a fact of kind "obligation" has no attribute' in refusal(tmp_path, text)


def test_the_mistakes_of_all_policies_are_told_at_once(tmp_path: Path) -> None:
    other = GOOD.replace("policies:\n", "").replace("con-hai-ngay", "khac")
    text = (GOOD + other).replace("[officer]", "[mayor]").replace("lte", "let")
    assert len(refusal(tmp_path, text).splitlines()) == 4


def test_an_id_may_be_used_once_in_all_files(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a.yaml")
    written(tmp_path, GOOD, "b.yaml")
    with pytest.raises(RuleError, match=r'b\.yaml:2: .*the id "con-hai-ngay" is already taken in'):
        load_policies(tmp_path)


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no policies here"):
        load_policies(tmp_path)


def many(number: int, when: str) -> str:
    policy = "{title: t, for: target, when: %s, then: {step: first, to: [officer]}}"
    return "policies:\n" + "".join(f"  p{n}: {policy % when}\n" for n in range(number))


def test_more_policies_of_a_kind_than_the_engine_bears_are_refused(tmp_path: Path) -> None:
    written(tmp_path, many(MOST, "{eq: {rung: 1}}"))
    assert len(load_policies(tmp_path)) == MOST
    written(tmp_path, many(MOST + 1, "{eq: {rung: 1}}"))
    with pytest.raises(RuleError, match=f"policies.yaml:{MOST + 2}: .*61 conditions on target"):
        load_policies(tmp_path)


def test_each_branch_of_an_any_counts_against_the_limit(tmp_path: Path) -> None:
    written(tmp_path, many(31, "{any: [{eq: {rung: 1}}, {eq: {rung: 2}}]}"))
    with pytest.raises(RuleError, match="62 conditions on target"):
        load_policies(tmp_path)


def test_notices_to_a_head_wait_and_the_officers_copy_does_not() -> None:
    high = {Post.CHAIR, Post.VICE_CHAIR, Post.DIRECTOR, Post.LEADER}
    for policy in SHIPPED:
        for recipient in policy.to:
            assert policy.held(recipient) == (recipient.rpartition("/")[2] in high), policy.id


def test_every_step_has_a_policy() -> None:
    assert {policy.step for policy in SHIPPED} == {*Step, *Check}


def duty(clause: str, *every: str, concerns: Scope | None = None) -> Duty:
    return Duty(
        id=clause.lower(),
        directive="d",
        clause=clause,
        place="",
        kind="duty",
        quote="",
        span=(0, 0),
        bearers=Scope(every=every),
        action="",
        concerns=concerns,
    )


def directive(id_: str, *duties: Duty) -> Directive:
    return Directive(
        id=id_,
        title="",
        cited_as="",
        issuer="ubnd-huyen",
        text=DispatchText("", "", ""),
        in_force=InForce(date(2021, 1, 1), None, None),
        duties={duty.id: duty for duty in duties},
        digest="",
    )


URGING = duty("B-2.1b", "committee", concerns=Scope(every=("commune",)))
DIRECTIVES = {
    "son-duong-bhyt-2021": directive("son-duong-bhyt-2021", duty("A-3", "commune", "agency")),
    "son-duong-bhyt-2024": directive("son-duong-bhyt-2024", URGING, duty("B-1.4", "commune")),
}
BODIES = BodyRegistry(
    [Body("van-phong", "Văn phòng", "office", posts=("specialist",))],
    [Kind(kind, {}) for kind in ("commune", "agency", "committee", "office")],
)


def resting_on(folder: Path, basis: str, to: str = "officer") -> list[str]:
    text = GOOD.replace("{son-duong-bhyt-2024: {commune: B-2.1b}}", basis)
    policies = read_policies(written(folder, text.replace("[officer]", f"[{to}]")))
    return [str(problem) for problem in check_basis(policies, DIRECTIVES, BODIES)]


@pytest.mark.parametrize(
    "basis",
    [
        "{son-duong-bhyt-2024: {commune: B-2.1b}}",
        "{son-duong-bhyt-2024: {commune: B-1.4}}",
        "{son-duong-bhyt-2021: {commune: A-3, agency: A-3}}",
    ],
)
def test_a_clause_that_reaches_the_bearer_founds_a_policy(tmp_path: Path, basis: str) -> None:
    assert resting_on(tmp_path, basis) == []


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        # It lets the committee urge the communes, not BHXH, and not the committee itself.
        (
            "{son-duong-bhyt-2024: {agency: B-2.1b}}",
            "basis.son-duong-bhyt-2024.agency: clause B-2.1b does not reach a body of kind agency; "
            "allowed: commune",
        ),
        ("{son-duong-bhyt-2024: {committee: B-2.1b}}", "does not reach a body of kind committee"),
        (
            "{son-duong-bhyt-2021: {commune: B-2.1b}}",
            "son-duong-bhyt-2021 has no clause B-2.1b; allowed: A-3",
        ),
        ("{son-duong-bhyt-2022: {commune: A-3}}", 'unknown directive "son-duong-bhyt-2022"'),
        ("{son-duong-bhyt-2021: {xa: A-3}}", 'unknown kind of body "xa"; allowed: commune, agenc'),
    ],
)
def test_a_clause_that_leaves_out_the_bearer_is_refused(
    tmp_path: Path, basis: str, said: str
) -> None:
    [problem] = resting_on(tmp_path, basis)
    assert problem.startswith(f"{tmp_path / 'policies.yaml'}:7: policies.con-hai-ngay.basis")
    assert said in problem


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("phong-x/officer", 'policies.con-hai-ngay.then.to.0: unknown body "phong-x"; allowed: va'),
        ("van-phong/chair", 'van-phong has no post "chair"; allowed: specialist'),
    ],
)
def test_a_recipient_that_does_not_exist_is_refused(tmp_path: Path, to: str, said: str) -> None:
    [problem] = resting_on(tmp_path, "{son-duong-bhyt-2024: {commune: B-1.4}}", to)
    assert said in problem


def test_a_policy_without_a_file_can_still_be_refused() -> None:
    policy = Policy(
        "a", "", ("target",), SHIPPED[0].when, Step.FIRST, 1, ("x/officer",), basis={"y": {}}
    )
    assert [problem.path for problem in check_basis([policy], DIRECTIVES, BODIES)] == [
        "policies.a.basis.y",
        "policies.a.then.to.0",
    ]


@pytest.mark.parametrize(
    ("basis", "refused"),
    [
        ("{son-duong-bhyt-2024: {commune: B-2.1b}}", False),
        ("{son-duong-bhyt-2024: {agency: B-2.1b}}", True),
        ("{son-duong-bhyt-2021: {commune: B-2.1b}}", True),
        ("{son-duong-bhyt-2021: {commune: A-3}}", False),
    ],
)
def test_the_two_dispatches_found_what_their_own_clauses_reach(
    tmp_path: Path, basis: str, refused: bool
) -> None:
    rulebook = load()
    text = GOOD.replace("{son-duong-bhyt-2024: {commune: B-2.1b}}", basis)
    policies = read_policies(written(tmp_path, text))
    assert bool(check_basis(policies, rulebook.directives, rulebook.bodies)) is refused


def shipped_problems(folder: Path, basis: str, *changes: tuple[str, str]) -> list[str]:
    rulebook, text = load(), GOOD.replace("{son-duong-bhyt-2024: {commune: B-2.1b}}", basis)
    for old, new in changes:
        text = text.replace(old, new)
    policies = read_policies(written(folder, text))
    return [str(p) for p in check_basis(policies, rulebook.directives, rulebook.bodies)]


FOR_TARGETS = ("for: obligation", "for: target")
WHEN = "{lte: {working_days_to_aim: 2}}"


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
    basis = f"{{son-duong-bhyt-2024: {{commune: {clause}}}}}"
    [problem] = shipped_problems(tmp_path, basis, *changes)
    assert f"commune: clause {clause} does not reach " in problem
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
        ("B-1.4", ()),
        ("B-3", ()),
    ],
)
def test_a_clause_that_reaches_all_whom_the_policy_can_tell_founds_it(
    tmp_path: Path, clause: str, changes: tuple[tuple[str, str], ...]
) -> None:
    basis = f"{{son-duong-bhyt-2024: {{commune: {clause}}}}}"
    assert shipped_problems(tmp_path, basis, *changes) == []


def test_reminders_to_bhxh_and_those_of_2021_rest_on_the_house() -> None:
    for policy in SHIPPED:
        assert policy.basis_for("son-duong-bhyt-2024", "agency") == "house"
        if policy.step not in {Step.OVERDUE, Step.TARGET_MISSED}:
            assert policy.basis_for("son-duong-bhyt-2021", "commune") == "house"
