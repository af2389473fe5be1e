"""The pages of lists in a real browser: a file is looked at, kept, received."""

from pathlib import Path

import pytest

from tests.offices import D2024
from tests.web.chromium import Live

pytestmark = pytest.mark.browser
TEXT = (
    "Họ và tên,Ngày sinh,Giới tính,Xã,Khu vực\n"
    "Ma Thị Hòa,12/3/1984,1,Đại Phú,Tân Lập\n"
    ",1990,2,Sơn Nam,Ba Nhà\n"
)


def test_a_list_is_brought_and_each_page_looks_well(own_site: Live, tmp_path: Path) -> None:
    file = tmp_path / "danh-sach.csv"
    with own_site.visit("bhxh-huyen/officer") as seen:
        for text in (TEXT, TEXT.replace("\n,", "\nLê Văn Tú,")):
            file.write_text(text, "utf-8")
            seen.go("/danh-sach")
            seen.page.set_input_files("[name=tep]", file)
            seen.page.select_option("[name=nhom]", f"{D2024}|can-ngheo")
            seen.page.get_by_role("button", name="Xem trước").click()
            seen.looks_well()
        seen.page.get_by_role("button", name="Ghi danh sách").click()
        assert "chưa ghi đã nhận" in seen.page.locator("h1").inner_text()
        seen.looks_well()
        seen.go("/danh-sach")
        seen.looks_well()
