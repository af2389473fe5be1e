"""XLSX and JSON are two ways to write one answer: it is taken or refused alike."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.reports.checks import FiguresRefused, remarks_on, standing, taken
from dondoc.reports.figures_file import read_content
from dondoc.reports.prefill import Prefilled, Value
from dondoc.reports.template import FormOf, Heading, template
from rules.meaning.declared_period import Window
from rules.meaning.engine import PolicyEngine
from rules.meaning.figures import Figures, Filled
from rules.meaning.report_facts import Asked, Past
from rules.rulebook import Rulebook
from tests.coverage_form import COVERAGE, FIGURES, movement
from tests.dondoc.reports.test_template import rows_of, written
from tests.offices import D2024, DAI_PHU, MONTHLY
from tests.reporting import MINORITY, NEAR_POOR

GROUPS = (NEAR_POOR, MINORITY)
FORM = FormOf(D2024, MONTHLY, DAI_PHU, date(2024, 6, 5))
# May is known of one group only; June's form was prefilled with what it closed with.
MAY = movement(opening=20, enrolled=5, closing=15, carded=5)
OFFERED = {f"{NEAR_POOR}.opening": 15, f"{NEAR_POOR}.adjusted": 0, f"{NEAR_POOR}.enrolled": 5}
PAST = Past(
    rounds=(Figures(COVERAGE, date(2024, 4, 30), groups={NEAR_POOR: MAY}),), offered=OFFERED
)
WINDOW = Window(date(2024, 5, 1), date(2024, 5, 31))
ASKED = Asked(COVERAGE, D2024, MONTHLY, "xa", GROUPS, date(2024, 6, 3), WINDOW)
VALUES = {at: Value(OFFERED.get(at)) for at in COVERAGE.addresses(GROUPS)}
ROWS = rows_of(
    template(
        FORM,
        Heading("t", "b", "h", {id_: id_ for id_ in GROUPS}),
        Prefilled(COVERAGE, GROUPS, VALUES),
    )
)
Answer = Mapping[str, Any]

numbers = st.one_of(
    st.none(), st.integers(-3, 40), st.sampled_from([0, 5, 15, 1.5, -0.25, 10**9, 9_999_999])
)
words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=20)
texts = st.one_of(words, st.sampled_from(["a" * 5_001, " đã làm ", "e\u0302"]))
figures = st.fixed_dictionaries(
    {}, optional={f"{group}.{id_}": numbers for group in GROUPS for id_ in FIGURES}
)
answers = st.fixed_dictionaries(
    {
        "as_of": st.sampled_from(
            [None, "2024-05-31", "2024-04-30", "2024-06-02", "2025-01-01", "2024-05-32"]
        ),
        "nil": st.booleans(),
        "figures": st.one_of(figures, st.just(OFFERED), figures.map(lambda more: OFFERED | more)),
        "texts": st.fixed_dictionaries(dict.fromkeys(COVERAGE.text_ids, texts)),
        "words": st.dictionaries(st.sampled_from([*COVERAGE.addresses(GROUPS)]), texts, max_size=2),
    }
)


def as_json(answer: Answer) -> Filled:
    groups: dict[str, dict[str, Any]] = {}
    for at, number in answer["figures"].items():
        group, _, figure = at.partition(".")
        if number is not None:
            groups.setdefault(group, {})[figure] = number
    said = {key: answer[key] for key in ("as_of", "nil")}
    said |= {"groups": groups, "explanations": answer["words"]} | answer["texts"]
    return read_content("so-lieu.json", orjson.dumps(said), FORM, COVERAGE)


def as_xlsx(answer: Answer) -> Filled:
    cells = {
        "as_of": answer["as_of"],
        "nil": "Có" if answer["nil"] else "Không",
        **dict.fromkeys((at for at in VALUES if "." in at), None),
        **answer["figures"],
        **answer["texts"],
    }
    rows = []
    for key, label, value, source, *_ in ROWS:
        cell = cells.get(key, value)
        rows.append(
            [key, label, "" if cell is None else cell, source, answer["words"].get(key, "")]
        )
    return read_content("mau.xlsx", written(rows), FORM, COVERAGE)


def outcome(engine: PolicyEngine, rulebook: Rulebook, read: Any, answer: Answer) -> object:
    """Return what is stored of it, or each problem with its address."""
    try:
        filled = read(answer)
    except FiguresRefused as refused:
        return {(one.at, one.says) for one in refused.remarks}
    found = remarks_on(engine, rulebook.directives[D2024], ASKED, filled, PAST)
    if left := standing(found, filled.explanations):
        return {(one.at, one.says, one.policy) for one in left}
    return taken(filled, ASKED, PAST).to_json(), filled.explanations


@settings(max_examples=120)
@given(answers)
@pytest.mark.long
def test_any_answer_is_taken_or_refused_alike(
    policies: PolicyEngine, rulebook: Rulebook, answer: Answer
) -> None:
    of_json, of_xlsx = (outcome(policies, rulebook, read, answer) for read in (as_json, as_xlsx))
    assert of_xlsx == of_json


def nil(**figures: Any) -> Answer:
    told = {at.replace("__", ".").replace("can_ngheo", NEAR_POOR): n for at, n in figures.items()}
    texts = dict.fromkeys(COVERAGE.text_ids, "")
    return {"as_of": "2024-05-31", "nil": True, "figures": told, "texts": texts, "words": {}}


# What a filer knows the two groups as.
POOR = "người thuộc hộ gia đình cận nghèo"
MINORITY = "người dân tộc thiểu số được ngân sách nhà nước hỗ trợ mức đóng"


@pytest.mark.parametrize("read", [as_json, as_xlsx])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"can_ngheo__opening": 41, "can_ngheo__enrolled": 2}, f"{POOR} (Đầu kỳ 41, Đã tham gia"),
        ({"can_ngheo__opening": 15, "can_ngheo__closing": 14}, f"{POOR} (Cuối kỳ 14)"),
        ({"can_ngheo__arrived": 1.5}, f"{POOR} (Từ nơi khác đến 1,5)"),
        # Of this group nothing is known: 0 people would be a figure, and it would be lost.
        ({"dtts__opening": 0, "dtts__closing": 0}, f"{MINORITY} (Đầu kỳ 0, Cuối kỳ 0)"),
    ],
)
def test_what_was_typed_beside_nil_is_never_lost(
    policies: PolicyEngine, rulebook: Rulebook, read: Any, typed: dict[str, Any], said: str
) -> None:
    found = outcome(policies, rulebook, read, nil(**typed))
    assert isinstance(found, set)
    [(at, says, _)] = found
    assert at == "nil"
    assert f"đã chọn “Không phát sinh” mà vẫn ghi số liệu {said}" in says


@pytest.mark.parametrize("read", [as_json, as_xlsx])
@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"can_ngheo__opening": 15, "can_ngheo__adjusted": 0, "can_ngheo__enrolled": 5},
        {"can_ngheo__opening": 15, "can_ngheo__enrolled": 0, "can_ngheo__closing": 15},
    ],
    ids=["empty", "as prefilled", "that nothing moved"],
)
def test_a_nil_report_may_hold_what_it_began_with_and_what_it_says(
    policies: PolicyEngine, rulebook: Rulebook, read: Any, typed: dict[str, Any]
) -> None:
    found = outcome(policies, rulebook, read, nil(**typed))
    assert isinstance(found, tuple)
    assert found[0]["groups"][NEAR_POOR]["closing"] == 15


def test_a_form_without_a_place_for_corrections_opens_with_what_they_left(
    rulebook: Rulebook,
) -> None:
    form = rulebook.forms.stored("ket-qua-ho-so@1")
    asked = Asked(form, D2024, MONTHLY, "xa", (NEAR_POOR,), date(2024, 6, 3))
    past = Past(last={NEAR_POOR: 15}, corrections={NEAR_POOR: -2})
    found = taken(Filled(date(2024, 5, 31), nil=True), asked, past).groups[NEAR_POOR]
    assert (found["ton_dau"], found["ton_cuoi"]) == (13, 13)
