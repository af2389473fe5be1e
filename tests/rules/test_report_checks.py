"""Checks of a filled-in report: what is refused, what needs a word, and where it is said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import RuleError
from rules.meaning.engine import PolicyEngine
from rules.meaning.figures import (
    Change,
    Figures,
    Filled,
    Given,
    differences,
    group_figures,
    rows_asked,
)
from rules.meaning.list_counts import Counted, GroupCounts
from rules.meaning.policy import Check
from rules.meaning.report_facts import Asked, Past, figure_facts, group_facts
from rules.reading.policy_file import read_policies
from rules.rulebook import Rulebook
from tests.coverage_form import COVERAGE, FIGURES, movement
from tests.rules.written import written

GROUP = "can-ngheo"
ASKED = Asked(
    COVERAGE, "son-duong-bhyt-2024", "bao-cao-thang", "commune", (GROUP,), date(2024, 6, 4)
)
GOOD: dict[str, Given] = {
    **dict.fromkeys(FIGURES, 0),
    "opening": 40,
    "enrolled": 10,
    "closing": 30,
    "carded": 10,
}
FILLED = Filled(date(2024, 5, 31), groups={GROUP: GOOD}, texts={"done": "Đã rà soát"})


def filed(as_of: date, done: str = "", **figures: int) -> Figures:
    return Figures(COVERAGE, as_of, groups={GROUP: movement(**figures)}, texts={"done": done})


TWO_ROUNDS = Past(
    [
        filed(date(2024, 3, 31), opening=50, enrolled=4, closing=46),
        filed(date(2024, 4, 30), opening=46, enrolled=6, closing=40),
    ]
)


def said(engine: PolicyEngine, filled: Filled, past: Past = TWO_ROUNDS) -> list[str]:
    found = [
        f"{match.policy.id} at {at}"
        for at, fact in figure_facts(ASKED, filled, past)
        for match in engine.decide("figure", fact)
    ]
    for _, fact in group_facts(ASKED, filled, past):
        found += [
            f"{m.policy.id} at {m.policy.at}" for m in engine.decide(COVERAGE.fact_kind, fact)
        ]
    return found


def changed(**figures: Given) -> Filled:
    return replace(FILLED, groups={GROUP: GOOD | figures})


def test_a_report_that_is_right_is_told_nothing(policies: PolicyEngine) -> None:
    assert said(policies, FILLED) == []


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"closing": 31}, ["tang-giam-khong-khop at closing"]),
        ({"enrolled": None}, [f"o-bat-buoc at {GROUP}.enrolled"]),
        ({"enrolled": Fraction(21, 2)}, [f"so-nguoi-le at {GROUP}.enrolled"]),
        ({"arrived": -1, "closing": 29}, [f"so-nguoi-am at {GROUP}.arrived"]),
        (
            {"arrived": Fraction(-1, 2)},
            [f"so-nguoi-am at {GROUP}.arrived", f"so-nguoi-le at {GROUP}.arrived"],
        ),
        ({"opening": 41, "closing": 31}, ["dau-ky-lech at opening"]),
        ({"adjusted": -2, "closing": 28}, ["dieu-chinh-lech at adjusted"]),
        ({"expired": 11, "closing": 41}, ["bao-phu-giam at expired"]),
        ({"not_joining": 31}, ["khong-tham-gia-vuot-cuoi-ky at not_joining"]),
        # 10 were enrolled before without a card: 20 cards now are right, 21 are not.
        ({"carded": 20}, []),
        ({"carded": 21}, ["the-vuot-tham-gia at carded"]),
        ({"enrolled": 6, "closing": 34, "carded": 0}, ["giong-het-ky-truoc at enrolled"]),
        # The median of 46 and 40 is 43.
        ({"arrived": 99, "closing": 129}, []),
        ({"arrived": 100, "closing": 130}, ["cuoi-ky-tang-dot-bien at closing"]),
    ],
)
def test_each_mistake_is_told_where_it_stands(
    policies: PolicyEngine, figures: Mapping[str, Given], expected: list[str]
) -> None:
    assert said(policies, changed(**figures)) == expected


def test_a_jump_is_no_jump_under_ten_people(policies: PolicyEngine) -> None:
    few = Past([filed(date(2024, 4, 30), closing=1)])
    nine = GOOD | {"opening": 1, "arrived": 8, "enrolled": 0, "closing": 9, "carded": 0}
    filled = replace(FILLED, groups={GROUP: nine})
    assert said(policies, filled, few) == []
    ten = replace(FILLED, groups={GROUP: nine | {"arrived": 9, "closing": 10}})
    assert said(policies, ten, few) == ["cuoi-ky-tang-dot-bien at closing"]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2024, 6, 4), []),
        (date(2024, 6, 5), ["so-lieu-tuong-lai at as_of"]),
        (date(2024, 4, 30), ["so-lieu-ky-truoc at as_of"]),
        (None, ["o-bat-buoc at as_of"]),
    ],
)
def test_figures_are_of_a_day_between_the_last_round_and_the_receipt(
    policies: PolicyEngine, as_of: date | None, expected: list[str]
) -> None:
    assert said(policies, replace(FILLED, as_of=as_of)) == expected


def test_a_nil_report_needs_its_day_and_nothing_else(policies: PolicyEngine) -> None:
    assert said(policies, Filled(date(2024, 5, 31), nil=True)) == []


def test_what_was_done_is_required_of_a_report_with_figures(policies: PolicyEngine) -> None:
    assert said(policies, replace(FILLED, texts={"done": " "})) == ["o-bat-buoc at done"]


def test_a_correction_on_file_explains_the_adjustment(policies: PolicyEngine) -> None:
    past = replace(TWO_ROUNDS, corrections={GROUP: -2})
    assert said(policies, changed(adjusted=-2, closing=28), past) == []
    assert said(policies, FILLED, past) == ["dieu-chinh-lech at adjusted"]


APRIL_10, APRIL_30, MAY_31 = date(2024, 4, 10), date(2024, 4, 30), date(2024, 5, 31)
COUNTS: dict[str, tuple[GroupCounts, list[str]]] = {
    "nothing is known": (GroupCounts(), []),
    "cards of no list": (GroupCounts(cards=Counted(9, MAY_31)), []),
    "a list that is large enough": (GroupCounts(listed=Counted(50, APRIL_10)), []),
    "a closing beyond the list": (
        GroupCounts(listed=Counted(29, APRIL_10)),
        ["cuoi-ky-vuot-danh-sach at closing"],
    ),
    "a closing beyond the list after deductions": (
        GroupCounts(listed=Counted(50, APRIL_10), confirmed=Counted(29, MAY_31)),
        ["cuoi-ky-vuot-danh-sach at closing"],
    ),
    # 4, 6 and 10 people enrolled so far.
    "as many enrolled as there are": (
        GroupCounts(listed=Counted(20, APRIL_10)),
        ["cuoi-ky-vuot-danh-sach at closing"],
    ),
    "more enrolled than there are": (
        GroupCounts(listed=Counted(19, APRIL_10)),
        ["cuoi-ky-vuot-danh-sach at closing", "da-tham-gia-vuot-danh-sach at enrolled"],
    ),
    "cards that agree": (
        GroupCounts(listed=Counted(50, APRIL_10), cards=Counted(20, MAY_31)),
        [],
    ),
    "cards that differ": (
        GroupCounts(listed=Counted(50, APRIL_10), cards=Counted(19, MAY_31)),
        ["cuoi-ky-lech-du-lieu-the at closing"],
    ),
    "cards of the last round": (
        GroupCounts(listed=Counted(50, APRIL_10), cards=Counted(19, APRIL_30)),
        [],
    ),
}


@pytest.mark.parametrize("case", COUNTS)
def test_figures_are_held_against_what_is_known_of_the_lists(
    policies: PolicyEngine, case: str
) -> None:
    counts, expected = COUNTS[case]
    assert sorted(said(policies, FILLED, replace(TWO_ROUNDS, counts={GROUP: counts}))) == expected


def test_the_opening_of_a_first_report_is_the_list_handed_down(policies: PolicyEngine) -> None:
    listed = {GROUP: GroupCounts(listed=Counted(42, APRIL_10))}
    assert said(policies, FILLED, Past(counts=listed)) == ["dau-ky-lech-danh-sach at opening"]
    assert said(policies, changed(opening=42, closing=32), Past(counts=listed)) == []
    heir = Past(last={GROUP: 40}, counts=listed)
    assert said(policies, FILLED, heir) == []


def test_a_difference_is_told_with_its_size_and_the_lists_day(policies: PolicyEngine) -> None:
    counts = {GROUP: GroupCounts(listed=Counted(29, APRIL_10), cards=Counted(1, MAY_31))}
    [(_, fact)] = group_facts(ASKED, FILLED, replace(TWO_ROUNDS, counts=counts))
    assert (fact["closing_beyond_list"], fact["whole_as_of"]) == (1, "10/4/2024")
    assert (fact["cards_gap"], fact["cards_as_of"]) == (2, "31/5/2024")
    found = {
        match.policy.id: match.policy.says for match in policies.decide(COVERAGE.fact_kind, fact)
    }
    assert found["cuoi-ky-lech-du-lieu-the"] == (
        "lệch {cards_gap} người so với số chưa có thẻ theo dữ liệu thẻ (đến ngày {cards_as_of}): "
        "chênh lệch thời điểm, cần đối chiếu"
    )


people = st.integers(0, 5_000)


@given(people, people, people)
def test_an_unknown_list_says_nothing(opening: int, enrolled: int, cards: int) -> None:
    group = GOOD | {"opening": opening, "enrolled": enrolled, "closing": opening - enrolled}
    filled = replace(FILLED, groups={GROUP: group})
    past = Past(counts={GROUP: GroupCounts(cards=Counted(cards, MAY_31))})
    [(_, fact)] = group_facts(ASKED, filled, past)
    assert not any(fact[f"{name}_known"] for name in ("list", "whole", "cards"))
    gaps = ("list_gap", "closing_beyond_list", "enrolled_beyond_list", "cards_gap")
    assert not any(fact[name] for name in gaps)


@given(*[people] * 8, st.integers(-50, 50))
def test_the_movement_adds_up_exactly_when_the_difference_is_nothing(
    opening: int,
    recognised: int,
    arrived: int,
    expired: int,
    enrolled: int,
    elsewhere: int,
    left: int,
    closing: int,
    adjusted: int,
) -> None:
    figures = movement(
        opening=opening,
        adjusted=adjusted,
        recognised=recognised,
        arrived=arrived,
        expired=expired,
        enrolled=enrolled,
        covered_elsewhere=elsewhere,
        left=left,
        closing=closing,
    )
    right = opening + adjusted + recognised + arrived + expired - enrolled - elsewhere - left
    assert (figures.difference == 0) == (closing == right)
    nothing = dict.fromkeys(COVERAGE.text_ids, "")
    texts = {**nothing, "done": "đã làm"}
    stored = Figures(COVERAGE, date(2024, 5, 31), groups={GROUP: figures}, texts=texts)
    assert Figures.from_json(stored.to_json(), COVERAGE) == stored
    assert group_figures(COVERAGE, dict(figures.items())) == figures


def test_revisions_are_compared_figure_by_figure() -> None:
    before = filed(date(2024, 5, 31), "a", closing=3)
    after = filed(date(2024, 5, 31), "b", closing=4)
    assert differences(before, before) == ()
    assert differences(before, after) == (
        Change(f"{GROUP}.closing", 3, 4),
        Change("done", "a", "b"),
    )


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("Đại Phú", date(2024, 5, 5), ("can-ngheo", "dtts")),
        ("Chi Thiết", date(2024, 5, 5), ("can-ngheo",)),
        ("Vân Sơn", date(2024, 5, 5), ()),
        ("Hồng Sơn", date(2024, 9, 5), ("can-ngheo",)),
    ],
)
def test_a_body_is_asked_for_its_own_groups_only(
    rulebook: Rulebook, name: str, on: date, expected: tuple[str, ...]
) -> None:
    directive, bodies = rulebook.directives["son-duong-bhyt-2024"], rulebook.bodies
    assert rows_asked(COVERAGE, directive, bodies, bodies.named(name, on), on) == expected


GOOD_CHECK = """
policies:
  o-bat-buoc:
    title: Ô bắt buộc không được để trống
    for: figure
    when: {eq: {required: true}}
    then: {check: block, says: "lệch {value} {unit}"}
"""


def test_a_check_is_read_as_it_is_written(tmp_path: Path) -> None:
    [policy] = read_policies(written(tmp_path, GOOD_CHECK))
    assert (policy.step, policy.at, policy.says) == (Check.BLOCK, "", "lệch {value} {unit}")
    assert (policy.rung, policy.to) == (None, ())


@pytest.mark.parametrize(
    ("instead_of", "write", "line", "said_"),
    [
        ("check: block", "check: stop", 6, "then.check: \"stop\" is not known; allowed: 'block'"),
        ("check: block", "check: block, at: closing", 6, "then.at: unknown key; allowed: check, s"),
        ("check: block", "check: block, to: [officer]", 6, "then.to: unknown key; allowed: check"),
        ("{value} {unit}", "{gap} người", 6, 'has no attribute "gap"; allowed: days_ahead, days_b'),
        (', says: "lệch {value} {unit}"', "", 6, "then.says: required key is missing"),
        ("for: figure", "for: obligation", 4, 'for: a check is for a filled-in report, not for'),
        ("for: figure", "for: report", 4, 'for: "report" is not known; allowed: \'obligation\''),
        (
            "{check: block, says: ",
            "{step: first, to: [officer]} #",
            6,
            'then: a policy for "figure" is a check: it has no step and tells nobody; allowed:',
        ),
        ("eq: {required: true}", "eq: {needed: true}", 5, 'has no attribute "needed"'),
    ],
)  # fmt: skip
def test_a_bad_check_is_refused_with_its_place(
    tmp_path: Path, instead_of: str, write: str, line: int, said_: str
) -> None:
    with pytest.raises(RuleError) as refused:
        read_policies(written(tmp_path, GOOD_CHECK.replace(instead_of, write)))
    assert said_ in str(refused.value)
    assert f"policies.yaml:{line}: " in str(refused.value)


@pytest.mark.parametrize(
    ("closing", "expected"), [(44, []), (45, ["cuoi-ky-vuot-danh-sach at closing"])]
)
def test_who_came_since_the_list_was_made_is_not_beyond_it(
    policies: PolicyEngine, closing: int, expected: list[str]
) -> None:
    """An honest first form: 40 on the list, 2 recognised, 1 arrived, 3 expired, 2 enrolled."""
    came = {"recognised": 2, "arrived": 1, "expired": 3, "enrolled": 2, "covered_elsewhere": 1}
    opening = closing - 3
    figures = GOOD | came | {"opening": opening, "closing": closing, "carded": 2}
    filled = replace(FILLED, groups={GROUP: figures})
    past = Past(counts={GROUP: GroupCounts(listed=Counted(opening, date(2024, 4, 10)))})
    assert said(policies, filled, past) == []
    narrow = Past(counts={GROUP: GroupCounts(confirmed=Counted(38, date(2024, 4, 10)))})
    assert said(policies, filled, narrow) == expected
