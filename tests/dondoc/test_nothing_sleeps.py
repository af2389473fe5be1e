"""What policies may ask is fed by production, and every policy fires there: nothing sleeps.

A few offices live through what happens: rounds that are filed in time, late, returned, counted;
targets reached, missed and unknown; pauses and extensions; forms with every mistake. Whatever an
attribute of a fact never did in them, production never does.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc import find
from dondoc.decisions.decide import Grounds, move
from dondoc.desk import draft, person_state
from dondoc.desk.context import Which, desk
from dondoc.reports.checks import FiguresRefused
from dondoc.reports.draft_text import Typed
from dondoc.reports.evidence import Evidence
from dondoc.reports.return_report import return_report
from dondoc.reports.submit import submit
from dondoc.setup.database import open_engine
from models import CountKind, Finding, Kind, Obligation
from rules.meaning.case import Term
from rules.meaning.condition import Fact, Value
from rules.meaning.contribution import Level
from rules.meaning.engine import Match, PolicyEngine
from rules.meaning.fact_kinds import FACT_KINDS, FIXED
from rules.meaning.figures import Filled
from rules.meaning.policy import Check
from rules.rulebook import Rulebook, load
from tests.another_form import COUNTS, DIRECTIVE, write_rules
from tests.chairs import report
from tests.counting import counted, take_over
from tests.listed_people import bring, receive
from tests.offices import D2021, D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at, scene
from tests.reporting import MAY, NEAR_POOR, changed, file_report, form, group
from tests.visiting import record, told
from tests.walking import OFFICER, THERE, begin, consolidate, decide, propose, sign
from tests.walking import draft as drafted


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    """What is told here is told of all communes."""
    return whole


BHXH = "bhxh-huyen"
FILES = Filled(date(2024, 4, 30), texts={"noi_dung": "Giải quyết đúng quy định."})
# Of one directive alone: how its duties are laid down, not what becomes of them.
LIFELONG = FIXED - {"lead_days"}


# A target, or a list that goes down, is looked at while it is open, in no other state; the latter
# has no ladder. A policy may be for several kinds, so all of them have the attributes.
SAME = {("target", "state"), ("handing", "state"), ("handing", "rung")}
# Nor is what is followed without an end ever anything but open, in its one cycle.
SAME |= {
    (kind, one) for kind in ("visiting", "asking", "cases") for one in ("state", "rung", "cycle")
}


@dataclass
class Seen:
    """What production asked its policies of, and which of them held."""

    values: dict[tuple[str, str], set[Value]] = field(default_factory=lambda: defaultdict(set))
    held: set[str] = field(default_factory=set)
    fired: set[str] = field(default_factory=set)


class Listening(PolicyEngine):
    """The office's policies; what they are asked is kept."""

    def __init__(self, rulebook: Rulebook, seen: Seen) -> None:
        super().__init__(rulebook.policies)
        self._seen = seen

    def decide(self, kind: str, fact: Fact) -> list[Match]:
        for attribute, value in fact.items():
            self._seen.values[kind, attribute].add(value)
        found = super().decide(kind, fact)
        self._seen.held |= {match.policy.id for match in found}
        return found


@contextmanager
def lived(
    folder: Path, template: Path, rules: Rulebook, seen: Seen, directive: str
) -> Iterator[Scene]:
    """An office of its own under one directive; what fired in it is kept."""
    file = folder / "dondoc.sqlite"
    file.write_bytes(template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with (
        Listening(rules, seen) as policies,
        scene(engine, rules, policies, folder, [directive], watched=False) as office,
    ):
        office.lives_itself()
        yield office
        with office.office.reading() as session:
            fired = select(Finding.policy).where(Finding.outcome == "fired").distinct()
            seen.fired |= set(session.scalars(fired))
    engine.dispose()


@pytest.fixture(scope="module")
def seen(
    rulebook: Rulebook, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Seen:
    found = Seen()
    other = load(write_rules(tmp_path_factory.mktemp("rules")))
    for rules, directive, live in (
        (rulebook, D2021, a_summer),
        (with_terms(rulebook), D2021, a_road),
        (with_a_rise(rulebook), D2024, a_spring_and_a_summer),
        (other, DIRECTIVE, another_form),
    ):
        folder = tmp_path_factory.mktemp(directive)
        with lived(folder, sqlite_template, rules, found, directive) as office:
            live(office)
    return found


def a_summer(office: Scene) -> None:
    """The dispatch of 2021, on days on which it says something; then the program stands still."""
    office.sweep("2021-06-15 07:00")
    report(office, "2021-06-16 09:00", "Đại Phú", 3, "12/BC-UBND")
    for day in ("2021-06-17", "2021-06-30", "2021-07-05", "2021-08-30"):
        office.sweep(f"{day} 07:00")


def a_road(office: Scene) -> None:
    """Cases of 2021 wait at each step of their road beyond the office's terms; then some leave."""
    begin(office)
    for day in ("06-23", "06-30"):
        office.sweep(f"2021-{day} 07:00", accept_gap=True)
    for who in (OFFICER, THERE):
        made = drafted(office, "2021-06-30 09:00", who)
        sign(office, made.report, "2021-06-30 09:30", who)
    consolidate(office, "2021-06-30 10:00")
    for day in ("07-05", "07-12"):
        office.sweep(f"2021-{day} 07:00", accept_gap=True)
    propose(office, {1: "fund", 2: "visit", 6: "closed"}, "2021-07-12 09:00")
    decide(office, "2021-07-13 09:00")
    for day in ("07-14", "07-20"):
        office.sweep(f"2021-{day} 07:00", accept_gap=True)
    joined = person_state.Request(D2021, NEAR_POOR, (1,), date(2021, 7, 20))
    with desk(office.office, at("2021-07-20 09:00"), OFFICER) as opened:
        person_state.state(opened, joined)
    office.sweep("2021-07-21 07:00")


def with_terms(rules: Rulebook) -> Rulebook:
    """Return rules by which cases are reported and proposed for within three working days."""
    three = Term(3, "văn bản không nêu thời hạn")
    return replace(rules, road=replace(rules.road, report=three, propose=three))


def a_spring_and_a_summer(office: Scene) -> None:
    """The dispatch of 2024: a round in trouble, one in time, a target's day and the month after."""
    a_round_in_trouble(office)
    a_round_in_time(office)
    forms_with_every_mistake(office)
    a_target_and_after(office)
    for day in ("2024-08-30", "2024-09-09"):
        office.sweep(f"{day} 07:00")
    lists_that_go_down(office)


def lists_that_go_down(office: Scene) -> None:
    """One of two groups' lists comes and waits, then all is received; then a later one comes."""
    bring(office, "can-ngheo", "2024-09-09 09:00")
    for day in ("10", "11", "12"):
        office.sweep(f"2024-09-{day} 07:00")
    bring(office, "dtts", "2024-09-12 09:00")
    for number in (1, 2):
        for body in (DAI_PHU, SON_NAM):
            receive(office, number, body, "2024-09-12 10:00")
    bring(office, "can-ngheo", "2024-09-13 09:00")
    office.sweep("2024-09-16 07:00")
    people_to_go_to(office)


def people_to_go_to(office: Scene) -> None:
    """Somebody promises and is not seen again, nobody goes to the others, a rise comes near."""
    promised = told(1, "2024-09-16", "tham-gia", promised_on=date(2024, 9, 17))
    record(office, f"{DAI_PHU}/officer", promised, when="2024-09-16 09:00")
    for day in ("18", "20", "25"):
        office.sweep(f"2024-09-{day} 07:00")


def with_a_rise(rules: Rulebook) -> Rulebook:
    """Return rules by which the contribution rises on 01/10/2024, as is known a month before."""
    more = Level(date(2024, 10, 1), 2_500_000, "để thử", date(2024, 9, 2))
    levels = (*rules.helping.levels, more)
    return replace(rules, helping=replace(rules.helping, levels=levels))


def a_round_in_trouble(office: Scene) -> None:
    office.sweep("2024-04-26 07:00")
    office.sweep("2024-05-02 07:00")
    with desk(office.office, at("2024-05-02 08:00"), f"{SON_NAM}/officer") as opened:
        of = Which(D2024, MONTHLY, SON_NAM, date(2024, 5, 5))
        draft.save(opened, draft.Request(of, Typed(0, {"done": "đã họp"}), "Lan"))
    file_report(office, MAY, "2024-05-02 09:00")
    give_back(office, DAI_PHU, "2024-05-05", "2024-05-02 10:00")
    for day in ("03", "04", "06", "07", "08", "09", "10"):
        office.sweep(f"2024-05-{day} 07:00")
    everybody_files(office, "2024-05-05", "2024-05-10 09:00", but=(DAI_PHU, SON_NAM))
    office.sweep("2024-05-11 07:00")
    office.sweep("2024-05-13 07:00")
    everybody_files(office, "2024-05-05", "2024-05-13 09:00")
    for day in ("14", "17"):
        office.sweep(f"2024-05-{day} 07:00")
    office.record("2024-05-17 09:00", bearer=BHXH, due="2024-05-10")
    give_back(office, BHXH, "2024-05-10", "2024-05-17 10:00")
    for day in ("21", "22"):
        office.sweep(f"2024-05-{day} 07:00")


def a_round_in_time(office: Scene) -> None:
    for day in ("2024-05-31", "2024-06-03"):
        office.sweep(f"{day} 07:00")
    everybody_files(office, "2024-06-05", "2024-06-03 09:00")
    office.record("2024-06-06 09:00", bearer=BHXH, due="2024-06-10")
    office.sweep("2024-06-15 07:00")
    targets = [row for row in rows_of(office, Kind.TARGET) if row.bearer_uid == SON_NAM]
    july = [office.obligation("02554@base", "2024-07-05"), office.obligation(BHXH, "2024-07-10")]
    rules, grounds = office.office.rulebook, Grounds("mưa lũ", "Phó Chủ tịch")
    with office.office.writing() as session:
        rows = [session.get_one(Obligation, row.id) for row in (*targets, *july)]
        move(session, rules, rows, 5, grounds, at("2024-06-17 09:00"), by="van-phong/specialist")
    office.sweep("2024-06-18 07:00")


def a_target_and_after(office: Scene) -> None:
    office.sweep("2024-06-23 07:00")
    office.sweep("2024-06-28 07:00")
    office.sweep("2024-07-01 07:00")
    file_report(office, standing_at(15), "2024-07-02 09:00", due="2024-07-05")
    file_report(office, standing_at(0), "2024-07-02 09:00", SON_NAM, due="2024-07-05")
    for day in ("2024-07-03", "2024-08-05"):
        office.sweep(f"{day} 07:00")


def forms_with_every_mistake(office: Scene) -> None:
    """Each is refused as a whole, so that the next one meets the same past."""
    lists = [(CountKind.LISTED, 40, "2024-04-10"), (CountKind.CARDS, 30, "2024-05-20")]
    take_over(office, "2024-05-22 09:00", [counted(*one) for one in lists])
    quiet = group(opening=15, closing=15)
    whole = form("2024-05-31", can_ngheo=quiet, dtts=group(opening=90, closing=90))
    wrong = [
        changed(whole, closing=None),
        changed(whole, closing=-1),
        changed(whole, closing=Fraction(31, 2)),
        changed(whole, closing=14),
        changed(whole, enrolled=20, closing=0),
        changed(whole, expired=5, closing=20),
        changed(whole, arrived=60, closing=75),
        changed(whole, opening=18, closing=18),
        changed(whole, opening=60, closing=60),
        changed(whole, adjusted=3, closing=18),
        changed(whole, recognised=50, enrolled=100, closing=0),
        changed(whole, not_joining=20),
        changed(whole, carded=9),
        changed(whole, opening=15, enrolled=5, closing=10, carded=5, not_joining=2),
        replace(whole, as_of=date(2024, 7, 30)),
        replace(whole, as_of=date(2024, 6, 1)),
        replace(whole, as_of=date(2024, 3, 31)),
        replace(whole, as_of=date(2024, 4, 30)),
        replace(whole, as_of=None),
    ]
    for filled in wrong:
        refused(office, filled)
    take_over(office, "2024-05-22 10:00", [counted(CountKind.LISTED, 40, "2024-04-10", SON_NAM)])
    refused(office, whole, SON_NAM)


def refused(office: Scene, filled: Filled, bearer: str = DAI_PHU) -> None:
    with pytest.raises(FiguresRefused):
        file_report(office, filled, "2024-06-16 09:00", bearer, due="2024-06-05", revises=True)


def standing_at(closing: int) -> Filled:
    near_poor = group(opening=closing, closing=closing)
    filled = form("2024-06-30", can_ngheo=near_poor, dtts=group(opening=9, closing=9))
    words = {f"{row}.{figure}": "đã đối chiếu" for row in filled.groups for figure in near_poor}
    return replace(filled, explanations=words)


def another_form(office: Scene) -> None:
    """Counts of files by an office of its own: a form in order, then each mistake of it."""
    office.sweep("2024-05-03 07:00")
    counts = office.office.rulebook.forms.stored("ket-qua-ho-so@1")
    quiet = {row: dict.fromkeys(counts.ids, 0) for row in counts.rows or ()}
    file_counts(office, replace(FILES, groups=quiet), "2024-05-05")
    for mistake in ({"giai_quyet": 1, "tiep_nhan": 1}, {"tiep_nhan": 3}, {"ton_dau": 2}):
        rows = quiet | {"khac": quiet["khac"] | mistake}
        with pytest.raises(FiguresRefused):
            file_counts(office, replace(FILES, as_of=date(2024, 5, 31), groups=rows), "2024-06-05")


def file_counts(office: Scene, filled: Filled, due: str) -> None:
    due_on = date.fromisoformat(due)
    with office.office.writing() as session:
        row = find.one(session, office.office.rulebook, DIRECTIVE, COUNTS, DAI_PHU, due_on)
        received = at(f"{due} 09:00")
        rules, policies = office.office.rulebook, office.office.policies
        submit(session, rules, policies, row.id, filled, Evidence(received), BHXH, received)


def rows_of(office: Scene, kind: Kind) -> list[Obligation]:
    with office.office.reading() as session:
        return list(session.scalars(select(Obligation).where(Obligation.kind == kind.value)))


def everybody_files(office: Scene, due: str, when: str, but: tuple[str, ...] = ()) -> None:
    for row in rows_of(office, Kind.OBLIGATION):
        if row.due_on.isoformat() == due and row.received_at is None and row.bearer_uid not in but:
            office.record(when, bearer=row.bearer_uid, due=due)


def give_back(office: Scene, bearer: str, due: str, when: str) -> None:
    row = office.obligation(bearer, due)
    with office.office.writing() as session:
        reasons = {"report": "thiếu phụ lục"}
        return_report(session, office.work, row.id, reasons, "bhxh-huyen/officer", at(when))


@pytest.mark.parametrize("kind", FACT_KINDS)
@pytest.mark.long
def test_every_attribute_of_a_fact_varies_in_production(seen: Seen, kind: str) -> None:
    asked = [attribute for attribute in FACT_KINDS[kind] if attribute not in LIFELONG]
    still = {(kind, one) for one in asked if len(seen.values[kind, one]) < 2}
    assert still == {one for one in SAME if one[0] == kind}


@pytest.mark.long
def test_what_an_obligation_keeps_for_life_varies_over_all_of_them(seen: Seen) -> None:
    values = {one: set.union(*(seen.values[kind, one] for kind in FACT_KINDS)) for one in LIFELONG}
    assert [one for one, found in values.items() if len(found) < 2] == []


@pytest.mark.long
def test_every_policy_fires_in_production(seen: Seen, rulebook: Rulebook) -> None:
    """A check holds of a form that is filed, any other is carried out by a sweep."""
    checks = {one.id for one in rulebook.policies if isinstance(one.step, Check)}
    assert {one.id for one in rulebook.policies} - checks - seen.fired == set()
    assert checks - seen.held == set()
