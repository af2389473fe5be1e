"""Whom a policy may tell: posts that the bodies have."""

from pathlib import Path

import pytest

from rules.meaning.body import Body, BodyRegistry
from rules.meaning.policy import Policy
from rules.meaning.recipient import Party, check_recipients, office_among, post_at
from rules.reading.policy_file import read_policies
from steps import table
from tests.rules.small_directive import bodies
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
    [problem] = check_recipients(policies, BODIES)
    assert said in str(problem)


def test_a_policy_without_a_file_can_still_be_refused(tmp_path: Path) -> None:
    [policy] = read_policies(written(tmp_path, REMINDING))
    bare = Policy("a", "", ("target",), policy.when, table.FIRST.id, 1, ("x/officer",))
    assert [problem.path for problem in check_recipients([bare], BODIES)] == [
        "policies.a.then.to.0"
    ]


@pytest.mark.parametrize(
    ("recipient", "uid"),
    [
        ("officer", "02617@base"),
        ("head", "02617@base"),
        ("to/leader", "ubnd-huyen"),
        ("via/officer", "bhxh-huyen"),
        ("office/specialist", "van-phong"),
        ("bhxh-huyen/head", "bhxh-huyen"),
    ],
)
def test_a_role_is_filled_by_the_duty_and_its_office(recipient: str, uid: str) -> None:
    party = Party("02617@base", "ubnd-huyen", "bhxh-huyen", "van-phong")
    assert party.body(recipient) == uid


@pytest.mark.parametrize("recipient", ["to/leader", "via/officer", "office/specialist"])
def test_a_role_nobody_fills_tells_nobody(recipient: str) -> None:
    assert Party("02617@base", "every commune").body(recipient) is None


@pytest.mark.parametrize(
    ("uid", "post"),
    [("02617@base", "chair"), ("bhxh-huyen", "director"), ("van-phong", "office-head")],
)
def test_the_head_is_whoever_answers_for_that_body(uid: str, post: str) -> None:
    assert post_at(bodies().get(uid), "head") == post
    assert post_at(bodies().get(uid), "via/officer") == "officer"


def test_the_office_is_the_one_body_with_a_specialist() -> None:
    assert office_among(BODIES) == "van-phong"
    other = Body("vp-tinh", "Văn phòng tỉnh", "office", posts=("specialist",))
    assert office_among(BodyRegistry([*BODIES.all(), other])) is None
