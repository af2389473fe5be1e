"""A directive file that is wrong: refused, located, with what is allowed."""

from pathlib import Path
from unicodedata import normalize

import pytest

from rules.errors import RuleError
from rules.meaning.rounds import rounds
from rules.reading.directive_file import load_directive
from tests.coverage_form import FORMS
from tests.rules.small_directive import (
    DIRECTIVE,
    TEXT,
    bodies,
    calendar,
    directive,
    refusal,
    write_directive,
)

MONTHLY = """\
      every: month
      day: 5
      first: 2024-05-05
      last: 2024-07-05
"""
ONCE = "{wording: đến ngày 30/6/2024, sense: by, on: 2024-06-30}"
QUOTE = "quote: Hoàn thành rà soát đến ngày 30/6/2024"


def test_the_small_directive_is_right_as_it_is(tmp_path: Path) -> None:
    assert list(directive(tmp_path).duties) == ["bao-cao", "ra-soat"]


def test_decomposed_text_makes_the_same_directive(tmp_path: Path) -> None:
    composed = directive(tmp_path)
    home = write_directive(tmp_path, normalize("NFD", DIRECTIVE), TEXT)
    assert load_directive(home, bodies(), FORMS).duties == composed.duties


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "action: rà soát",
            "acton: rà soát",
            "directive.yaml:34: duties.ra-soat.acton: unknown key; allowed: action, asks,",
            id="an unknown key",
        ),
        pytest.param(
            "action: rà soát",
            "action: rà soát\n    shown_by: [hop-thon]",
            "directive.yaml:35: duties.ra-soat.shown_by.0: ",
            id="a word that nobody reads how far a duty is carried out",
        ),
        pytest.param(
            "action: rà soát",
            "action: rà soát\n    shown_by: [lists]",
            "duties.ra-soat.shown_by: what is shown by lists hands them down; allowed: ",
            id="lists that are not handed down",
        ),
        pytest.param(
            QUOTE,
            "quote: Hoàn thành rà soát đến ngày 30/7/2024",
            "directive.yaml:32: duties.ra-soat.quote: the quote is not in dispatch.txt: it agrees "
            'up to "oàn thành rà soát đến ngày 30/"; allowed: a verbatim quote',
            id="a quote that is not in the text",
        ),
        pytest.param(
            QUOTE,
            "quote: Rà soát, thống kê",
            "duties.ra-soat.quote: the quote stands 2 times in dispatch.txt",
            id="a quote that stands twice",
        ),
        pytest.param(
            "Đại Phú",
            "Đại Phũ",
            'directive.yaml:33: duties.ra-soat.bearers: unknown body "Đại Phũ"; did you mean: '
            "Đại Phú?; allowed: every KIND",
            id="an unknown body",
        ),
        pytest.param("every commune", "every ward", "allowed: every commune", id="unknown kind"),
        pytest.param("to: ubnd-huyen", "to: ubnd-xa", 'unknown body "ubnd-xa"', id="unknown to"),
        pytest.param(
            "on: 2024-06-30",
            "on: 2024-02-31",
            "directive.yaml:35: duties.ra-soat.due.on: 31/02/2024 is no day of the calendar",
            id="an impossible date",
        ),
        pytest.param(
            "wording: đến ngày 30/6/2024, ",
            "",
            "duties.ra-soat.due.wording: required key is missing",
            id="a date without a wording",
        ),
        pytest.param(
            "      first: 2024-05-05\n",
            "",
            "directive.yaml:20: duties.bao-cao.due: every: month needs `first`",
            id="a recurrence without its first date",
        ),
        pytest.param(
            "      last: 2024-07-05\n", "", "needs `last`", id="a recurrence without its last date"
        ),
        pytest.param(
            "day: 5", "day: '5'", 'duties.bao-cao.due.day: wrong type: "5"', id="a wrong type"
        ),
        pytest.param(
            "  ra-soat:",
            "  bao-cao:",
            "directive.yaml:28: duties.bao-cao: written twice (first in line 11)",
            id="duplicate duties",
        ),
        pytest.param("clause: T-2", "clause: T-1", 'already that of "bao-cao"', id="clauses twice"),
        pytest.param(
            "sense: by", "sense: until", "'before', 'by', 'within' or 'timely'", id="unknown sense"
        ),
        pytest.param(
            "sense: by", "sense: before", '"đến" does not mean "before"; allowed: by', id="sense"
        ),
        pytest.param(
            "on: 2024-06-30", "on: 2024-06-29", "the wording says 30/6/2024", id="another date"
        ),
        pytest.param("day: 5", "day: 6", "the wording says ngày 05, not 6", id="another day"),
        pytest.param(
            "wording: đến ngày 30/6/2024",
            "wording: đến hết ngày 30/6/2024",
            'the quote does not say "đến hết ngày 30/6/2024"',
            id="a wording of one's own",
        ),
        pytest.param(
            "first: 2024-05-05",
            "first: 2024-05-06",
            "2024-05-06 is no date of this recurrence; allowed: 2024-06-05",
            id="a first date between two",
        ),
        pytest.param("last: 2024-07-05", "last: 2024-04-05", "lies after `last`", id="backwards"),
        pytest.param("on: 2024-06-30", "after: mốc", "`after` go together", id="event, no days"),
        pytest.param(", on: 2024-06-30", "", '"by" without a date', id="a sense without a date"),
        pytest.param("day: 5", "day: 32", "duties.bao-cao.due.day: 32", id="no month has 32 days"),
        pytest.param("number: văn bản không nêu số", "so: thiếu", "gaps.so", id="unknown gap"),
        pytest.param(
            "  number: văn bản không nêu số\n", "", "declared under `gaps`", id="an unsaid gap"
        ),
        pytest.param("directive: thu-nghiem", "directive: khac", "its folder is called", id="name"),
        pytest.param("kind: duty", "kind: target", "go together", id="a target without figures"),
        pytest.param(
            "action: rà soát",
            "action: rà soát\n    consolidates: bao-cao-tuan",
            'no other duty of this directive; allowed: bao-cao, ra-soat',
            id="consolidating nothing",
        ),
        pytest.param(
            "action: rà soát",
            "action: rà soát\n    bearer_post: director",
            'a commune has no post "director"; allowed: chair, vice-chair, officer, mailbox',
            id="a post that the bearer has not",
        ),
        pytest.param(
            "action: rà soát",
            "action: rà soát\n    opens: khi nào cũng được",
            "is not understood; allowed: last working day of the month before",
            id="an opening in free words",
        ),
        pytest.param(
            "from: 2024-04-10",
            "from: 2024-05-06",
            "due.first: 2024-05-05 lies before the dispatch was in force (2024-05-06)",
            id="a date before the dispatch",
        ),
        pytest.param(
            "last: 2024-07-05",
            "last: 2025-01-05",
            "directive.yaml:26: duties.bao-cao.due.last: 2025-01-05 lies after the dispatch was in "
            "force (2024-12-31); allowed: until 2024-12-31",
            id="a recurrence that outlives its dispatch",
        ),
        pytest.param(
            "    to: ubnd-huyen\n",
            "    to: ubnd-huyen\n    gaps: {first_period: không nêu}\n",
            "duties.bao-cao.due.first: the text leaves `first` open (gap first_period), and no "
            "reason is given; allowed: with `assumed`",
            id="a first date taken without a reason",
        ),
        pytest.param(
            "  number: văn bản không nêu số\n",
            "  number: văn bản không nêu số\n  last_period: không nêu\n",
            "duties.bao-cao.due.last: the text leaves `last` open (gap last_period)",
            id="a last date taken without a reason",
        ),
        pytest.param(
            "wording: đến ngày 30/6/2024",
            "wording: ' '",
            "duties.ra-soat.due.wording",
            id="a wording of nothing",
        ),
        pytest.param("[Đại Phú, 02536@base]", "[]", "duties.ra-soat.bearers", id="no bearers"),
    ],
)  # fmt: skip
def test_a_directive_is_refused_where_it_is_wrong(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert said in refusal(tmp_path, (old, new))


@pytest.mark.parametrize(
    ("recurrence", "said"),
    [
        ("every: year, month: 2, day: 31", "31/02 is no day of the calendar; allowed: 1 to 29"),
        ("every: quarter, month: 4, day: 5", "a quarter has no month 4; allowed: 1 to 3"),
        ("every: quarter, day: 5", "every: quarter needs `month`"),
        ("every: week, weekday: friday, day: 5", "does not belong to every: week"),
        ("every: week", "every: week needs `weekday`"),
        ("every: week, weekday: friday, months: [6]", "does not belong to every: week"),
        ("every: month, day: 5, months: [13]", "13 is too large; allowed: 12 or less"),
        ("every: month, day: 5, months: []", "holds too little"),
    ],
)
def test_an_impossible_recurrence_is_refused(tmp_path: Path, recurrence: str, said: str) -> None:
    ends = "first: 2024-05-05, last: 2024-05-05"
    written = f"{{wording: Hoàn thành, sense: by, {recurrence}, {ends}}}"
    assert said in refusal(tmp_path, (ONCE, written))


PERIOD = "trong thời hạn 05 ngày làm việc"
SPELLED = "trong thời hạn 05 (năm) ngày làm việc"
PLAIN = "trong thời hạn 10 ngày kể từ ngày 05/6/2024"


def within(wording: str, days: int, unit: str) -> tuple[tuple[str, str], str]:
    """The change that makes the duty of "ra-soat" count from an event, and the text for it."""
    due = f"{{wording: {wording}, sense: within, after: mốc, days: {days}, unit: {unit}}}"
    return (ONCE, due), TEXT.replace("đến ngày 30/6/2024", f"đến ngày 30/6/2024 {wording}")


@pytest.mark.parametrize(
    ("wording", "days", "unit", "said"),
    [
        (
            PERIOD,
            3,
            "working_days",
            "due.days: the wording says 05 ngày làm việc, not 3; allowed: 5",
        ),
        (PERIOD, 5, "days", "due.unit: the wording says 05 ngày làm việc; allowed: working_days"),
        (SPELLED, 3, "working_days", "due.days: the wording says 05 (năm) ngày làm việc, not 3"),
        (PLAIN, 10, "working_days", "due.unit: the wording says 10 ngày; allowed: days"),
        (PLAIN, 5, "days", "due.days: the wording says 10 ngày, not 5; allowed: 10"),
    ],
)
def test_a_period_is_the_one_of_its_wording(
    tmp_path: Path, wording: str, days: int, unit: str, said: str
) -> None:
    change, text = within(wording, days, unit)
    assert said in refusal(tmp_path, change, text=text)


@pytest.mark.parametrize(
    ("wording", "days", "unit"),
    [(PERIOD, 5, "working_days"), (SPELLED, 5, "working_days"), (PLAIN, 10, "days")],
)
def test_a_period_as_its_wording_has_it_is_accepted(
    tmp_path: Path, wording: str, days: int, unit: str
) -> None:
    (old, new), text = within(wording, days, unit)
    quoted = (QUOTE, f"{QUOTE} {wording}")
    due = directive(tmp_path, quoted, (old, new), text=text).duties["ra-soat"].due
    assert due is not None
    assert (due.days, due.unit) == (days, unit)


def test_an_open_end_with_its_reason_is_accepted(tmp_path: Path) -> None:
    gaps = "    gaps: {first_period: không nêu, last_period: không nêu}\n"
    reason = ("last: 2024-07-05\n", "last: 2024-07-05\n      assumed: hết đợt rà soát\n")
    due = directive(tmp_path, ("    due:\n", f"{gaps}    due:\n"), reason).duties["bao-cao"].due
    assert due is not None
    assert due.assumed == "hết đợt rà soát"


def test_day_31_of_every_month_is_accepted(tmp_path: Path) -> None:
    month_ends = "every: month, day: 31, first: 2024-05-31, last: 2024-06-30"
    written = f"{{wording: Hoàn thành, sense: by, {month_ends}}}"
    assert directive(tmp_path, (ONCE, written)).duties["ra-soat"].due is not None


def test_a_recurrence_may_keep_to_some_months_of_the_year(tmp_path: Path) -> None:
    season = "every: month, day: 10, months: [6, 7, 8], first: 2024-06-10, last: 2024-08-10"
    written = f"{{wording: Hoàn thành, sense: by, {season}}}"
    found = directive(tmp_path, (ONCE, written)).duties["ra-soat"].due
    assert found is not None
    assert found.months == (6, 7, 8)
    outside = written.replace("last: 2024-08-10", "last: 2024-10-10")
    assert "2024-10-10 is no date of this recurrence" in refusal(tmp_path, (ONCE, outside))


def test_a_quote_may_say_which_of_its_places_is_meant(tmp_path: Path) -> None:
    meant = directive(
        tmp_path, (QUOTE, "occurrence: 2\n    quote: Rà soát, thống kê"), (f"    due: {ONCE}\n", "")
    )
    assert meant.duties["ra-soat"].span[0] == TEXT.rindex("Rà soát")


def test_a_text_that_was_changed_is_not_the_declared_one(tmp_path: Path) -> None:
    home = write_directive(tmp_path)
    (home / "dispatch.txt").write_text(TEXT + "\nthêm", encoding="utf-8")
    with pytest.raises(RuleError, match=r"text.sha256: the text is not the one that was declared"):
        load_directive(home, bodies(), FORMS)


def test_a_dispatch_in_a_legacy_encoding_is_refused(tmp_path: Path) -> None:
    home = write_directive(tmp_path)
    (home / "dispatch.txt").write_bytes("Tong hop:\nTæng hîp".encode("latin-1"))
    with pytest.raises(RuleError, match=r"dispatch.txt:2: \(file\): byte 0xe6 is not UTF-8"):
        load_directive(home, bodies(), FORMS)


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    unknown = (("every commune", "every ward"), ("Đại Phú", "Đại Phũ"))
    told = refusal(tmp_path, *unknown, (QUOTE, "quote: không có"))
    lines = [int(line.split(":")[1]) for line in told.splitlines()]
    assert lines == sorted(lines)
    assert len(lines) >= 3


ABOUT = "    period: {due: in the next one, assumed: báo cáo đầu tháng là của tháng trước}\n"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        pytest.param(
            "",
            "directive.yaml:11: duties.bao-cao: what is each report about? a report that recurs "
            "needs its period; allowed: period: {of: month, due: in it | in the next one",
            id="no period",
        ),
        pytest.param(
            "    period: {due: in the next one}\n",
            'duties.bao-cao.period: "trước ngày 05 hàng tháng" does not say which month it is '
            "about, and no reason is given; allowed: `wording`: the words of the text",
            id="left open without a reason",
        ),
        pytest.param(
            "    period: {of: quarter, due: in it, assumed: thử}\n",
            "duties.bao-cao.period.of: 2024-05-05 and 2024-06-05 would both be about 2024-Q2",
            id="two reports about one period",
        ),
        pytest.param(
            "    period: {due: after its end, assumed: thử}\n",
            "duties.bao-cao.period.due: days are counted from the end of a period",
            id="no days to count",
        ),
        pytest.param(
            "    period: {due: next month, assumed: thử}\n",
            "duties.bao-cao.period.due",
            id="words of one's own",
        ),
        pytest.param(
            ABOUT + "    cut_off: {to: day 14}\n",
            "duties.bao-cao.cut_off: days of figures need what they rest on",
            id="a cut-off without a reason",
        ),
        pytest.param(
            ABOUT + "    cut_off: {to: day 14, wording: đến ngày 14}\n",
            "duties.bao-cao.cut_off.wording: these words are not in the text",
            id="a cut-off the text does not state",
        ),
        pytest.param(
            ABOUT + "    cut_off: {to: day 14, wording: kịp thời}\n",
            'duties.bao-cao.cut_off.to: "kịp thời" names no day 14',
            id="a day that its words do not name",
        ),
        pytest.param(
            ABOUT + "    cut_off: {to: the end, assumed: thử}\n",
            'duties.bao-cao.cut_off.to: "the end" is not understood; allowed: day N',
            id="a cut-off in free words",
        ),
        pytest.param(
            "    period: {due: in it, assumed: thử}\n    cut_off: {to: day 14, assumed: thử}\n",
            "duties.bao-cao.cut_off.to: figures to 2024-05-14 in a report due on 2024-05-05",
            id="figures of days after the report",
        ),
    ],
)
def test_a_period_that_does_not_hold_is_refused(tmp_path: Path, new: str, said: str) -> None:
    assert said in refusal(tmp_path, (ABOUT, new))


def test_a_wording_that_says_its_period_is_held_against_the_declaration(tmp_path: Path) -> None:
    words = "trước ngày 05 của tháng tiếp theo"
    text = TEXT.replace("trước **ngày 05 hàng tháng**", words)
    quoted = [("huyện trước ngày 05 hàng tháng", f"huyện {words}")]
    quoted += [("wording: trước ngày 05 hàng tháng", f"wording: {words}")]
    said = refusal(tmp_path, *quoted, (ABOUT, "    period: {due: in it}\n"), text=text)
    assert 'period.due: the wording says "tháng tiếp theo"; allowed: in the next one' in said
    stated = directive(
        tmp_path, *quoted, (ABOUT, "    period: {due: in the next one}\n"), text=text
    )
    assert stated.duties["bao-cao"].period is not None


COUNTED = """\
      every: month
      days: 15
      unit: working_days
      first: 2024-04-30
      last: 2024-06-30
"""


def test_days_counted_from_the_end_of_a_month_name_their_own_dates(tmp_path: Path) -> None:
    words = "trong thời hạn 15 ngày làm việc kể từ ngày kết thúc tháng"
    text = TEXT.replace("trước **ngày 05 hàng tháng**", words)
    counted = directive(
        tmp_path,
        ("huyện trước ngày 05 hàng tháng", f"huyện {words}"),
        ("wording: trước ngày 05 hàng tháng", f"wording: {words}"),
        ("sense: before", "sense: within"),
        (MONTHLY, COUNTED),
        (ABOUT, "    period: {due: after its end}\n"),
        text=text,
    ).duties["bao-cao"]
    found = {one.label: one.due_on.isoformat() for one in rounds(counted, calendar())}
    assert found == {"2024-04": "2024-05-21", "2024-05": "2024-06-21", "2024-06": "2024-07-19"}


CONSOLIDATION = """\
  tong-hop:
    clause: T-3
    place: gạch đầu dòng thứ nhất
    kind: report
    quote: trước ngày 05 hàng tháng
    bearers: ubnd-huyen
    action: tổng hợp
    short: tổng hợp
    due: {wording: hàng tháng, sense: by, every: month, day: DAY, first: 2024-FROM, last: 2024-TO}
    period: {due: DUE, assumed: thử}
    consolidates: bao-cao
"""


def consolidating(day: int, from_: str, to: str, due: str) -> tuple[str, str]:
    yaml = CONSOLIDATION.replace("DAY", str(day)).replace("FROM", from_).replace("TO", to)
    return "  ra-soat:\n", yaml.replace("DUE", due) + "  ra-soat:\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            consolidating(3, "05-03", "07-03", "in the next one"),
            "duties.tong-hop.due: kỳ tháng 4/2024: due on 2024-05-03, before the reports it "
            'consolidates ("bao-cao", due on 2024-05-05); allowed: 2024-05-05 or later',
            id="due before its reports",
        ),
        pytest.param(
            consolidating(10, "05-10", "07-10", "in it"),
            'duties.tong-hop.period: no report of "bao-cao" is about tháng 7/2024, due on '
            '2024-07-10; allowed: the periods of "bao-cao": tháng 4/2024 … tháng 6/2024',
            id="about other periods",
        ),
        pytest.param(
            consolidating(10, "05-10", "06-10", "in the next one"),
            "duties.tong-hop.period: nothing consolidates tháng 6/2024",
            id="one period left out",
        ),
    ],
)
def test_a_consolidation_goes_with_its_reports(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    assert said in refusal(tmp_path, change)


def test_a_consolidation_of_the_same_periods_is_accepted(tmp_path: Path) -> None:
    change = consolidating(10, "05-10", "07-10", "in the next one")
    assert directive(tmp_path, change).duties["bao-cao"].consolidated_by == "tong-hop"
