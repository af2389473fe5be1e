"""A correction of a signed round is told in the next round's report."""

from dataclasses import replace
from datetime import date

from dondoc.consolidation.consolidate import consolidation
from dondoc.documents.kinds.consolidation.assembly import consolidated_report
from dondoc.documents.parts.coverage import Adjustment
from tests.offices import D2024, Scene, at
from tests.reporting import MAY, NEAR_POOR, changed, file_report, form, group, sign_round

JUNE = form(
    "2024-05-31",
    can_ngheo=group(opening=15, adjusted=-2, enrolled=3, closing=10, carded=3, not_joining=2),
    dtts=group(opening=90, enrolled=10, closing=80, carded=10),
)


def told(scene: Scene, due: date) -> tuple[Adjustment, ...]:
    """Return the corrections the consolidated report due on `due` tells of."""
    rulebook = scene.office.rulebook
    with scene.office.reading() as session:
        found = consolidation(session, rulebook, D2024, due)
        return consolidated_report(session, rulebook, found, at("2024-06-09 09:00")).adjustments


def test_a_correction_is_told_in_the_next_round_and_in_no_other(office: Scene) -> None:
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00")
    sign_round(office)
    office.day("2024-05-31")
    corrected = changed(MAY, NEAR_POOR, left=2, closing=13)
    corrected = replace(corrected, explanations={f"{NEAR_POOR}.left": "02 người đã chuyển đi"})
    done = file_report(office, corrected, "2024-06-01 09:00", revises=True)
    assert done.recorded.adjustment
    assert told(office, date(2024, 6, 10)) == ()
    file_report(office, JUNE, "2024-06-03 10:00", due="2024-06-05")
    [entry] = told(office, date(2024, 6, 10))
    assert (entry.body, entry.was, entry.now) == ("xã Đại Phú", 15, 13)
    assert entry.reason == "02 người đã chuyển đi"
    assert entry.group == "người thuộc hộ gia đình cận nghèo"
    assert entry.period == "báo cáo hạn 05/5/2024"
    assert told(office, date(2024, 5, 10)) == ()
