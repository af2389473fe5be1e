"""Whom word is meant for must exist on the day: bodies end, begin, and lack posts."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rules.meaning.absent import Absent, absent_on, check_absent
from rules.meaning.directive import Directive
from tests.rules.small_directive import bodies, directive, rulebook

POLICIES = rulebook().policies
D2024 = rulebook().directives["son-duong-bhyt-2024"]
TO_2025 = ("until: 2024-12-31", "until: 2025-12-31"), ("last: 2024-07-05", "last: 2025-09-05")


def said(found: Directive, office: str | None = "van-phong") -> list[str]:
    return [str(problem) for problem in check_absent(found, POLICIES, bodies(), office)]


def test_everybody_told_of_the_shipped_duties_exists_on_their_days() -> None:
    for found in rulebook().directives.values():
        assert said(found) == []


def test_an_addressee_that_ends_before_a_report_is_due_is_named_with_the_dates(
    tmp_path: Path,
) -> None:
    found = directive(tmp_path, *TO_2025)
    [problem] = said(found)
    assert "directive.yaml:" in problem
    assert problem.endswith(
        'duties.bao-cao.to: "ubnd-huyen" ended on 2025-06-30, due 2025-07-05, 2025-08-05, '
        "2025-09-05; allowed: a body that exists, or its heir"
    )


def test_a_date_counted_from_a_periods_end_is_the_due_one() -> None:
    monthly = D2024.duties["bao-cao-thang"]
    assert monthly.due is not None
    counted = replace(
        monthly.due,
        day=None,
        days=15,
        unit="working_days",
        first=date(2025, 5, 31),
        last=date(2025, 6, 30),
    )
    found = replace(D2024, duties={monthly.id: replace(monthly, due=counted)})
    problems = check_absent(found, POLICIES, bodies(), None, rulebook().calendar)
    [to] = [str(one) for one in problems if ".to:" in str(one)]
    # 15 working days from 30/6/2025; the report of May is due while the addressee exists.
    assert '"ubnd-huyen" ended on 2025-06-30, due 2025-07-21;' in to


def test_an_office_that_ends_is_named_at_the_duty() -> None:
    built = D2024.duties["tong-hop-thang"]
    assert built.due is not None
    later = replace(built, due=replace(built.due, last=date(2025, 8, 10)))
    found = replace(D2024, duties={**D2024.duties, built.id: later})
    [bearer, to, office] = sorted(said(found), key=lambda text: text.partition("duties")[2])
    assert 'tong-hop-thang: the office "van-phong" ended on 2025-06-30, due 2025-07-10' in office
    assert 'tong-hop-thang.bearers: "bhxh-huyen" ended on 2025-02-28, due 2025-03-10' in bearer
    assert " and 3 more" in bearer
    assert 'tong-hop-thang.to: "ubnd-huyen" ended on 2025-06-30' in to


def test_a_body_without_the_post_that_is_told_is_named(tmp_path: Path) -> None:
    found = directive(tmp_path, ("    to: ubnd-huyen\n", "    to: hdnd-huyen\n"))
    [problem] = said(found)
    assert 'duties.bao-cao.to: "hdnd-huyen" has no post "leader" to be told, due 2024' in problem
    assert problem.endswith("; allowed: mailbox")


@pytest.mark.parametrize(
    ("on", "missing"),
    [
        (date(2024, 5, 6), []),
        # BHXH goes first, the office and the People's Committee with the level.
        (date(2025, 3, 1), [Absent("via", "bhxh-huyen", ended=date(2025, 2, 28))]),
        (
            date(2025, 7, 1),
            [
                Absent("to", "ubnd-huyen", ended=date(2025, 6, 30)),
                Absent("via", "bhxh-huyen", ended=date(2025, 2, 28)),
            ],
        ),
    ],
)
def test_who_is_missing_is_asked_of_one_day(on: date, missing: list[Absent]) -> None:
    duty = D2024.duties["bao-cao-thang"]
    assert absent_on(duty, POLICIES, bodies(), "van-phong", on) == missing


def test_who_has_an_heir_is_not_missing() -> None:
    old = bodies().named("Hồng Lạc", date(2024, 5, 5))
    assert bodies().current(old.uid, date(2025, 7, 1)).uid == "02608@2025"
    duty = replace(D2024.duties["bao-cao-thang"], to=old.uid, via=old.uid)
    found = absent_on(duty, POLICIES, bodies(), "van-phong", date(2025, 7, 1))
    # It exists; only a commune has no leader.
    assert found == [Absent("to", "02608@2025", "leader")]
