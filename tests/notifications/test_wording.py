"""Terms and names of bodies as an office writes them."""

from datetime import date

import pytest

from notifications.wording import committees, limit, listed, official, own, term


@pytest.mark.parametrize(
    ("wording", "written"),
    [
        ("trước ngày 05 hàng tháng", "trước ngày 10/5/2024"),
        ("đến 30/6/2024", "đến ngày 10/5/2024"),
        ("đến ngày 30/6/2021", "đến ngày 10/5/2024"),
        ("đến hết ngày 10", "đến hết ngày 10/5/2024"),
        ("chậm nhất là ngày 10", "chậm nhất là ngày 10/5/2024"),
        ("trong thời hạn 05 ngày", "hạn ngày 10/5/2024"),
    ],
)
def test_the_texts_own_preposition_is_kept(wording: str, written: str) -> None:
    assert term(wording, date(2024, 5, 10)) == written
    assert limit(wording, date(2024, 5, 10)).count("hạn ngày") <= 1


def test_a_commune_and_a_township_are_called_by_their_kind() -> None:
    assert own("UBND thị trấn Sơn Dương") == "UBND thị trấn"
    assert own("BHXH huyện") == "BHXH huyện"


@pytest.mark.parametrize(
    ("bodies", "written"),
    [
        ((), ""),
        (("Xã Đại Phú",), "xã Đại Phú"),
        (("UBND xã Đại Phú", "Xã Sơn Nam"), "các xã Đại Phú, Sơn Nam"),
        (("Thị trấn Sơn Dương", "Xã Đại Phú"), "xã Đại Phú và thị trấn Sơn Dương"),
        (("BHXH huyện", "Xã Đại Phú"), "xã Đại Phú và BHXH huyện"),
    ],
)
def test_bodies_are_listed_by_kind(bodies: tuple[str, ...], written: str) -> None:
    assert listed(bodies) == written


def test_committees_and_agencies_keep_their_names() -> None:
    assert committees(["Xã Đại Phú", "Xã Sơn Nam"]) == "UBND các xã Đại Phú, Sơn Nam"
    assert committees(["BHXH huyện"]) == "BHXH huyện"
    assert official("BHXH huyện") == "Bảo hiểm xã hội huyện"
    assert official("UBND các xã, thị trấn") == "Ủy ban nhân dân các xã, thị trấn"


def test_a_special_zone_is_a_unit_like_a_commune() -> None:
    assert committees(("UBND xã Sơn Nam", "UBND đặc khu Vân Đồn")) == (
        "UBND xã Sơn Nam và đặc khu Vân Đồn"
    )
    assert own("UBND đặc khu Vân Đồn") == "UBND đặc khu"
