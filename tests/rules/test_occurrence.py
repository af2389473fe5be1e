"""What the dates of the two dispatches come to."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from language.zone import ZONE
from rules.meaning.deadline import Readings
from rules.meaning.occurrence import Occurrence, event_occurrences, occurrences
from tests.rules.small_directive import bodies, calendar, directive, rulebook

OLD, NEW = "son-duong-bhyt-2021", "son-duong-bhyt-2024"


def found(id_: str, clause: str = "") -> list[Occurrence]:
    all_ = occurrences(rulebook().directives[id_], bodies(), calendar())
    return [one for one in all_ if one.duty.clause.startswith(clause)]


def test_2024_comes_to_272_occurrences() -> None:
    counted = Counter(one.duty.clause for one in found(NEW))
    assert counted == {"B-1.4": 244, "B-2.2c": 8, "B-1.1d": 12, "B-1.2b": 8}


def test_2021_comes_to_63_occurrences() -> None:
    counted = Counter(one.duty.clause for one in found(OLD))
    assert counted == {"A-1.3": 31, "A-2.3": 1, "A-1.1c": 31}


def test_31_communes_report_until_august_and_30_from_september() -> None:
    rounds = Counter(one.due_on for one in found(NEW, "B-1.4"))
    assert rounds == {date(2024, m, 5): 31 if m < 9 else 30 for m in range(5, 13)}
    names = {one.bearer.name for one in found(NEW, "B-1.4") if one.due_on == date(2024, 9, 5)}
    assert "Xã Hồng Sơn" in names
    assert not names & {"Xã Hồng Lạc", "Xã Vân Sơn"}


@pytest.mark.parametrize(
    ("id_", "clause", "due_on", "aim_on", "late_from", "opens_on"),
    [
        (NEW, "B-1.4", date(2024, 5, 5), date(2024, 5, 4), (2024, 5, 7), date(2024, 4, 26)),
        (NEW, "B-1.4", date(2024, 10, 5), date(2024, 10, 4), (2024, 10, 8), date(2024, 9, 30)),
        (NEW, "B-2.2c", date(2024, 8, 10), date(2024, 8, 9), (2024, 8, 13), date(2024, 7, 31)),
        (NEW, "B-1.1d", date(2024, 6, 30), date(2024, 6, 28), (2024, 7, 1), date(2024, 5, 31)),
        (NEW, "B-1.2b", date(2024, 9, 30), date(2024, 9, 30), (2024, 10, 1), date(2024, 8, 31)),
        (OLD, "A-1.3", date(2021, 7, 5), date(2021, 7, 2), (2021, 7, 6), date(2021, 6, 25)),
        (OLD, "A-2.3", date(2021, 7, 10), date(2021, 7, 9), (2021, 7, 13), date(2021, 7, 2)),
    ],
)
def test_the_worked_cases_come_out_of_the_dispatches_themselves(
    id_: str,
    clause: str,
    due_on: date,
    aim_on: date,
    late_from: tuple[int, int, int],
    opens_on: date,
) -> None:
    round_ = [one for one in found(id_, clause) if one.due_on == due_on]
    assert {one.aim_on for one in round_} == {aim_on}
    assert {one.late_from for one in round_} == {datetime(*late_from, tzinfo=ZONE)}
    assert {one.opens_on for one in round_} == {opens_on}


def test_nothing_opens_before_the_dispatch_was_issued() -> None:
    # Thirty days before 30/6/2021 lies before the text that the dispatch cites.
    assert {one.opens_on for one in found(OLD, "A-1.1c")} == {date(2021, 6, 5)}
    for id_ in (OLD, NEW):
        begins = rulebook().directives[id_].in_force.from_
        assert all(one.opens_on >= begins for one in found(id_))


def test_kinds_of_fact_and_periods_are_told_apart() -> None:
    kinds = {one.duty.clause: (one.fact_kind, one.period) for one in found(NEW)}
    # The report due on 05/12/2024 is that of November.
    assert kinds["B-1.4"] == ("obligation", "2024-11")
    assert kinds["B-2.2c"] == ("consolidation", "2024-11")
    assert kinds["B-1.1d"] == ("target", "once")


def test_an_occurrence_is_found_once() -> None:
    keys = [(one.duty.id, one.period, one.bearer.uid) for id_ in (OLD, NEW) for one in found(id_)]
    per_directive = Counter(keys)
    assert max(per_directive.values()) == 1


def test_before_a_merger_is_known_the_old_communes_are_expected() -> None:
    directive_, june = rulebook().directives[NEW], date(2024, 6, 1)
    known = occurrences(directive_, bodies().known_on(june), calendar().known_on(june))
    autumn = [one for one in known if one.due_on == date(2024, 9, 5)]
    assert len(autumn) == 31


def test_the_strict_setting_blames_a_day_earlier_and_reminds_alike() -> None:
    directive_ = rulebook().directives[NEW]
    strict = occurrences(directive_, bodies(), calendar(), Readings("strict", roll=True))
    june = [one for one in strict if one.duty.clause == "B-1.4" and one.period == "2024-05"]
    assert {one.late_from for one in june} == {datetime(2024, 6, 5, tzinfo=ZONE)}
    assert {one.aim_on for one in june} == {date(2024, 6, 4)}


def test_a_duty_that_counts_from_an_event_waits_for_it(tmp_path: Path) -> None:
    waiting = directive(
        tmp_path,
        ("đến ngày 30/6/2024, sense: by, on: 2024-06-30", "Hoàn thành, sense: within, EVENT"),
        ("EVENT", "after: nhận văn bản, days: 5, unit: working_days"),
    )
    duty = waiting.duties["ra-soat"]
    assert "ra-soat" not in {one.duty.id for one in occurrences(waiting, bodies(), calendar())}
    reached = event_occurrences(waiting, duty, date(2024, 4, 26), bodies(), calendar())
    assert [one.bearer.short_name for one in reached] == ["Đại Phú", "Sơn Dương"]
    assert {one.due_on for one in reached} == {date(2024, 5, 7)}
    assert {one.period for one in reached} == {"event:2024-04-26"}
    with pytest.raises(ValueError, match="does not count from an event"):
        event_occurrences(
            waiting, waiting.duties["bao-cao"], date(2024, 4, 26), bodies(), calendar()
        )


@pytest.mark.parametrize(
    ("opens", "opens_on"),
    [
        ("last working day of the month before", date(2024, 5, 31)),
        ("2 working days before aim", date(2024, 6, 26)),
        ("15 days before due", date(2024, 6, 15)),
    ],
)
def test_a_duty_may_say_when_its_first_notice_goes(
    tmp_path: Path, opens: str, opens_on: date
) -> None:
    told = directive(tmp_path, ("action: rà soát", f"action: rà soát\n    opens: {opens}"))
    reached = [o for o in occurrences(told, bodies(), calendar()) if o.duty.id == "ra-soat"]
    assert {one.opens_on for one in reached} == {opens_on}
