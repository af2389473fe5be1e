"""Names in Vietnamese order."""

import random

from language.collation import vietnamese


def test_names_stand_in_vietnamese_order() -> None:
    ordered = [
        "Xã Bình Yên",
        "Xã Cấp Tiến",
        "Xã Chi Thiết",
        "Xã Đại Phú",
        "Xã Đông Lợi",
        "Xã Đồng Quý",
        "Xã Đông Thọ",
        "Xã Hào Phú",
        "Xã Hồng Lạc",
        "Xã Hợp Hòa",
        "Thị trấn Sơn Dương",
        "Xã Sơn Nam",
        "Xã Vĩnh Lợi",
    ]
    shuffled = random.Random(3).sample(ordered, len(ordered))  # noqa: S311 - repeatable
    assert sorted(shuffled, key=vietnamese) == ordered
