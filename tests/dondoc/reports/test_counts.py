"""Counts that were handed over: the latest holds, and any earlier instant can be read again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import orjson
import pytest
from sqlalchemy import select

from dondoc.reports.checks import FiguresRefused
from dondoc.reports.count_row import CountRow
from dondoc.reports.counts import compare_counts, counts_of, latest_counts
from models import CountKind, ListCount
from rules.meaning.list_counts import Counted, GroupCounts
from tests.counting import counted, take_over
from tests.offices import D2021, D2024, DAI_PHU, SON_NAM, Scene, at
from tests.reporting import MAY, MINORITY, NEAR_POOR, file_report

LISTED, CARDS = CountKind.LISTED, CountKind.CARDS
APRIL = [counted(LISTED, 31, "2024-04-10"), counted(CARDS, 8, "2024-04-30")]


def counts(
    scene: Scene, known_at: str | None = None, upto: str | None = None, directive: str = D2024
) -> GroupCounts:
    """Return what holds of the near-poor of Đại Phú."""
    with scene.office.reading() as session:
        found = counts_of(
            session,
            directive,
            [DAI_PHU],
            at(known_at) if known_at else None,
            date.fromisoformat(upto) if upto else None,
        )
    return found.get((DAI_PHU, NEAR_POOR), GroupCounts())


def test_the_latest_day_holds_on_any_database(any_office: Scene) -> None:
    take_over(any_office, "2024-05-02 08:00", APRIL)
    take_over(any_office, "2024-06-02 08:00", [counted(CARDS, 15, "2024-05-31")])
    found = counts(any_office)
    assert found == GroupCounts(
        listed=Counted(31, date(2024, 4, 10)), cards=Counted(15, date(2024, 5, 31))
    )
    assert counts(any_office, upto="2024-05-30").cards == Counted(8, date(2024, 4, 30))


def test_a_later_word_on_the_same_day_supersedes_and_what_was_known_stays_known(
    office: Scene,
) -> None:
    take_over(office, "2024-05-02 08:00", APRIL)
    changes = take_over(office, "2024-05-06 08:00", [*APRIL[:1], counted(CARDS, 9, "2024-04-30")])
    assert (len(changes.new), len(changes.corrected), changes.unchanged) == (0, 1, 1)
    assert counts(office).cards == Counted(9, date(2024, 4, 30))
    assert counts(office, "2024-05-06 07:59").cards == Counted(8, date(2024, 4, 30))
    assert counts(office, "2024-05-02 07:59") == GroupCounts()
    with office.office.reading() as session:
        assert len(list(session.scalars(select(ListCount)))) == 3


def test_an_older_day_recorded_later_does_not_hold(office: Scene) -> None:
    take_over(office, "2024-06-02 08:00", [counted(CARDS, 15, "2024-05-31")])
    take_over(office, "2024-06-03 08:00", [counted(CARDS, 8, "2024-04-30")])
    assert counts(office).cards == Counted(15, date(2024, 5, 31))


def test_the_same_file_again_records_nothing(office: Scene) -> None:
    take_over(office, "2024-05-02 08:00", APRIL)
    again = take_over(office, "2024-05-03 08:00", APRIL)
    assert (again.rows, again.unchanged) == ((), 2)
    assert len(office.entries("counts.imported")) == 1


def test_the_trail_holds_counts_of_rows_and_a_digest_only(office: Scene) -> None:
    take_over(office, "2024-05-02 08:00", APRIL)
    [entry] = office.entries("counts.imported")
    assert entry.subject == "count_import:1"
    assert orjson.loads(entry.data) == {
        "by": "bhxh-huyen/officer",
        "corrected": 0,
        "new": 2,
        "sha256": "0" * 64,
        "unchanged": 0,
    }


def test_a_look_first_changes_nothing(office: Scene) -> None:
    with office.office.writing() as session:
        changes = compare_counts(session, APRIL)
    assert len(changes.new) == 2
    assert counts(office) == GroupCounts()


def test_a_count_of_one_directive_is_none_of_the_other(office: Scene) -> None:
    take_over(office, "2024-05-02 08:00", [counted(LISTED, 31, "2024-04-10", directive=D2024)])
    assert counts(office).listed == Counted(31, date(2024, 4, 10))
    assert counts(office, directive=D2021) == GroupCounts()


def test_counts_are_listed_by_body_group_and_kind(office: Scene) -> None:
    rows = [
        counted(LISTED, 5, "2024-04-10", SON_NAM),
        counted(LISTED, 90, "2024-04-10", DAI_PHU, MINORITY),
        *APRIL,
    ]
    take_over(office, "2024-05-02 08:00", rows)
    with office.office.reading() as session:
        listed = [(r.body_uid, r.group_id, r.kind) for r in latest_counts(session, D2024)]
    assert listed == [
        (DAI_PHU, NEAR_POOR, "cards"),
        (DAI_PHU, NEAR_POOR, "listed"),
        (DAI_PHU, MINORITY, "listed"),
        (SON_NAM, NEAR_POOR, "listed"),
    ]


DAY = date(2024, 4, 30)


@pytest.mark.parametrize(
    ("known", "by_cards"),
    [
        (GroupCounts(), None),
        (GroupCounts(cards=Counted(8, DAY)), None),
        (GroupCounts(listed=Counted(31, DAY)), None),
        (GroupCounts(Counted(500, DAY), cards=Counted(480, DAY)), 20),
        (GroupCounts(Counted(500, DAY), Counted(31, DAY), cards=Counted(8, DAY)), 23),
        (GroupCounts(confirmed=Counted(29, DAY), cards=Counted(8, DAY)), 21),
        (GroupCounts(None, Counted(31, DAY), Counted(29, DAY), Counted(8, DAY)), 21),
        (GroupCounts(listed=Counted(31, DAY), cards=Counted(32, DAY)), None),
    ],
)  # fmt: skip
def test_cards_are_counted_on_the_narrowest_list_known(
    known: GroupCounts, by_cards: int | None
) -> None:
    assert known.by_cards == by_cards


def test_nothing_is_recorded_of_an_empty_file_of_rows(office: Scene) -> None:
    nothing: Iterable[CountRow] = ()
    assert take_over(office, "2024-05-02 08:00", nothing).rows == ()
    assert office.entries("counts.imported") == []


def test_a_report_that_differs_from_the_card_list_needs_a_word(office: Scene) -> None:
    office.day("2024-04-26")
    listed, cards = counted(LISTED, 20, "2024-04-10"), counted(CARDS, 4, "2024-04-30")
    take_over(office, "2024-05-02 08:00", [listed, cards, counted(CARDS, 9, "2024-05-02")])
    with pytest.raises(FiguresRefused) as refused:
        file_report(office, MAY, "2024-05-03 10:00")
    # Of a later day than the figures nothing is compared.
    assert [str(remark) for remark in refused.value.remarks] == [
        "can-ngheo.closing (người thuộc hộ gia đình cận nghèo: Chưa tham gia BHYT cuối kỳ): lệch "
        "−1 người so với số chưa có thẻ theo dữ liệu thẻ (đến ngày 30/4/2024): chênh lệch "
        "thời điểm, cần đối chiếu; nếu đúng, ghi giải trình tại đây"
    ]
    word = {"can-ngheo.closing": "01 người đã nộp tiền, chưa có thẻ"}
    taken = file_report(office, replace(MAY, explanations=word), "2024-05-03 10:00")
    assert [remark.policy for remark in taken.explained] == ["cuoi-ky-lech-du-lieu-the"]


def test_a_count_recorded_later_says_nothing_of_an_earlier_report(office: Scene) -> None:
    office.day("2024-04-26")
    take_over(office, "2024-05-04 08:00", [counted(LISTED, 14, "2024-04-10")])
    assert file_report(office, MAY, "2024-05-03 10:00").explained == ()
