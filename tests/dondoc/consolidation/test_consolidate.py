"""A round as its consolidator has it: who is in, who is not, every total added up again."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from dondoc import find
from dondoc.consolidation.consolidate import consolidation
from dondoc.consolidation.round import Consolidation, Lack, Readiness
from dondoc.consolidation.view import consolidation_view
from dondoc.decisions.call import Said, call
from dondoc.errors import Refused
from dondoc.reports.prefill import prefill
from models import Obligation, Report
from rules.meaning.form import Figure
from rules.meaning.forms import Forms
from tests.coverage_form import COVERAGE, FIGURES, FORMS
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at, played
from tests.reporting import MAY, MINORITY, NEAR_POOR, file_report, form, group
from tests.rounds import MISSING, OPENS, RETURNED, file_all, inputs, round_of_may, uids

TENTH = date(2024, 5, 10)


def read(scene: Scene, due: date = TENTH) -> Consolidation:
    with scene.office.reading() as session:
        return consolidation(session, scene.office.rulebook, D2024, due)


def stored(scene: Scene, due: str = "2024-05-05") -> dict[str, dict[str, dict[str, int]]]:
    """Return, per bearer and group, the stored figures that were not returned: plain rows."""
    query = (
        select(Obligation.bearer_uid, Report.figures)
        .join(Report, Report.obligation_id == Obligation.id)
        .where(
            Obligation.duty == MONTHLY,
            Obligation.due_on == date.fromisoformat(due),
            Report.state != "returned",
        )
    )
    with scene.office.reading() as session:
        return {uid: (figures or {})["groups"] for uid, figures in session.execute(query)}


def summed(rows: dict[str, dict[str, dict[str, int]]]) -> dict[str, dict[str, int]]:
    totals: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    for groups in rows.values():
        for id_, figures in groups.items():
            for name, people in figures.items():
                totals[id_][name] += people
    return dict(totals)


def test_every_total_is_the_sum_of_the_stored_rows(any_office: Scene) -> None:
    round_of_may(any_office)
    document = consolidation_view(read(any_office))
    expected = summed(stored(any_office))
    assert set(document["totals"]) == set(expected) == {NEAR_POOR, MINORITY}
    for id_, figures in expected.items():
        total = document["totals"][id_]
        assert {name: total[name] for name in FIGURES} == figures
        plus = figures["recognised"] + figures["arrived"] + figures["expired"]
        minus = figures["enrolled"] + figures["covered_elsewhere"] + figures["left"]
        assert figures["opening"] + figures["adjusted"] + plus - minus == figures["closing"] > 0


def test_a_total_can_be_recomputed_from_the_rows_of_the_same_document(office: Scene) -> None:
    round_of_may(office)
    document = consolidation_view(read(office))
    rows = {row["bearer"]: row["groups"] for row in document["per_body"]}
    people = {
        uid: {id_: {name: g[name] for name in FIGURES} for id_, g in groups.items()}
        for uid, groups in rows.items()
    }
    for id_, figures in summed(people).items():
        assert {name: document["totals"][id_][name] for name in FIGURES} == figures


def test_who_is_in_and_who_is_not_since_when(office: Scene) -> None:
    round_of_may(office)
    document = consolidation_view(read(office))
    absent, back = uids(office, *MISSING), uids(office, RETURNED)
    assert document["due_on"] == "2024-05-10"
    assert document["state"] == "partial"
    assert (len(document["in"]), len(document["per_body"])) == (5, 9)
    missing = {entry["bearer"]: entry for entry in document["missing"]}
    assert set(missing) == absent | back
    assert not set(missing) & set(document["in"])
    assert {missing[uid]["since"] for uid in absent} == {"2024-05-05"}
    assert {missing[uid]["lack"] for uid in absent} == {"not_filed"}
    [returned] = back
    assert (missing[returned]["lack"], missing[returned]["since"]) == ("returned", "2024-05-04")
    assert [row["nil"] for row in document["per_body"]].count(True) == 2


def test_what_was_last_sent_and_promised_is_told(office: Scene) -> None:
    round_of_may(office)
    office.day("2024-05-07")
    [late] = uids(office, "Chi Thiết")
    with office.office.writing() as session:
        row = office.obligation(late)
        said = Said(met="văn thư", promised_on=date(2024, 5, 8))
        rulebook, when = office.office.rulebook, at("2024-05-07 09:00")
        call(session, rulebook, row, said, "van-phong/specialist", when, time(7))
    entries = consolidation_view(read(office))["missing"]
    [entry] = [entry for entry in entries if entry["bearer"] == late]
    assert entry["last_notice"]["step"] == "overdue"
    assert entry["last_notice"]["at"].startswith("2024-05-07T07:05")
    assert entry["last_notice"]["to"].startswith(f"{late}/")
    assert entry["promised_on"] == "2024-05-08"


def test_it_is_blocked_while_nothing_is_in_and_ready_when_all_are(office: Scene) -> None:
    office.day(OPENS)
    assert read(office).readiness is Readiness.BLOCKED
    file_all(office)
    found = read(office)
    assert found.readiness is Readiness.READY
    assert consolidation_view(found)["missing"] == []


def test_without_a_round_before_there_is_no_change_and_no_last_known(office: Scene) -> None:
    round_of_may(office)
    total = read(office).totals()[NEAR_POOR]
    assert (total.previous, total.change) == (None, None)
    assert (total.last_known_closing, total.change_since_baseline) == (None, None)


def test_the_baseline_is_compared_only_with_all_bodies_of_the_group(office: Scene) -> None:
    office.day(OPENS)
    file_all(office)
    totals = read(office).totals()
    sums = summed(stored(office))
    assert totals[NEAR_POOR].change_since_baseline == sums[NEAR_POOR]["closing"] - 282
    assert totals[MINORITY].change_since_baseline == sums[MINORITY]["closing"] - 3571
    assert (totals[NEAR_POOR].bodies, totals[MINORITY].bodies) == (6, 3)


@played
def file_june(scene: Scene, names: tuple[str, ...]) -> None:
    """File May in full, then June's reports of `names`, each with two people enrolled."""
    scene.day(OPENS)
    file_all(scene)
    scene.day("2024-05-31")
    rows = {row.bearer_uid: row for row in inputs(scene, "2024-06-05")}
    may = stored(scene)
    for uid in uids(scene, *names):
        groups: dict[str, Any] = {
            id_.replace("-", "_"): group(
                opening=then["closing"], enrolled=2, carded=2, closing=then["closing"] - 2
            )
            for id_, then in may[uid].items()
        }
        filled = form("2024-05-31", **groups)
        file_report(scene, filled, "2024-06-03 10:00", rows[uid].bearer_uid, "2024-06-05")


def june(scene: Scene, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the consolidation of June of which `names` are in, see `file_june`."""
    file_june(scene, names)
    return consolidation_view(read(scene, date(2024, 6, 10)))


def test_the_change_since_last_round_is_that_of_the_bodies_that_are_in(office: Scene) -> None:
    document = june(office, ("Đại Phú", "Sơn Nam"))
    assert document["state"] == "partial"
    for id_ in (NEAR_POOR, MINORITY):
        total = document["totals"][id_]
        assert (total["change"], total["previous_closing"]) == (-4, total["closing"] + 4)
    [row] = [r for r in document["per_body"] if r["bearer_name"] == "Xã Đại Phú"]
    mine = row["groups"][MINORITY]
    assert (mine["change"], mine["previous_closing"]) == (-2, mine["closing"] + 2)


def test_the_last_known_figures_of_the_absent_are_marked_and_in_no_total(office: Scene) -> None:
    document = june(office, ("Đại Phú", "Sơn Nam"))
    may, now = stored(office), stored(office, "2024-06-05")
    for row in document["per_body"]:
        uid = row["bearer"]
        if uid in now:
            assert row["last_known"] is None
            continue
        assert (row["groups"], row["in"]) == ({}, False)
        assert row["last_known"]["period"] == "2024-04"
        assert row["last_known"]["groups"] == may[uid]
    known = summed({**may, **now})
    for id_, total in document["totals"].items():
        assert total["closing"] == summed(now)[id_]["closing"]
        assert total["closing_with_last_known"] == known[id_]["closing"]


def test_a_report_on_paper_without_figures_is_not_in(office: Scene) -> None:
    office.day(OPENS)
    office.record("2024-05-03 10:00")
    [line] = [one for one in read(office).lines if one.report]
    assert (line.lack, line.since) == (Lack.NO_FIGURES, date(2024, 5, 3))
    assert line.figures is None


def test_a_revision_after_the_return_is_in(office: Scene) -> None:
    round_of_may(office)
    [back] = uids(office, RETURNED)
    file_report(office, MAY, "2024-05-06 09:00", back)
    assert back in consolidation_view(read(office))["in"]
    assert read(office).totals()[NEAR_POOR].bodies_in == 4


def test_a_date_without_a_consolidation_is_refused_and_the_dates_named(office: Scene) -> None:
    office.day(OPENS)
    with pytest.raises(Refused, match="10/5/2024"):
        read(office, date(2024, 5, 5))


def test_a_round_stays_by_the_version_of_the_form_it_was_filed_by(office: Scene) -> None:
    round_of_may(office)
    before = consolidation_view(read(office))
    children = Figure("tre_em", "Trong đó trẻ em", "Trẻ em", within="closing", since=2)
    newer = replace(COVERAGE, version=2, figures=(*COVERAGE.figures, children))
    office.office.rulebook = replace(office.office.rulebook, forms=Forms([newer]))
    assert consolidation_view(read(office)) == before
    june = read(office, date(2024, 6, 10))
    assert june.form is not None
    assert june.form.key == "coverage@2"
    # So does what is put right in it, and what still comes into it: the forms are out.
    file_report(office, MAY, "2024-05-07 10:00", revises=True)
    for late in uids(office, *MISSING):
        with office.office.reading() as session:
            row = find.one(session, office.office.rulebook, D2024, MONTHLY, late, date(2024, 5, 5))
            assert prefill(session, office.office.rulebook, row).form.key == "coverage@1"
    again = read(office)
    assert again.form is not None
    assert again.form.key == "coverage@1"
    with office.office.reading() as session:
        assert set(session.scalars(select(Report.form).distinct())) == {"coverage@1"}
    # Nor does another form altogether make its sums zeros.
    duties = office.office.rulebook.directives[D2024].duties
    other = replace(
        office.office.rulebook.directives[D2024],
        duties={**duties, MONTHLY: replace(duties[MONTHLY], asks="truong-hop")},
    )
    forms = Forms([newer, FORMS.stored("truong-hop@1")])
    changed_over = replace(office.office.rulebook, forms=forms, directives={D2024: other})
    with office.office.reading() as session:
        later = consolidation(session, changed_over, D2024, TENTH)
        row = find.one(session, changed_over, D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
        assert prefill(session, changed_over, row).form.key == "coverage@1"
    assert later.totals() == again.totals()
    with office.office.reading() as session:
        # The next round begins with the new one.
        row = find.one(session, office.office.rulebook, D2024, MONTHLY, DAI_PHU, date(2024, 6, 5))
        assert prefill(session, office.office.rulebook, row).form.key == "coverage@2"
