"""Văn thư: a document is presented, signed and issued; registers are printed."""

from collections.abc import Callable

import pytest

from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene
from tests.reporting import MAY, file_report
from tests.web.browsing import Person
from tests.web.conftest import it_is

PAPER = f"/van-thu/{D2024}/{MONTHLY}/2024-05-05/{DAI_PHU}"
OFFICER, MAILBOX, NEIGHBOUR = f"{DAI_PHU}/officer", f"{DAI_PHU}/mailbox", f"{SON_NAM}/officer"
People = Callable[..., Person]


@pytest.fixture
def filed(office: Scene) -> Scene:
    it_is(office, "2024-05-07 09:30")
    file_report(office, MAY, "2024-05-07 09:10")
    return office


def test_a_document_goes_through_its_steps(filed: Scene, person: People) -> None:
    somebody = person(MAILBOX)
    page = somebody.get("/van-thu")
    assert "01 báo cáo đã gửi số liệu, văn bản chưa phát hành" in page.text
    assert "số liệu đã gửi 07/5" in page.text
    somebody.get(PAPER)
    assert "Đã ghi: văn bản đã trình ký." in somebody.post(f"{PAPER}/presented").text
    done = somebody.post(f"{PAPER}/signed", nguoi_ky="Ma Văn A (mẫu)", tu_cach="KT. CT")
    assert "KT. CT Ma Văn A (mẫu)" in done.text
    done = somebody.post(f"{PAPER}/issued", so="41/BC-UBND", ngay="07/5/2024")
    assert "văn bản đã phát hành, số 41/BC-UBND" in done.text
    assert "Không có văn bản nào của đơn vị chờ phát hành" in somebody.get("/van-thu").text
    somebody.get(PAPER)
    undone = somebody.post(f"{PAPER}/huy/issued", ly_do="nhầm số")
    assert "Đã hủy lần ghi “đã phát hành”." in undone.text


def test_a_document_needs_its_own_number(filed: Scene, person: People) -> None:
    somebody = person(OFFICER)
    somebody.get(PAPER)
    answer = somebody.post(f"{PAPER}/issued", so=" ")
    assert answer.status == 400
    assert "số tiếp nhận của phần mềm không phải số văn bản" in answer.text


@pytest.mark.parametrize("book", ["den", "di"])
@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_the_registers_print(reader: People, book: str, form: str, begins: bytes) -> None:
    answer = reader("bhxh-huyen/officer").client.get(f"/van-thu/so/bhxh-huyen/{book}-2024.{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_what_is_anothers_is_refused(filed: Scene, person: People) -> None:
    somebody = person(NEIGHBOUR)
    assert somebody.get(PAPER).status == 403
    assert somebody.get(f"/van-thu/so/{DAI_PHU}/di-2024.pdf").status == 403
    somebody.get("/van-thu")
    answer = somebody.post(f"{PAPER}/issued", so="1/BC-UBND")
    assert answer.status == 403
    assert filed.entries("report.issued") == []


def test_what_does_not_exist_is_answered_in_words(reader: People) -> None:
    somebody = reader(OFFICER)
    assert "gửi số liệu trước" in somebody.get(PAPER).text
    for path in (f"/van-thu/so/{DAI_PHU}/khac-2024.pdf", f"/van-thu/so/{DAI_PHU}/di-2024.exe"):
        assert somebody.get(path).status == 404
    somebody.get("/van-thu")
    assert somebody.post(f"{PAPER}/khac").status == 404
