"""May to September 2024, played whole: what the program says everywhere is what the ledger holds.

31 communes, the merger of 1/9, reports on forms, in files and on paper, late, returned and put
right, a commune blamed wrongly in letters, a công văn and a signed report. Every reading (figures
in each form, status, letters, documents, trail) is compared with sums and lists that the ledger
gives by itself.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.coverage_form import FIGURES
from tests.offices import MONTHLY, at
from tests.scenario import papers, play
from tests.scenario.expected import (
    BOOK,
    REACHED_ON,
    TARGET_TURNS,
    counted,
    heard,
    standing,
)
from tests.scenario.foretold import behaviour, beyond, by_day
from tests.scenario.ledger import (
    DENIED,
    GROUPS,
    HEIR,
    MERGED_ON,
    NEAR_POOR,
    PREDECESSORS,
    ROUNDS,
    Round,
    communes,
)
from tests.scenario.letters import Letter, letters
from tests.scenario.months import acts
from tests.scenario.naming import in_absence, in_brief, in_draft, in_list, late_at, words_of
from tests.scenario.office import living
from tests.scenario.outside import Outside, copied

pytestmark = pytest.mark.slow
FIRST, LAST = date(2024, 4, 15), date(2024, 9, 30)
BASELINE = {"can-ngheo": 282, "dtts": 3571}
TARGET_DAY = date(2024, 6, 30)


@dataclass(frozen=True)
class Signed:
    """What social insurance signed: the round, which time, closed when, under which number."""

    round: Round
    revision: int
    closed: datetime
    number: str


SIGNED = (
    Signed(ROUNDS[0], 1, at("2024-05-09 16:00"), "41"),
    Signed(ROUNDS[0], 2, at("2024-05-10 14:00"), "42"),
    Signed(ROUNDS[1], 1, at("2024-06-07 16:00"), "51"),
    Signed(ROUNDS[1], 2, at("2024-06-17 14:00"), "55"),
    Signed(ROUNDS[2], 1, at("2024-07-09 16:00"), "63"),
    Signed(ROUNDS[3], 1, at("2024-08-09 16:00"), "70"),
    Signed(ROUNDS[4], 1, at("2024-09-06 16:00"), "77"),
)


@dataclass(frozen=True)
class Scenario:
    """What is left of the five months: commands over the office, and the letters that left."""

    outside: Outside
    letters: list[Letter]
    uids: Mapping[str, str]

    def to(self, commune: str) -> list[Letter]:
        """Return the letters to a commune's officer."""
        mailbox = f"officer.{self.uids[commune].replace('@', '-')}"
        return [one for one in self.letters if one.to == mailbox]

    def post(self, recipient: str) -> str:
        """Return how the ledger calls a recipient "uid/post"."""
        uid, _, post = recipient.rpartition("/")
        if uid not in self.names:
            return {"bhxh-huyen": "bhxh"}.get(uid, post)
        return self.names[uid] if post == "officer" else f"{post} {self.names[uid]}"

    @property
    def names(self) -> dict[str, str]:
        return {uid: name for name, uid in self.uids.items()}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("scenario")
    with living(folder) as played:
        play.run(played, LAST, play.days(FIRST, LAST), play.filed(), acts())
        outside, sent = copied(played, folder / "copy"), letters(played.outbox)
        uids = {
            body.short_name or body.name: body.uid
            for on in (FIRST, LAST)
            for body in played.office.rulebook.bodies.in_force(on, "commune")
        }
    return Scenario(outside, sent, uids)


def test_at_every_turn_the_rounds_stand_as_the_ledger_says(scenario: Scenario) -> None:
    for round_ in ROUNDS:
        turns = [at(f"{day} 08:00") for day in (round_.first, round_.aim, round_.late, LAST)]
        turns += [one.closed for one in SIGNED if one.round == round_]
        for turn in turns:
            told = scenario.outside.status(MONTHLY, round_.due, turn)
            ways = {way: len(who) for way, who in standing(round_, turn).items()}
            assert {way: told[way] for way in ways} == ways, (round_.due, turn)


def test_what_was_signed_holds_the_ledgers_figures_in_every_form(scenario: Scenario) -> None:
    for one in SIGNED:
        document = scenario.outside.consolidation(one.round.sums, one.revision)
        inside = counted(one.round, one.closed)
        assert {scenario.names[uid] for uid in document["in"]} == set(inside)
        folder = scenario.outside.print_of(one.round.sums, one.revision)
        pdf, word = (read(folder) for read in (_pdf, _word))
        tables = papers.in_docx(folder / "tong-hop.docx", inside)
        for place, id_ in enumerate(GROUPS.values()):
            mine = {name: dict(f.groups[id_]) for name, f in inside.items() if id_ in f.groups}
            rows = {name: {one: figures[one] for one in FIGURES} for name, figures in mine.items()}
            per_body = {
                scenario.names[line["bearer"]]: {one: line["groups"][id_][one] for one in FIGURES}
                for line in document["per_body"]
                if id_ in line["groups"]
            }
            assert per_body == rows, (one.number, id_)
            sums = {name: sum(row[name] for row in rows.values()) for name in FIGURES}
            total = document["totals"][id_]
            assert {name: total[name] for name in FIGURES} == sums
            if not document["missing"]:
                assert total["change_since_baseline"] == sums["closing"] - BASELINE[id_]
            assert papers.in_csv(folder / f"tong-hop-nhom-{place + 1}.csv", rows) == rows
            assert papers.in_xlsx(folder / "tong-hop.xlsx", place, rows) == rows
            adjusted = any(row["adjusted"] for row in rows.values())
            for name, row in rows.items():
                assert tables[place][name].items() <= row.items()
                assert papers.row_in_pdf(name, row, adjusted) in pdf, (one.number, name)
            for text in (pdf, word):
                assert f"cuối kỳ còn {_two(sums['closing'])} người" in text
                corrected = f"(điều chỉnh kỳ trước: {papers.written(sums['adjusted'])})"
                assert (corrected in text) == adjusted
        ways = {way: f"{len(who):02}" for way, who in standing(one.round, one.closed).items()}
        for text in (pdf, word):
            assert f"Số: {one.number}/BC-BHXH" in text
            assert (
                "hoàn thành đúng hạn {done_on_time}, quá hạn {done_late}; chưa hoàn thành trong "
                "hạn {open_in_time}, quá hạn {open_overdue}"
            ).format(**ways) in text


def test_everybody_hears_what_the_ledger_says_once_and_nobody_anything_else(
    scenario: Scenario,
) -> None:
    told, wanted = _parts(scenario), heard()
    assert (wanted - told, told - wanted) == (Counter(), Counter())
    once = Counter((one.at, one.to) for one in scenario.letters)
    assert set(once.values()) == {1}


def test_a_simulation_foretells_every_letter_but_those_of_acts_it_is_not_told(
    scenario: Scenario, tmp_path: Path
) -> None:
    signed = {one.round: one.closed for one in reversed(SIGNED)}
    file = behaviour(tmp_path / "behaviour.json", scenario.uids, signed)
    told = {
        (event["at"][:10], scenario.post(event["recipient"]), _kind(item["step"]))
        for event in scenario.outside.simulated(FIRST, LAST, file)
        if event["event"] == "letter" and event["state"] == "sent"
        for item in event["items"]
    }
    real = by_day(heard().elements())
    assert (real - told, told - real) == (beyond(), set())


def test_what_left_is_what_the_list_of_notices_says(scenario: Scenario) -> None:
    sent = {
        (datetime.fromisoformat(one["settled_at"]), _mailbox(one["recipient"]), _kind(one["step"]))
        for one in scenario.outside.json("notices", "--state", "sent")
    }
    assert sent == {(one.at, one.to, part.kind) for one in scenario.letters for part in one.parts}


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
        text = _pdf(scenario.outside.print_of(one.round.sums, one.revision))
        missing = [c for c in communes(one.round) if c not in counted(one.round, one.closed)]
        assert in_absence(text) == missing, one.number


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
        text = _pdf(scenario.outside.print_of(one.round.sums, one.revision))
        assert f"{_two(len(reached))}/12 đơn vị đã đạt" in text
        assert f"{_two(len(missed))} đơn vị chưa đạt" in text


def test_a_wrong_blame_is_taken_back_wherever_it_was_said(scenario: Scenario) -> None:
    told = [one for one in scenario.letters if f"{one.at:%d/%m}" == "14/06"]
    first = "Công văn số 45/UBND-VX ngày 06/6/2024"
    signed = "Báo cáo tổng hợp từng phần số 51/BC-BHXH ngày 07/6/2024"
    for letter in told:
        assert "báo cáo tháng BHYT của UBND xã Đông Thọ" in letter.text
        assert "báo cáo đã được BHXH huyện nhận ngày 04/6/2024" in letter.text
        assert f"- {first} của UBND huyện;" in letter.text
        assert f"- {signed} của BHXH huyện." in letter.text
    drafts = {one.to: words_of(file) for one in told for file in one.files.values()}
    assert set(drafts) == {"specialist.van-phong", "officer.bhxh-huyen"}
    assert f"sửa đổi {first}" in drafts["specialist.van-phong"]
    assert f"Báo cáo này thay thế {signed}" in drafts["officer.bhxh-huyen"]
    # What was signed next replaces it by name, and the round after says it once more.
    assert f"Báo cáo này thay thế {signed}; báo cáo ấy nêu chưa có báo cáo của xã Đông Thọ" in _pdf(
        scenario.outside.print_of(ROUNDS[1].sums, 2)
    )
    _, _, cleared = _pdf(scenario.outside.print_of(ROUNDS[2].sums, 1)).partition("Đính chính")
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


def _parts(scenario: Scenario) -> Counter[tuple[datetime, str, str]]:
    """Return what was told in letters, by hour, whom and kind of word."""
    uids = {uid.replace("@", "-"): uid for uid in scenario.names}
    posts = {
        one.to: scenario.post(f"{uids.get(body, body)}/{post}")
        for one in scenario.letters
        for post, _, body in [one.to.partition(".")]
    }
    return Counter(
        (one.at, posts[one.to], part.kind) for one in scenario.letters for part in one.parts
    )


def _mailbox(recipient: str) -> str:
    uid, _, post = recipient.rpartition("/")
    return f"{post}.{uid.replace('@', '-')}"


def _kind(step: str) -> str:
    return "target" if step.startswith("target_") and step != "target_missed" else step


def _pdf(folder: Path) -> str:
    return papers.pdf_text(folder / "tong-hop.pdf")


def _word(folder: Path) -> str:
    return papers.docx_text(folder / "tong-hop.docx")


def _two(people: int) -> str:
    """Return a number as a sentence has it: two digits at least."""
    return f"0{people}" if people < 10 else papers.written(people)
