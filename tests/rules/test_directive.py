"""The two real dispatches, whole."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from rules.meaning.deadline import Sense
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from tests.rules.small_directive import bodies, rulebook

CLAUSES = json.loads((Path(__file__).parent / "clauses.json").read_text(encoding="utf-8"))
KINDS = {"outcome": "target", "duty": "duty", "goal": "goal", "artefact": "artefact"}
OLD, NEW = "son-duong-bhyt-2021", "son-duong-bhyt-2024"


def directive(clause: str) -> Directive:
    return rulebook().directives[OLD if clause.startswith("A") else NEW]


@cache
def duty(clause: str) -> Duty:
    return directive(clause).clause(clause)


def test_every_clause_of_both_dispatches_is_there_once() -> None:
    found = [one.clause for id_ in (OLD, NEW) for one in rulebook().directives[id_].duties.values()]
    assert sorted(found) == sorted(row["id"] for row in CLAUSES)
    assert len(found) == 35


@pytest.mark.parametrize("row", CLAUSES, ids=lambda row: row["id"])
def test_a_clause_is_quoted_word_for_word_and_found_in_its_text(row: dict[str, str]) -> None:
    found = duty(row["id"])
    text = directive(row["id"]).text
    stored = text.content[slice(*found.span)]
    assert found.quote == row["quote"]
    assert " ".join(stored.replace("**", "").split()) == row["quote"]
    assert stored == stored.strip()


@pytest.mark.parametrize("row", CLAUSES, ids=lambda row: row["id"])
def test_a_clause_is_of_its_kind_and_says_where_it_stands(row: dict[str, str]) -> None:
    found = duty(row["id"])
    assert found.kind == KINDS.get(row["kind"], "report")
    assert found.place.split(",")[0] in {"mục 1", "mục 2", "phần mở đầu", "đoạn kết"}


@pytest.mark.parametrize("row", CLAUSES, ids=lambda row: row["id"])
def test_a_clause_has_a_date_exactly_where_its_text_names_one(row: dict[str, str]) -> None:
    due = duty(row["id"]).due
    named = row["deadline_kind"].startswith(("absolute", "recurring"))
    assert (due is not None and due.dated) is named


def test_gaps_and_assumptions_are_sentences() -> None:
    for one in rulebook().directives.values():
        sentences = [*one.gaps.values(), *(s for d in one.duties.values() for s in d.gaps.values())]
        assert all("không" in sentence or "chỉ nêu" in sentence for sentence in sentences)
        assert {"number", "issued_on", "until"} <= set(one.gaps)
        assert one.in_force.assumed


def test_only_2021_orders_the_refusal_report_and_lays_it_on_the_chair() -> None:
    refusal = duty("A-1.2c")
    assert refusal.bearer_post == "chair"
    assert (refusal.to, refusal.via, refusal.due) == ("ubnd-huyen", "phong-ldtbxh", None)
    assert "deadline" in refusal.gaps
    assert refusal.consolidated_by == duty("A-2.2c").id
    assert "Những trường hợp" not in rulebook().directives[NEW].text.content
    assert all(one.bearer_post is None for one in rulebook().directives[NEW].duties.values())


def test_reports_and_their_consolidations_know_each_other() -> None:
    monthly, total = duty("B-1.4"), duty("B-2.2c")
    assert (monthly.id, total.id) == ("bao-cao-thang", "tong-hop-thang")
    assert (monthly.consolidated_by, total.consolidates) == (total.id, monthly.id)
    assert (monthly.to, monthly.via) == ("ubnd-huyen", "bhxh-huyen")
    assert (duty("A-1.3").id, duty("A-2.3").consolidates) == ("bao-cao", "bao-cao")


def test_targets_keep_their_measures_apart() -> None:
    measures = {c: duty(c).target for c in ("A-1.1c", "B-1.1d", "B-1.2b")}
    assert [t.measures for t in measures.values() if t] == [
        ("carded",),
        ("enrolled", "carded"),
        ("enrolled",),
    ]
    assert [t.group for t in measures.values() if t] == ["can-ngheo", "can-ngheo", "dtts"]
    assert all(t and t.percent == 100 for t in measures.values())


def test_two_groups_have_two_baselines_and_only_one_has_shares() -> None:
    groups = rulebook().directives[NEW].groups
    near_poor, minority = groups["can-ngheo"], groups["dtts"]
    assert (near_poor.baseline, minority.baseline) == (282, 3571)
    assert minority.baseline_on == date(2024, 4, 10)
    assert (minority.own_percent, minority.state_percent) == (30, 70)
    assert near_poor.own_percent is None


def test_urging_concerns_the_communes_and_nobody_else() -> None:
    urging = duty("B-2.1b")
    assert urging.concerns is not None
    assert urging.concerns.kinds(bodies()) == {"commune"}
    assert urging.bearers.uids == ("bcd",)
    assert [d.clause for d in rulebook().directives[OLD].duties.values() if d.concerns] == []


def test_the_closing_of_2021_speaks_to_persons_and_that_of_2024_to_bodies() -> None:
    closing = duty("A-3")
    commune, insurance = bodies().get("02617@base"), bodies().get("bhxh-huyen")
    assert (closing.post_of(commune), closing.post_of(insurance)) == ("chair", "director")
    assert duty("B-3").post_of(commune) is None


def test_timely_is_shown_and_never_computed() -> None:
    due = duty("A-2.2b").due
    assert due is not None
    assert (due.wording, due.sense, due.dated) == ("kịp thời", Sense.TIMELY, False)


def test_copies_are_recipients_and_bear_nothing() -> None:
    for one in rulebook().directives.values():
        copied = {uid for copy in one.copies for uid in copy.bodies}
        assert {"huyen-uy", "hdnd-huyen", "van-phong"} <= copied
        bearers = {uid for d in one.duties.values() for uid in d.bearers.uids}
        assert not bearers & {"huyen-uy", "hdnd-huyen", "van-phong", "ubnd-tinh"}


def test_a_dispatch_is_cited_by_a_noun_phrase_and_rests_on_named_texts() -> None:
    new = rulebook().directives[NEW]
    assert new.cited_as.startswith("Văn bản của UBND huyện Sơn Dương")
    assert new.legal_basis[0].citation == "Kế hoạch số 142/KH-UBND ngày 21/3/2024"
    assert new.signer == "Phạm Thị Nhị Bình"
    assert len(new.text.sha256) == 64


def test_asking_for_a_clause_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(KeyError, match=r"has no clause B-9; it has B-0, B-1\.1a"):
        rulebook().directives[NEW].clause("B-9")


def test_one_group_means_the_villages_of_a_decision_and_the_others_wherever_people_live() -> None:
    groups = rulebook().directives[NEW].groups
    assert groups["dtts"].villages_by == "Quyết định số 861/QĐ-TTg ngày 04/6/2021"
    assert (groups["dtts"].villages_clause, groups["can-ngheo"].villages_by) == ("B-1.2a", None)
    assert not any(one.villages_by for one in rulebook().directives[OLD].groups.values())
