"""What cannot be meant of one visit is said, in the office's words."""

from dataclasses import replace
from datetime import date

import pytest

from dondoc.cases.telling import MOST_WORDS, Told, mistakes
from rules.rulebook import load
from tests.offices import D2024

SINCE, TODAY = date(2024, 4, 10), date(2024, 5, 20)
GOOD = Told(
    key="a",
    person=1,
    directive=D2024,
    on=date(2024, 5, 2),
    way="tham-ho",
    met="chu-ho",
    went=("can-bo", "truong-thon"),
    informed=True,
    mobilised=True,
    answer="chua",
    reason="cho-tien",
    situation="o-nha",
    promised_on=date(2024, 6, 1),
)
NOBODY = {"informed": False, "mobilised": False, "answer": "khong-tra-loi", "reason": None}
NOBODY |= {"promised_on": None}


def wrong(**said: object) -> str:
    told = replace(GOOD, **said)  # type: ignore[arg-type]
    return "; ".join(mistakes(told, load().visiting, SINCE, TODAY))


def test_a_whole_visit_has_nothing_wrong_with_it() -> None:
    assert wrong() == ""
    assert wrong(met="khong-gap", **NOBODY) == ""
    assert wrong(met="hang-xom", situation="chuyen-di", **NOBODY) == ""
    assert wrong(on=SINCE) == wrong(on=TODAY, promised_on=TODAY) == ""
    assert wrong(way="giay-bao", mobilised=False, words="giấy báo số 3, ký nhận 02/5") == ""


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"met": "khong-gap"}, "không gặp ai: không ghi đã tuyên truyền"),
        ({"met": "hang-xom", **NOBODY, "informed": True}, "không ghi đã tuyên truyền"),
        ({"met": "hang-xom", **NOBODY, "answer": "tham-gia"}, "không có câu trả lời"),
        ({"way": "giay-bao", "words": "số 3"}, "không tính là đã vận động"),
        ({"way": "giay-bao", "mobilised": False}, "nêu bằng chứng"),
        ({"way": "hop-thon", "mobilised": False}, "nêu bằng chứng"),
        ({"went": ()}, "nêu ai đã đi thăm"),
        ({"went": ("ai-do",)}, "không có người đi 'ai-do'; có: can-bo"),
        ({"reason": None}, "lý do đi cùng câu trả lời"),
        ({"answer": "tham-gia"}, "lý do đi cùng câu trả lời"),
        ({"answer": "co"}, "không có câu trả lời 'co'"),
        ({"promised_on": date(2024, 5, 1)}, "ngày hẹn"),
        ({"met": "khong-gap", **NOBODY, "promised_on": TODAY}, "ngày hẹn"),
        ({"on": date(2024, 4, 9)}, "từ 10/4/2024"),
        ({"on": date(2024, 5, 21)}, "đến hôm nay"),
        ({"key": ""}, "mã của lần thăm"),
        ({"key": "a" * 65}, "mã của lần thăm"),
        ({"words": "a" * (MOST_WORDS + 1)}, "ghi chú dài quá"),
    ],
)
def test_what_does_not_go_together_is_said(said: dict[str, object], words: str) -> None:
    assert words in wrong(**said)
