"""By what a report is in time: a reading of its duty, received where nothing else is said."""

from pathlib import Path

from tests.rules.small_directive import directive, refusal

REPORT = "    short: báo cáo\n"
OTHER = "    short: rà soát\n"
BY_ISSUE = "    timeliness: issued\n"


def test_a_report_is_in_time_by_its_receipt_unless_its_document_is_to_decide(
    tmp_path: Path,
) -> None:
    found = directive(tmp_path, (REPORT, REPORT + BY_ISSUE))
    assert found.duties["ra-soat"].timeliness == "received"
    assert found.duties["bao-cao"].timeliness == "issued"


def test_something_else_is_refused_with_what_there_is(tmp_path: Path) -> None:
    said = refusal(tmp_path, (REPORT, REPORT + "    timeliness: signed\n"))
    assert "duties.bao-cao.timeliness" in said
    assert "received" in said


def test_of_what_is_no_report_nothing_decides(tmp_path: Path) -> None:
    said = refusal(tmp_path, (OTHER, OTHER + BY_ISSUE))
    assert "only of a report something decides whether it is in time" in said
