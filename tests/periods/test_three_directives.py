"""Three directives whose reports are not about the month in which they are due, end to end."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc import find
from dondoc.consolidation.consolidate import consolidation
from dondoc.consolidation.round import Consolidation, Readiness
from dondoc.documents.kinds.consolidation.assembly import consolidated_report
from dondoc.documents.kinds.report.assembly import own_report
from dondoc.looking.status import status
from dondoc.obligations.declared import occurrences
from dondoc.reports.checks import FiguresRefused
from dondoc.reports.evidence import Evidence
from dondoc.reports.prefill import prefill
from dondoc.reports.submit import submit
from models import Notice, Obligation
from rules.meaning.deadline import USUAL_READINGS
from rules.meaning.figures import Filled
from rules.rulebook import load
from tests.offices import DAI_PHU, Scene, at
from tests.periods.offices import CROSSING, OWN_MONTH, QUARTER
from tests.program import Dondoc

BHXH = "bhxh-huyen"


def row_of(scene: Scene, duty: str, due: str, bearer: str = DAI_PHU) -> Obligation:
    wanted = (
        Obligation.duty == duty,
        Obligation.bearer_uid == bearer,
        Obligation.original_due_on == date.fromisoformat(due),
    )
    with scene.office.reading() as session:
        return session.scalars(select(Obligation).where(*wanted)).one()


def file_nil(scene: Scene, row: Obligation, when: str, as_of: str) -> None:
    office = scene.office
    nil = Filled(date.fromisoformat(as_of), nil=True, texts={"done": "Đã tuyên truyền"})
    with office.writing() as session:
        submit(
            session,
            office.rulebook,
            office.policies,
            row.id,
            nil,
            Evidence(at(when)),
            "bhxh-huyen/officer",
            at(when),
            find.consolidations_of(session, office.rulebook, row),
        )


def round_due(scene: Scene, directive: str, due: str) -> Consolidation:
    with scene.office.reading() as session:
        return consolidation(session, scene.office.rulebook, directive, date.fromisoformat(due))


@pytest.mark.parametrize(
    "line",
    [
        "kỳ tháng 6/2024, nộp 17/6/2024, số liệu 15/5–14/6/2024",
        "kỳ quý II/2024, nộp 15/7/2024, số liệu 01/4–30/6/2024 (quy ước của Văn phòng)",
        "kỳ tháng 5/2024, nộp 28/5/2024, số liệu 29/4–28/5/2024 (quy ước của Văn phòng)",
        # Built from the reports due on 28/5: it covers their days.
        "kỳ tháng 5/2024, nộp 03/6/2024, số liệu 29/4–28/5/2024 (quy ước của Văn phòng)",
    ],
)
def test_check_says_each_period_in_words(home: Path, tmp_path: Path, line: str) -> None:
    assert f"  {line}\n" in Dondoc(tmp_path).run("check", str(home)).stdout


@pytest.mark.parametrize(
    ("directive", "due", "period", "cut_off"),
    [
        (CROSSING, "2024-05-28", "2024-05", ["2024-04-29", "2024-05-28"]),
        (CROSSING, "2024-06-03", "2024-05", ["2024-04-29", "2024-05-28"]),
        (OWN_MONTH, "2024-06-17", "2024-06", ["2024-05-15", "2024-06-14"]),
        (QUARTER, "2024-07-15", "2024-Q2", ["2024-04-01", "2024-06-30"]),
        (QUARTER, "2025-01-25", "2024-Q4", ["2024-10-01", "2024-12-31"]),
    ],
)
def test_occurrences_tell_the_period_and_the_days_of_its_figures(
    home: Path, directive: str, due: str, period: str, cut_off: list[str]
) -> None:
    rows = occurrences(load(home), directive, USUAL_READINGS)
    found = {(row["period"], tuple(row["cut_off"])) for row in rows if row["due_on"] == due}
    assert found == {(period, tuple(cut_off))}


def test_a_consolidation_waits_for_the_reports_of_its_own_period(crossing: Scene) -> None:
    crossing.sweep("2024-05-02 07:00")
    found = round_due(crossing, CROSSING, "2024-06-03")
    assert {line.row.original_due_on for line in found.lines} == {date(2024, 5, 28)}
    for line in found.lines[1:]:
        file_nil(crossing, line.row, "2024-05-27 10:00", "2024-05-27")
    with crossing.office.reading() as session:
        rows = status(session, crossing.office.rulebook, CROSSING, at("2024-05-27 11:00"))
    waiting = {row.due_on: row.blocked_by for row in rows if row.duty == "th"}
    assert (waiting[date(2024, 6, 3)], waiting[date(2024, 7, 3)]) == (1, len(found.lines))
    assert round_due(crossing, CROSSING, "2024-06-03").readiness is Readiness.PARTIAL
    file_nil(crossing, found.lines[0].row, "2024-05-28 10:00", "2024-05-28")
    assert round_due(crossing, CROSSING, "2024-06-03").readiness is Readiness.READY
    # All are in when the consolidation opens: its body is told so, though June's are to come.
    crossing.sweep("2024-05-29 07:00")
    crossing.sweep("2024-05-31 07:00")
    own = row_of(crossing, "th", "2024-06-03", BHXH)
    with crossing.office.reading() as session:
        steps = set(session.scalars(select(Notice.step).where(Notice.obligation_id == own.id)))
    assert "ready" in steps


def test_the_report_of_a_quarter_is_titled_by_it_whenever_it_is_recorded(
    quarterly: Scene,
) -> None:
    quarterly.sweep("2024-06-28 07:00")
    row = row_of(quarterly, "xa", "2024-07-15")
    file_nil(quarterly, row, "2024-07-10 10:00", "2024-06-30")
    rulebook = quarterly.office.rulebook
    found = round_due(quarterly, QUARTER, "2024-07-25")
    with quarterly.office.reading() as session:
        own = own_report(session, rulebook, row)
        whole = consolidated_report(session, rulebook, found, at("2024-10-20 09:00"))
    assert own.period == whole.period == "quý II năm 2024"
    assert whole.as_of == date(2024, 6, 30)


def test_a_form_begins_with_the_day_the_text_cuts_off_at(own_month: Scene) -> None:
    own_month.sweep("2024-05-02 07:00")
    row = row_of(own_month, "xa", "2024-06-17")
    rulebook = own_month.office.rulebook
    with own_month.office.reading() as session:
        offered = prefill(session, rulebook, row).values["as_of"]
    assert offered.value == date(2024, 6, 14)
    assert offered.origin == "ngày chốt số liệu của kỳ"
    file_nil(own_month, row, "2024-06-16 10:00", "2024-06-14")
    found = round_due(own_month, OWN_MONTH, "2024-06-20")
    with own_month.office.reading() as session:
        own = own_report(session, rulebook, row)
        whole = consolidated_report(session, rulebook, found, at("2024-06-20 09:00"))
    assert own.period == whole.period == "tháng 6 năm 2024"
    assert whole.as_of == date(2024, 6, 14)


def test_the_first_letter_tells_the_days_that_the_text_states(own_month: Scene) -> None:
    own_month.day("2024-05-31")
    said = [sent.text for sent in own_month.gateway.sent]
    assert any("số liệu từ 15/5/2024 đến hết 14/6/2024 (văn bản nêu)" in text for text in said)


@pytest.mark.parametrize("as_of", ["2019-06-30", "2024-04-30"])
def test_figures_of_a_period_that_is_over_are_refused_at_their_day(
    own_month: Scene, as_of: str
) -> None:
    own_month.sweep("2024-05-02 07:00")
    row = row_of(own_month, "xa", "2024-12-17")
    with pytest.raises(FiguresRefused, match="ở trước ngày đầu của số liệu kỳ này"):
        file_nil(own_month, row, "2024-12-16 10:00", as_of)
    file_nil(own_month, row, "2024-12-16 10:00", "2024-12-14")
