"""What stands around a document: the declared letterhead, the dispatch's own copies."""

from dataclasses import replace
from datetime import date

import pytest

from dondoc.documents.parts.frames import agency_frame, committee_frame, framed
from dondoc.documents.writers.form import form_of
from dondoc.errors import Refused
from rules.meaning.body import Body
from rules.meaning.copies import joined
from rules.meaning.letterhead import Document, Letterheads
from rules.rulebook import Rulebook
from tests.offices import D2021, D2024

MAY = date(2024, 5, 8)


def test_the_urgings_copies_are_the_dispatchs_own(rulebook: Rulebook) -> None:
    frame = committee_frame(rulebook, rulebook.directives[D2024], MAY)
    assert form_of(frame).copies == (
        "Như trên;",
        "Chủ tịch, các PCT UBND huyện (báo cáo);",
        "Chánh, PCVP HĐND-UBND huyện;",
        "Chuyên viên VX;",
        "Lưu: VT, VX.",
    )


def test_another_dispatch_has_other_copies(rulebook: Rulebook) -> None:
    frame = committee_frame(rulebook, rulebook.directives[D2021], MAY)
    assert frame.copies[1:-1] == (
        "Các Phó Chủ tịch UBND huyện (báo cáo)",
        "Chánh, PCVPTH HĐND- UBND huyện",
        "Chuyên viên THVX",
    )


def test_a_line_declared_twice_is_printed_once(rulebook: Rulebook) -> None:
    directive = rulebook.directives[D2024]
    twice = replace(directive, copies=(*directive.copies, *directive.copies))
    copies = committee_frame(rulebook, twice, MAY).copies
    assert len(set(copies)) == len(copies) == 5


def test_social_insurance_stands_under_its_own_agency_of_the_province(rulebook: Rulebook) -> None:
    bodies = rulebook.bodies
    frame = agency_frame(rulebook, bodies.get("bhxh-huyen"), bodies.get("ubnd-huyen"), MAY)
    assert frame.heading.above == ("Bảo hiểm xã hội", "tỉnh Tuyên Quang")
    assert frame.heading.issuer == ("Bảo hiểm xã hội", "huyện Sơn Dương")
    assert frame.heading.symbol == "BC-BHXH"
    assert frame.to == ("Ủy ban nhân dân huyện Sơn Dương",)


def test_without_a_letterhead_nothing_is_guessed(rulebook: Rulebook) -> None:
    bodies = rulebook.bodies
    school = Body("truong", "Trường Sơn Dương", "school")
    with pytest.raises(Refused, match=r"chưa khai báo thể thức báo cáo của .*for: truong hoặc"):
        framed(rulebook, school, Document.REPORT, MAY)
    with pytest.raises(Refused, match="công văn đôn đốc"):
        framed(rulebook, bodies.get("bhxh-huyen"), Document.URGING, MAY)
    bare = replace(rulebook, letterheads=Letterheads())
    with pytest.raises(Refused, match="letterheads"):
        agency_frame(bare, bodies.get("bhxh-huyen"), bodies.get("ubnd-huyen"), MAY)


@pytest.mark.parametrize(
    ("lines", "one"),
    [
        (["Chủ tịch UBND huyện", "Các PCT UBND huyện"], "Chủ tịch, các PCT UBND huyện"),
        (["Chủ tịch UBND huyện"], "Chủ tịch UBND huyện"),
        (["Huyện ủy", "HĐND huyện"], "Huyện ủy, HĐND huyện"),
    ],
)
def test_lines_that_end_alike_become_one(lines: list[str], one: str) -> None:
    assert joined(lines) == one
