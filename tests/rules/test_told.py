"""Whom a policy may tell: posts that the bodies have."""

from pathlib import Path

import pytest

from rules.meaning.body import Body, BodyRegistry
from rules.meaning.policy import Policy, Step
from rules.meaning.told import check_told
from rules.reading.policy_file import read_policies
from tests.rules.test_basis import REMINDING
from tests.rules.written import written

BODIES = BodyRegistry([Body("van-phong", "Văn phòng", "office", posts=("specialist",))])


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("phong-x/officer", 'policies.con-hai-ngay.then.to.0: unknown body "phong-x"; allowed: va'),
        ("van-phong/chair", 'van-phong has no post "chair"; allowed: specialist'),
    ],
)
def test_a_recipient_that_does_not_exist_is_refused(tmp_path: Path, to: str, said: str) -> None:
    policies = read_policies(written(tmp_path, REMINDING.replace("[officer]", f"[{to}]")))
    [problem] = check_told(policies, BODIES)
    assert said in str(problem)


def test_a_policy_without_a_file_can_still_be_refused(tmp_path: Path) -> None:
    [policy] = read_policies(written(tmp_path, REMINDING))
    bare = Policy("a", "", ("target",), policy.when, Step.FIRST, 1, ("x/officer",))
    assert [problem.path for problem in check_told([bare], BODIES)] == ["policies.a.then.to.0"]
