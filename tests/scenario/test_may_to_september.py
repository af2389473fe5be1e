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
from tests.scenario.expected import counted, heard, standing
from tests.scenario.ledger import GROUPS, ROUNDS, Round
from tests.scenario.letters import Letter, letters
from tests.scenario.months import acts
from tests.scenario.office import living
from tests.scenario.outside import Outside, copied

pytestmark = pytest.mark.slow
FIRST, LAST = date(2024, 4, 15), date(2024, 9, 30)


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
            assert {name: document["totals"][id_][name] for name in FIGURES} == sums
            assert papers.in_csv(folder / f"tong-hop-nhom-{place + 1}.csv", rows) == rows
            assert papers.in_xlsx(folder / "tong-hop.xlsx", place, rows) == rows
            adjusted = any(row["adjusted"] for row in rows.values())
            for name, row in rows.items():
                assert tables[place][name].items() <= row.items()
                assert papers.row_in_pdf(name, row, adjusted) in pdf, (one.number, name)
            for text in (pdf, word):
                assert f"Số: {one.number}/BC-BHXH" in text
                assert f"cuối kỳ còn {_two(sums['closing'])} người" in text


def test_everybody_hears_what_the_ledger_says_once_and_nobody_anything_else(
    scenario: Scenario,
) -> None:
    told, wanted = _parts(scenario), heard()
    assert (wanted - told, told - wanted) == (Counter(), Counter())
    once = Counter((one.at, one.to) for one in scenario.letters)
    assert set(once.values()) == {1}


def test_the_trail_is_whole(scenario: Scenario) -> None:
    verdict = scenario.outside.json("audit", "verify")
    assert (verdict["ok"], verdict["problems"]) == (True, [])


def _parts(scenario: Scenario) -> Counter[tuple[datetime, str, str]]:
    """Return what was told in letters, by hour, whom and kind of word."""
    posts = {"officer.bhxh-huyen": "bhxh", "leader.ubnd-huyen": "leader"}
    posts["specialist.van-phong"] = "specialist"
    for name, uid in scenario.uids.items():
        mailbox = uid.replace("@", "-")
        posts |= {f"officer.{mailbox}": name, f"chair.{mailbox}": f"chair {name}"}
    return Counter(
        (one.at, posts[one.to], part.kind) for one in scenario.letters for part in one.parts
    )


def _pdf(folder: Path) -> str:
    return papers.pdf_text(folder / "tong-hop.pdf")


def _word(folder: Path) -> str:
    return papers.docx_text(folder / "tong-hop.docx")


def _two(people: int) -> str:
    """Return a number as a sentence has it: two digits at least."""
    return f"0{people}" if people < 10 else papers.written(people)
