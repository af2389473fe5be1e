"""What the five months say of single bodies: who is late, who reached what, who was wronged."""

from collections import Counter
from datetime import date
from itertools import accumulate

import pytest

from tests.offices import at
from tests.scenario.expected import BOOK, REACHED_ON, TARGET_TURNS, counted, in_time, standing
from tests.scenario.ledger import (
    DENIED,
    HEIR,
    MERGED_ON,
    NEAR_POOR,
    PREDECESSORS,
    ROUNDS,
    communes,
)
from tests.scenario.naming import in_absence, in_brief, in_draft, in_list, late_at, words_of
from tests.scenario.papers import two
from tests.scenario.seen import SIGNED, Scenario

pytestmark = pytest.mark.slow
TARGET_DAY = date(2024, 6, 30)


def test_whoever_is_named_late_is_late_by_the_ledger(scenario: Scenario) -> None:
    for letter in scenario.letters:
        for part in letter.parts:
            if part.kind == "brief":
                round_, counts, who = in_brief(part.text)
                stands = standing(round_, letter.at)
                assert counts == [len(stands[way]) for way in stands], letter.at
                assert who == stands["open_overdue"], letter.at
            elif part.kind in ("ask_via", "proposal"):
                assert in_list(part.text) == late_at(letter.at)
            elif part.kind == "urge":
                [draft] = letter.files.values()
                assert in_draft(draft) == late_at(letter.at)
    for one in SIGNED:
        text = scenario.pdf(one)
        missing = [c for c in communes(one.round) if c not in counted(one.round, one.closed)]
        assert in_absence(text) == missing, one.number


def test_each_communes_rate_is_what_the_ledger_counts(scenario: Scenario) -> None:
    for rate in scenario.outside.rates(at("2024-09-30 17:00")):
        name = scenario.names[rate["bearer"]]
        mine = [one for one in ROUNDS if name in communes(one)]
        good = [in_time(one, name) for one in mine]
        assert (rate["rounds"], rate["on_time"], rate["late"]) == (
            *(len(good), sum(good)),
            len(good) - sum(good),
        )
        assert [one["on_time_so_far"] for one in rate["over_time"]] == list(
            accumulate(map(int, good))
        )


def test_what_was_put_right_of_may_is_told_with_june_and_leaves_may_as_it_was(
    scenario: Scenario,
) -> None:
    _, _, corrections = scenario.pdf(SIGNED[3]).partition("3. Điều chỉnh kỳ trước")
    assert "Ninh Lai" in corrections.partition("4. Công việc đã thực hiện")[0]
    may = scenario.outside.consolidation(ROUNDS[0].sums, 2)
    [line] = [one for one in may["per_body"] if scenario.names[one["bearer"]] == "Ninh Lai"]
    assert line["groups"]["can-ngheo"]["left"] == 0


def test_the_target_stands_at_every_turn_as_the_ledger_says(scenario: Scenario) -> None:
    for turn, reached, missed in TARGET_TURNS:
        rows = scenario.outside.per_body("bao-phu-can-ngheo", at(turn))
        told = {scenario.names[row["bearer"]]: row["target"] for row in rows}
        unknown = set(NEAR_POOR) - {*reached, *missed}
        for state, who in (("reached", reached), ("missed", missed), ("unknown", unknown)):
            assert {name for name, one in told.items() if one["state"] == state} == set(who), turn
        assert {one["since"] for one in told.values()} <= {None, *REACHED_ON.values()}
        row = scenario.outside.status("bao-phu-can-ngheo", TARGET_DAY, at(turn))["target"]
        counts = [len(reached), len(missed), len(unknown)]
        assert [row[name] for name in ("reached", "missed", "unknown")] == counts
    assert {name: one["since"] for name, one in told.items()} == REACHED_ON
    for one in SIGNED[4:6]:
        [(reached, missed)] = [
            (had, not_) for turn, had, not_ in TARGET_TURNS if at(turn) == one.closed
        ]
        text = scenario.pdf(one)
        assert f"{two(len(reached))}/12 đơn vị đã đạt" in text
        assert f"{two(len(missed))} đơn vị chưa đạt" in text


def test_a_wrong_blame_is_taken_back_wherever_it_was_said(scenario: Scenario) -> None:
    told = [one for one in scenario.letters if f"{one.at:%d/%m}" == "14/06"]
    first = "Công văn số 45/UBND-VX ngày 06/6/2024"
    signed = "Báo cáo tổng hợp từng phần số 51/BC-BHXH ngày 07/6/2024"
    for letter in told:
        assert "báo cáo tháng BHYT của UBND xã Đông Thọ" in letter.text
        assert "báo cáo đã được BHXH huyện nhận ngày 04/6/2024" in letter.text
        assert f"- {first} của UBND huyện;" in letter.text
        assert f"- {signed} của BHXH huyện." in letter.text
    [proposed] = [one for one in scenario.letters if f"{one.at:%d/%m}" == "12/06"]
    assert f"{first} đã nêu đơn vị này." in proposed.text
    drafts = {one.to: words_of(file) for one in told for file in one.files.values()}
    assert set(drafts) == {"specialist.van-phong", "officer.bhxh-huyen"}
    assert f"sửa đổi {first}" in drafts["specialist.van-phong"]
    assert f"Báo cáo này thay thế {signed}" in drafts["officer.bhxh-huyen"]
    # What was signed next replaces it by name, and the round after says it once more.
    assert (
        f"Báo cáo này thay thế {signed}; báo cáo ấy nêu chưa có báo cáo của xã Đông Thọ"
        in scenario.pdf(SIGNED[3])
    )
    _, _, cleared = scenario.pdf(SIGNED[4]).partition("Đính chính")
    assert "xã Đông Thọ đã bị nêu chưa gửi báo cáo tại" in cleared
    dossier = scenario.outside.dossier("Đông Thọ", ROUNDS[1].due)
    assert "hoàn thành đúng hạn" in dossier
    assert DENIED in dossier
    assert f"{first} các nơi nhận công văn Công văn số 46/UBND-VX ngày 17/6/2024" in dossier
    assert "Thay thế bằng Báo cáo tổng hợp số 55/BC-BHXH ngày 17/6/2024" in dossier
    assert dossier.count("Thư đính chính, đã gửi 14/6/2024 10:05") == 5


def test_at_the_merger_each_reads_the_whole_of_it_and_what_is_its_own(scenario: Scenario) -> None:
    for name in PREDECESSORS:
        [letter] = [one for one in scenario.to(name) if f"{one.at:%d/%m}" == "30/08"]
        first, ask = letter.text.split("\n\n")[1:3]
        assert first.startswith(
            "Xã Hồng Sơn thành lập từ ngày 01/9/2024 trên cơ sở nhập các xã Vân Sơn, Hồng Lạc; "
            "UBND các xã Vân Sơn, Hồng Lạc cùng nhận thư này."
        )
        assert f"chuẩn bị phần số liệu của UBND xã {name}, bàn giao cho UBND xã Hồng Sơn" in ask
        assert "khi bàn giao ghi rõ “Không phát sinh”" in ask
        assert not letter.files
        assert not [one for one in scenario.to(name) if one.at.date() >= MERGED_ON]
    [letter] = [one for one in scenario.to(HEIR) if f"{one.at:%d/%m}" == "04/09"]
    assert "giao UBND xã Hồng Lạc: “Đảm bảo đến 30/6/2024" in letter.text
    assert "xã Hồng Lạc đã nhập vào xã Hồng Sơn, nay xã Hồng Sơn tiếp tục thực hiện" in letter.text
    assert list(letter.files) == ["hong-son-02608-bao-cao-thang-2024-09-05.xlsx"]


def test_the_trail_is_whole_and_has_what_was_done(scenario: Scenario) -> None:
    verdict = scenario.outside.json("audit", "verify")
    assert (verdict["ok"], verdict["problems"]) == (True, [])
    done = Counter(entry["kind"] for entry in scenario.outside.entries())
    # One paper was known before its figures were; what was signed is a report as well.
    lines = sum(len(BOOK[round_.due]) for round_ in ROUNDS)
    assert done["report.recorded"] == lines + 1 + len(SIGNED)
    wanted = {"report.adjusted": 1, "report.returned": 1, "document.issued": 2}
    wanted |= {"consolidation.signed": len(SIGNED), "consolidation.printed": len(SIGNED)}
    assert {kind: done[kind] for kind in wanted} == wanted
    assert done["message.sent"] == len(scenario.letters)
