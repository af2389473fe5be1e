"""May to September 2024, played whole: what the program says everywhere is what the ledger holds.

31 communes, the merger of 1/9, reports on forms, in files and on paper, late, returned and put
right, a commune blamed wrongly in letters, a công văn and a signed report. Every reading (figures
in each form, status, letters, documents, trail) is compared with sums and lists that the ledger
gives by itself.
"""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from tests.coverage_form import FIGURES
from tests.offices import MONTHLY, at
from tests.scenario import papers
from tests.scenario.expected import counted, heard, standing
from tests.scenario.foretold import behaviour, beyond, by_day
from tests.scenario.ledger import GROUPS, ROUNDS
from tests.scenario.papers import two
from tests.scenario.seen import FIRST, LAST, SIGNED, Scenario, kind_of

pytestmark = pytest.mark.slow
BASELINE = {"can-ngheo": 282, "dtts": 3571}


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
        pdf, word = scenario.pdf(one), papers.docx_text(folder / "tong-hop.docx")
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
                assert f"cuối kỳ còn {two(sums['closing'])} người" in text
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
    told, wanted = scenario.parts(), heard()
    assert (wanted - told, told - wanted) == (Counter(), Counter())
    once = Counter((one.at, one.to) for one in scenario.letters)
    assert set(once.values()) == {1}


def test_a_simulation_foretells_every_letter_but_those_of_acts_it_is_not_told(
    scenario: Scenario, tmp_path: Path
) -> None:
    signed = {one.round: one.closed for one in reversed(SIGNED)}
    file = behaviour(tmp_path / "behaviour.json", scenario.uids, signed)
    told = {
        (event["at"][:10], scenario.post(event["recipient"]), kind_of(item["step"]))
        for event in scenario.outside.simulated(FIRST, LAST, file)
        if event["event"] == "letter" and event["state"] == "sent"
        for item in event["items"]
    }
    real = by_day(heard().elements())
    assert (real - told, told - real) == (beyond(), set())


def test_what_left_is_what_the_list_of_notices_says(scenario: Scenario) -> None:
    sent = {
        (datetime.fromisoformat(one["settled_at"]), mailbox(one["recipient"]), kind_of(one["step"]))
        for one in scenario.outside.json("notices", "--state", "sent")
    }
    assert sent == {(one.at, one.to, part.kind) for one in scenario.letters for part in one.parts}


def mailbox(recipient: str) -> str:
    uid, _, post = recipient.rpartition("/")
    return f"{post}.{uid.replace('@', '-')}"
