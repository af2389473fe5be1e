"""Each document has the "Nơi nhận" its signer chose, on what was signed and on every reprint."""

from datetime import date

import pytest

from dondoc.desk import record, sign
from dondoc.desk.context import Which, desk
from dondoc.desk.receipt import Receipt
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import consolidation, report
from dondoc.documents.parts.frames import choices
from dondoc.errors import Refused
from rules.meaning.letterhead import Document
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene, at

DUE = date(2024, 5, 10)
UNION = "TTr Huyện ủy; HĐND huyện; (Báo cáo)"


@pytest.fixture
def opened(office: Scene) -> Scene:
    office.day("2024-04-26")
    return office


def signed(scene: Scene, *copies: str) -> tuple[str, ...]:
    """Sign May's consolidation for these copies; return the "Nơi nhận" of what was signed."""
    receipt = Receipt(number="12/BC-BHXH", dated=date(2024, 5, 9), copies=copies)
    with desk(scene.office, at("2024-05-09 15:00"), "bhxh-huyen/director") as one:
        sign.sign(one, sign.Request(D2024, DUE, receipt, partial=True))
    with scene.office.reading() as session:
        sources = Sources(session, scene.office, at("2024-06-20 09:00"))
        found = consolidation.KIND.filled(sources, directive=D2024, round_due=DUE, revision=1)
    return found.frame.copies


def test_what_was_signed_and_its_reprint_go_to_whom_the_signer_chose(opened: Scene) -> None:
    assert signed(opened, UNION) == ("Như trên", UNION, "Lưu: VT")


def test_where_nobody_chose_the_declared_lines_stand(opened: Scene) -> None:
    declared = ("Như trên", "Bảo hiểm xã hội tỉnh Tuyên Quang (báo cáo)", "Lưu: VT")
    assert signed(opened) == declared


def test_a_line_that_there_is_not_is_refused_with_those_there_are(opened: Scene) -> None:
    rulebook = opened.office.rulebook
    body = rulebook.bodies.get("bhxh-huyen")
    there = choices(rulebook, body, Document.CONSOLIDATION, rulebook.directives[D2024])
    assert (there[0], there[-1]) == ("Như trên", "Lưu: VT")
    with pytest.raises(Refused, match=r"'Báo chí' không có để chọn; có: Như trên; "):
        signed(opened, "Báo chí")


def test_a_report_of_one_body_has_its_own(opened: Scene) -> None:
    receipt = Receipt(copies=(UNION,))
    request = record.Request(Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5)), receipt, nil=True)
    with desk(opened.office, at("2024-05-03 10:00"), f"{DAI_PHU}/officer") as one:
        record.record(one, request)
    with opened.office.reading() as session:
        sources = Sources(session, opened.office, at("2024-05-03 11:00"))
        asked = {"directive": D2024, "duty": MONTHLY, "bearer": DAI_PHU, "due": date(2024, 5, 5)}
        found = report.KIND.filled(sources, **asked)
    assert found.frame.copies == ("Như trên", UNION, "Lưu: VT")
