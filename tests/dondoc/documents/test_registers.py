"""Registers of documents: a receipt number is never a document's, figures alone are in none."""

from dataclasses import replace
from datetime import date

import pytest

from dondoc.desk import issue, paper, undo
from dondoc.desk.context import Which, desk
from dondoc.documents.kind import Sources
from dondoc.documents.kinds.register import KIND
from dondoc.documents.kinds.register.content import Register
from dondoc.documents.kinds.register.paper import register as on_paper
from dondoc.documents.writers.paper import Table
from dondoc.errors import Refused
from dondoc.reports.evidence import Evidence
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at
from tests.reporting import MAY, file_report

BHXH = "bhxh-huyen/officer"
OF = Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))


@pytest.fixture
def kept(office: Scene) -> Scene:
    """One report on paper, one by its figures alone, and a công văn."""
    office.day("2024-04-26")
    file_report(office, MAY, "2024-05-03 10:00")
    came = Evidence(at("2024-05-04 09:00"), "paper", "41/BC-UBND", date(2024, 5, 3))
    office.record("2024-05-04 09:00", bearer=SON_NAM, evidence=came)
    out = issue.Request(
        D2024, date(2024, 5, 10), "45/UBND-VX", date(2024, 5, 7), "Ma B", "CT", (DAI_PHU,)
    )
    with desk(office.office, at("2024-05-08 09:00"), "van-phong/mailbox") as opened:
        issue.issue(opened, out)
    return office


def register(office: Scene, body: str, book: str, year: int | None = None) -> Register:
    with office.office.reading() as session:
        sources = Sources(session, office.office, at("2024-05-08 10:00"))
        return KIND.filled(sources, bearer=body, book=book, year=year)


def test_what_came_as_a_document_is_entered_and_figures_alone_are_counted(kept: Scene) -> None:
    found = register(kept, "bhxh-huyen", "den")
    [one] = found.entries
    assert (one.place, one.number, one.dated) == (1, "41/BC-UBND", date(2024, 5, 3))
    assert (one.author, one.came_on) == ("UBND xã Sơn Nam", date(2024, 5, 4))
    assert found.figures_only == 1
    assert register(kept, "bhxh-huyen", "den", 2023).entries == ()


def test_a_document_put_out_later_takes_the_next_place(kept: Scene) -> None:
    with desk(kept.office, at("2024-05-08 09:30"), f"{DAI_PHU}/officer") as opened:
        paper.issue(opened, paper.Request(OF, date(2024, 5, 8), "52/BC-UBND"))
    found = register(kept, "bhxh-huyen", "den")
    assert [(one.place, one.number) for one in found.entries] == [
        (1, "41/BC-UBND"),
        (2, "52/BC-UBND"),
    ]
    assert found.figures_only == 0
    [out] = register(kept, DAI_PHU, "di").entries
    assert (out.number, out.to) == ("52/BC-UBND", "BHXH huyện")


def test_a_mistake_keeps_its_place_and_says_so(kept: Scene) -> None:
    with desk(kept.office, at("2024-05-08 09:30"), BHXH) as opened:
        undo.undo(opened, undo.Request(replace(OF, bearer=SON_NAM), "nhầm"))
    [one] = register(kept, "bhxh-huyen", "den").entries
    assert (one.place, one.note) == (1, "đã hủy: ghi nhầm")


def test_a_cong_van_stands_in_the_register_of_who_put_it_out(kept: Scene) -> None:
    [one] = register(kept, "ubnd-huyen", "di").entries
    assert (one.number, one.signer) == ("45/UBND-VX", "CT: Ma B")
    assert "UBND xã Đại Phú" in one.to


def test_an_unknown_register_is_refused(kept: Scene) -> None:
    with pytest.raises(Refused, match="có: den, di"):
        register(kept, DAI_PHU, "khac")


def test_the_paper_has_the_ten_columns_that_the_decree_asks_at_least(kept: Scene) -> None:
    titles = {}
    for book, body in (("den", "bhxh-huyen"), ("di", "ubnd-huyen")):
        printed = on_paper(register(kept, body, book))
        [table] = [block for block in printed.blocks if isinstance(block, Table)]
        titles[book] = [cell.text for cell in table.head[0]]
    either = ["Số, ký hiệu", "Ngày văn bản", "Tên loại và trích yếu nội dung"]
    end = ["Ngày chuyển", "Ký nhận", "Ghi chú"]
    assert titles["den"] == ["Ngày đến", "Số đến", "Tác giả", *either, "Người nhận", *end]
    copies = ["Người nhận bản lưu", "Số lượng bản"]
    assert titles["di"] == [*either, "Người ký", "Nơi nhận", *copies, *end]
