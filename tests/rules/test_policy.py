"""Policies as data: what is refused with its place, and what the shipped ones say."""

from pathlib import Path

import pytest

import rules
from rules.errors import RuleError
from rules.meaning.policy import HEAD, Check
from rules.reading.policy_file import MOST, load_policies, read_policies
from rules.rulebook import load
from steps import table
from steps.posts import Post
from tests.rules.written import written

SHIPPED = load_policies(Path(rules.__file__).parent / "policies")

GOOD = """
policies:
  con-hai-ngay:
    title: Còn 02 ngày làm việc
    for: obligation
    when: {lte: {working_days_to_aim: 2}}
    then: {step: reminder, rung: 2, to: [officer]}
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
        table.REMINDER.id,
        2,
        ("officer",),
    )


@pytest.mark.parametrize(
    ("instead_of", "write", "line", "said"),
    [
        ("title", "titel", 3, "con-hai-ngay.titel: unknown key; allowed: for, lapses, then, title"),
        ("for: obligation", "for: rapport", 4, '"rapport" is not known; allowed: '),
        ("for: obligation", "for: []", 4, "for: each kind of fact once"),
        ("for: obligation", "for: [target, target]", 4, "for: each kind of fact once"),
        ("reminder", "remind", 6, "then.step: \"remind\" is not known; allowed: 'proposal', 'bri"),
        ("[officer]", "[mayor]", 6, 'then.to.0: unknown post "mayor"; allowed: head, chair, vice'),
        ("[officer]", "[via/]", 6, 'then.to.0: unknown post ""'),
        ("[officer]", "[/officer]", 6, 'then.to.0: "" is no body'),
        ("[officer]", "[a b/officer]", 6, 'then.to.0: "a b" is no body'),
        ("[officer]", "[officer, officer]", 6, 'then.to.1: "officer" is written twice'),
        ("[officer]", "[]", 6, "then.to"),
        ("rung: 2", "rung: 0", 6, "then.rung"),
        ("rung: 2", "rung: '2'", 6, 'then.rung: wrong type: "2"; allowed: a whole number'),
        ("rung: 2", "rung: 2, repeat: day", 6, "then.repeat: a rung is climbed once"),
        ("rung: 2", "repeat: fortnight", 6, 'then.repeat: "fortnight" is not known'),
        ("rung: 2", "hold: [chair]", 6, 'then.hold.0: "chair" is held but not told; allowed: offi'),
        ("rung: 2", "hold: [king]", 6, 'then.hold.0: "king" is held but not told'),
        ("aim: 2", "aims: 2", 5, 'has no attribute "working_days_to_aims"; allowed: bearer_kind'),
        ("con-hai-ngay", "Còn hai ngày", 2, "is no policy id; allowed: a-z, 0-9"),
        ("when: {lte: {working_days_to_aim: 2}}", "unless: {}", 2, "when: required key is missing"),
        ("    then:", "    basis: {}\n    then:", 6, "con-hai-ngay.basis: unknown key; allowed: "),
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
    high = {HEAD, Post.CHAIR, Post.VICE_CHAIR, Post.DIRECTOR, Post.LEADER}
    for policy in SHIPPED:
        for recipient in policy.to:
            assert policy.held(recipient) == (recipient.rpartition("/")[2] in high), policy.id


def test_every_step_has_a_policy() -> None:
    # The checks of a form stand in its own file.
    assert {policy.step for policy in load().policies} == {*table.BY_POLICY, *Check}
