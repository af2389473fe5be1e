"""The reader of wordings, on words of real documents: the day in one period, or what is unread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.meaning.calendar import WorkingCalendar
from rules.meaning.period import Period
from rules.reading.wording import read
from rules.reading.wording_days import due_days, figures
from rules.rulebook import Rulebook

# words, a period, the days they come to there
DAYS = [
    ("chậm nhất vào ngày 17 của tháng cuối thuộc kỳ báo cáo", "2025-Q2", "2025-06-17"),
    ("chậm nhất vào ngày 20 của tháng cuối thuộc kỳ báo cáo", "2025-06", "2025-06-20"),
    ("chậm nhất vào ngày 25 của tháng cuối kỳ báo cáo", "2024-H1", "2024-06-25"),
    ("trước 15 giờ ngày thứ 4 hằng tuần", "2025-W18", "2025-04-30"),
    ("vào thứ 6 hằng tuần", "2025-W19", "2025-05-09"),
    ("vào 15:00 ngày Chủ nhật hàng tuần", "2025-W47", "2025-11-23"),
    ("Định kỳ vào Thứ 5 hàng tuần", "2025-W01", "2025-01-02"),
    ("trước 14 giờ ngày 02 tháng 02 năm 2025", "2025", "2025-02-02"),
    (
        "trước 9 giờ sáng hàng ngày ... từ sáng ngày 31/08/2024 đến sáng ngày 4/9/2024",
        *("2024-09", "2024-08-31 2024-09-01 2024-09-02 2024-09-03 2024-09-04"),
    ),
    (
        "8 giờ sáng hàng ngày, từ 29/4 - 04/5/2025",
        "2025-05",
        "2025-04-29 2025-04-30 2025-05-01 2025-05-02 2025-05-03 2025-05-04",
    ),
    ("Định kỳ trước ngày 05 hàng tháng", "2025-03", "2025-03-05"),
    ("Chậm nhất ngày 15 (mười lăm) của tháng báo cáo", "2024-06", "2024-06-15"),
    ("Chậm nhất ngày 06 (sáu) của tháng cuối quý", "2025-Q1", "2025-03-06"),
    ("Chậm nhất ngày 06 (sáu) tháng 06 (sáu)", "2025-H1", "2025-06-06"),
    ("Chậm nhất ngày 25 (hai mươi lăm) tháng 11 (mười một)", "2025", "2025-11-25"),
    ("từ ngày 01 tháng 9 đến hết ngày 14 tháng 12 của năm", "2025", "2025-12-14"),
    ("từ ngày 01/10/2025 đến hết ngày 05/11/2025", "2025", "2025-11-05"),
    ("trước ngày 10/07 của năm báo cáo", "2025-H1", "2025-07-10"),
    ("Định kỳ 06 tháng (trước ngày 05 tháng 6)", "2025-H1", "2025-06-05"),
    ("trước ngày 10 tháng 01 năm sau", "2025-H2", "2026-01-10"),
    ("Chậm nhất là ngày 15 tháng đầu tiên của quý liền sau", "2025-Q1", "2025-04-15"),
    (
        "chậm nhất là ngày cuối cùng của tháng đầu tiên của quý liền sau",
        *("2025-Q1", "2025-04-30"),
    ),
    ("chậm nhất là ngày 29 tháng 4 năm sau", "2025", "2026-04-29"),
    ("trước ngày 20 tháng cuối quý", "2025-Q4", "2025-12-20"),
    ("trước ngày mùng 5 tháng cuối quý", "2025-Q1", "2025-03-05"),
    ("Trong thời hạn 07 ngày làm việc đầu tiên của tháng tiếp theo", "2025-05", "2025-06-10"),
    ("Trong thời hạn 15 ngày làm việc kể từ ngày kết thúc tháng", "2025-04", "2025-05-23"),
    ("chậm nhất là 30 ngày kể từ ngày kết thúc quý", "2025-Q1", "2025-04-30"),
    ("chậm nhất là 45 ngày kể từ ngày kết thúc 6 tháng đầu năm", "2025-H1", "2025-08-14"),
    ("ngày 28 hàng tháng ... Chương trình công tác tháng sau", "2025-02", "2025-01-28"),
    ("chậm nhất vào ngày 21 tháng 12 của kỳ báo cáo", "2025", "2025-12-21"),
    ("Chậm nhất là ngày 31 tháng 12 hằng năm", "2025", "2025-12-31"),
    ("trước ngày 01 của tháng tiếp theo sau tháng kỳ báo cáo", "2024-06", "2024-07-01"),
    ("trước 12h ngày mai 6-10-2025", "2025", "2025-10-06"),
    ("chậm nhất trong ngày 13 tháng 8 năm 2025", "2025", "2025-08-13"),
    ("trước ngày 15 tháng 8 năm 2025", "2025", "2025-08-15"),
    ("Riêng báo cáo quý IV gửi trước ngày 15 tháng 01 năm sau", "2025-Q4", "2026-01-15"),
    ("Riêng báo cáo quý IV gửi trước ngày 15 tháng 01 năm sau", "2025-Q3", ""),
    ("ngày 10 hằng tháng (từ tháng 6 đến tháng 11)", "2025-11", "2025-11-10"),
    ("ngày 10 hằng tháng (từ tháng 6 đến tháng 11)", "2025-12", ""),
    ("ngày 5 hằng tháng, từ tháng 11 đến tháng 2", "2025-Q4", "2025-11-05 2025-12-05"),
    ("trước ngày 04 tháng sau", "2025-06", "2025-07-04"),
    ("đến hết ngày 29 tháng cuối quý I", "2025-Q1", "2025-03-29"),
    ("ngày 31 hằng tháng", "2025-Q1", "2025-01-31 2025-02-28 2025-03-31"),
]


@pytest.mark.parametrize(("words", "period", "days"), DAYS)
def test_words_come_to_the_days_they_mean(
    rulebook: Rulebook, words: str, period: str, days: str
) -> None:
    about = Period.of_label(period)
    assert about is not None
    found = due_days(read(words), about, rulebook.calendar)
    assert " ".join(map(str, found)) == days


@pytest.mark.parametrize(
    ("words", "period", "window"),
    [
        (
            "từ ngày 15 của tháng cuối quý trước đến ngày 14 của tháng cuối quý báo cáo",
            *("2025-Q2", "15/3–14/6/2025"),
        ),
        (
            "Tính từ ngày 15 tháng trước đến ngày 14 của tháng thuộc kỳ báo cáo",
            *("2024-06", "15/5–14/6/2024"),
        ),
        (
            "15/12 năm trước kỳ báo cáo đến ngày 14/6 của kỳ báo cáo",
            *("2025-H1", "15/12/2024–14/6/2025"),
        ),
        (
            "trước ngày 25 hàng tháng, số liệu từ ngày 20 tháng trước đến ngày 19 tháng báo cáo",
            *("2025-06", "20/5–19/6/2025"),
        ),
    ],
)
def test_words_say_which_days_figures_cover(words: str, period: str, window: str) -> None:
    about = Period.of_label(period)
    assert about is not None
    assert str(figures(read(words), about)) == window


@pytest.mark.parametrize(
    ("words", "sense"),
    [
        ("trước ngày 05 hàng tháng", "before"),
        ("xong trước 30/6/2024", "before"),
        ("đến hết ngày 30/6/2024", "by"),
        ("chậm nhất vào ngày 17 của tháng cuối quý", "by"),
        ("chậm nhất 30 ngày kể từ ngày có quyết định", "within"),
        ("trong tháng 6/2024", "by"),
        ("Ngay sau khi tiếp nhận", "timely"),
        ("thực hiện từ ngày 15 hằng tháng", "from"),
        ("tối thiểu sau 01 ngày kể từ ngày chốt số liệu báo cáo", "not-before"),
    ],
)
def test_words_bound_their_date(words: str, sense: str) -> None:
    assert read(words).sense == sense


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("trước 15 giờ 30 phút hàng ngày", "15:30"),
        ("trước 7h00 sáng ngày 01/7/2025", "07:00"),
        ("trước 16g30 ngày 01/7/2025", "16:30"),
        ("trước 3 giờ chiều ngày 01/7/2025", "15:00"),
        ("báo cáo 02 lần/ngày (trước 9h00 và 16h00)", "09:00 16:00"),
        ("trước 16 giờ ngày làm việc tiếp theo ngay sau ngày phát sinh giao dịch", "16:00"),
        ("trong vòng 24 giờ kể từ khi xảy ra", ""),
    ],
)
def test_words_name_hours(words: str, hours: str) -> None:
    assert " ".join(read(words).at) == hours


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("chậm nhất 30 ngày kể từ ngày có quyết định", (30, "days", "after", "có quyết định")),
        (
            "Chậm nhất là 05 ngày làm việc kể từ ngày hoàn thành việc chấm thi",
            (5, "working_days", "after", "hoàn thành việc chấm thi"),
        ),
        (
            "trước 16 giờ ngày làm việc tiếp theo ngay sau ngày phát sinh giao dịch",
            (1, "working_days", "after", "phát sinh giao dịch"),
        ),
        ("chậm nhất trong 02 giờ phải báo cáo nhanh", (2, "hours", "after", None)),
        ("trong vòng 24 giờ kể từ khi xảy ra", (24, "hours", "after", "xảy ra")),
        (
            "chậm nhất 05 ngày làm việc trước ngày tổ chức hội nghị",
            (5, "working_days", "before", "tổ chức hội nghị"),
        ),
    ],
)
def test_a_term_has_its_side_and_its_event(words: str, term: tuple[object, ...]) -> None:
    said = read(words)
    assert (said.days, said.unit, said.direction, said.after) == term


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        (
            "Định kỳ 06 tháng (trước ngày 05 tháng 6) và hằng năm (trước ngày 05 tháng 12)",
            [("half-year", 5, 6), ("year", 5, 12)],
        ),
        (
            "trước ngày 05 tháng 7 hằng năm ... và trước ngày 10 tháng 01 năm sau",
            [("year", 5, 7), (None, 10, 1)],
        ),
        (
            "các xã: chậm nhất ngày 27; cơ quan tổng hợp: trước ngày 04 tháng sau",
            [(None, 27, None), (None, 4, None)],
        ),
    ],
)
def test_each_date_of_one_sentence_is_read(words: str, dates: list[tuple[object, ...]]) -> None:
    said = read(words)
    assert [(one.every, one.day, one.month) for one in (said, *said.also)] == dates


def test_one_sentence_may_have_a_term_for_each_of_several() -> None:
    said = read("các xã: chậm nhất ngày 27; cơ quan tổng hợp: trước ngày 04 tháng sau")
    assert [one.who for one in (said, *said.also)] == ["các xã", "cơ quan tổng hợp"]
    assert read("Thời hạn báo cáo: trước ngày 05 hàng tháng").who is None


@pytest.mark.parametrize(
    ("words", "unread"),
    [
        ("hết ngày mồng 05 tháng Giêng năm Ất Tỵ", ["ngày mồng 05 tháng giêng năm ất tỵ"]),
        ("ngày 10 hằng tháng (từ tháng 6 đến tháng 11)", []),
        ("Riêng báo cáo quý IV gửi trước ngày 15 tháng 01 năm sau", []),
        ("Thời hạn báo cáo: trước ngày 05 hàng tháng", []),
        (
            "gửi qua đường bưu điện, thời điểm gửi tính theo dấu của bưu điện nơi gửi",
            ["gửi qua đường bưu điện", "thời điểm gửi tính theo dấu của bưu điện nơi gửi"],
        ),
        ("trước ngày 05 hàng tháng", []),
        ("Thời gian gửi báo cáo chậm nhất là 45 ngày kể từ ngày kết thúc 6 tháng đầu năm", []),
    ],
)
def test_what_is_not_understood_is_said(words: str, unread: list[str]) -> None:
    assert list(read(words).unread) == unread


WORDS = (
    *("ngày", "tháng", "quý", "năm", "kỳ", "tuần", "05", "30/6/2024", "trước", "hàng", "sau"),
    *("6", "báo cáo", "từ", "đến", "(", ")", ";", "và", "giờ", "15h00"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=40))
def test_any_words_are_read_without_a_fault(words: str) -> None:
    said = read(words)
    for label in ("2025-W18", "2025-02", "2025-9M"):
        about = Period.of_label(label)
        assert about is not None
        if said.days is None:
            due_days(said, about, WorkingCalendar(2024, 2026))
