"""What is personal of a person goes through its sealed form unchanged."""

import pytest

from dondoc.people.row import Birth, Finding, ListRow, Number, Personal

WHOLE = Personal(
    "Ma Thị Hoa",
    Birth(1984, 3, 12),
    "nữ",
    (Number("bhxh", "0812345678"), Number("cccd", "008184001234")),
    ("0912345678", "0983111222"),
    "Thôn Tân Lập",
    "Tày",
    "Chủ hộ",
)


@pytest.mark.parametrize("one", [WHOLE, Personal("Hoa"), Personal("Hoa", Birth(1984))])
def test_what_is_sealed_of_a_person_is_what_comes_back(one: Personal) -> None:
    assert Personal.from_bytes(one.to_bytes()) == one


def test_a_first_of_january_is_doubtful_and_a_year_has_no_day() -> None:
    assert Birth(1984, 1, 1).doubtful
    assert not Birth(1984, 3, 12).doubtful
    assert not Birth(1984).doubtful
    assert Birth(1984).on is None
    assert Birth(1983, 2, 30).on is None


def test_a_row_fails_by_its_grave_findings_alone() -> None:
    odd = Finding("sex", "Giới tính", "không khớp số định danh")
    assert not ListRow(12, "Thôn A", WHOLE, findings=(odd,)).fails
    assert ListRow(12, "Thôn A", WHOLE, findings=(Finding("name", "Họ tên", "trống", True),)).fails
