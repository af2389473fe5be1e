"""The people of 2024 from the lists that came down to September, recounted by hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dondoc.desk import person_change, receive_list
from dondoc.looking.coverage import Covered, coverage
from dondoc.obligations.targets import target_standings
from dondoc.reports.prefill import prefill
from dondoc.reports.view import report_view
from dondoc.setup.database import open_engine
from dondoc.visible import EVERYTHING
from models import ListReceipt, Obligation
from rules.meaning.engine import PolicyEngine
from rules.meaning.target import TargetState
from rules.rulebook import Rulebook
from tests.offices import D2024, scene
from tests.reporting import file_report, form, group
from tests.scenario.people_lives import MINORITY, NEAR_POOR, Life, census, report
from tests.scenario.people_play import BHXH, EIGHT, LISTED, NEAR, Year

pytestmark = pytest.mark.long
FILING = ("Đại Phú", "Sơn Nam", "Hồng Lạc")
MERGED = frozenset({"Hồng Lạc", "Hồng Sơn"})
HONG_SON = "02608@2024"
# By what a report's figures are called in the diaries.
LEFT = ("da-mat", "chuyen-di", "roi-nhom", "ghi-sai", "trung-ho-so")
Seen = dict[str, object]


@pytest.fixture(scope="module")
def played(
    sqlite_template: Path,
    whole: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Year, Seen]]:
    """The year, played once; what was seen on its way. Tests only look at it."""
    folder = tmp_path_factory.mktemp("people")
    (folder / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'dondoc.sqlite'}")
    with scene(engine, whole, policies, folder) as made:
        made.lives_itself()
        year, seen = Year(made, folder), Seen()
        made.sweep("2024-04-12 07:00")
        _handed_down(year)
        _april_and_may(year, seen)
        _june(year, seen)
        _summer(year, seen)
        _september(year, seen)
        yield year, seen
    engine.dispose()


def _on(year: Year, day: str) -> None:
    year.scene.sweep(f"{day} 07:00", accept_gap=True)


def _handed_down(year: Year) -> None:
    near = [number for commune in NEAR for number in year.of(commune, NEAR_POOR)]
    year.list_comes("2024-04-12 09:00", NEAR_POOR, LISTED.isoformat(), near)
    minority = [number for commune in EIGHT for number in year.of(commune, MINORITY)]
    year.list_comes("2024-04-12 10:00", MINORITY, LISTED.isoformat(), minority)
    for commune in NEAR:
        for list_ in (1, 2) if commune in EIGHT else (1,):
            if (commune, list_) != ("Tam Đa", 2):
                has = receive_list.Receiving(list_, commune)
                who = f"{year.uid(commune)}/officer"
                year.do("2024-04-12 14:00", who, receive_list.receive, has)


def _april_and_may(year: Year, seen: Seen) -> None:
    _on(year, "2024-05-03")
    for commune in FILING:
        _files(year, commune, "2024-05-03 15:00", "2024-05-05", date(2024, 4, 30), seen)
    _on(year, "2024-05-07")
    here, there = year.of("Đại Phú", NEAR_POOR), year.of("Sơn Nam", NEAR_POOR)
    year.joined("2024-05-07 09:00", "Đại Phú", NEAR_POOR, here[8:13])
    # In both groups: the death ends both of their lists.
    year.leaves("2024-05-07 10:00", "Đại Phú", here[0], "da-mat")
    year.moves("2024-05-07 11:00", "Sơn Nam", "Đại Phú", there[-1], takes=True)
    year.moves("2024-05-07 12:00", "Sơn Nam", "Phú Lương", there[-2], takes=False)
    year.card([*here[8:13], *here[13:17]], "2024-05-15")
    year.card(there[:10], "2024-05-20")
    _on(year, "2024-06-01")
    year.cards_come("2024-06-01 09:00", NEAR_POOR, "2024-05-31")
    _look(year, seen, "may", "2024-05-31")
    for commune in FILING:
        _files(year, commune, "2024-06-01 15:00", "2024-06-05", date(2024, 5, 31), seen)


def _june(year: Year, seen: Seen) -> None:
    _on(year, "2024-06-12")
    here, there = year.of("Đại Phú", NEAR_POOR), year.of("Sơn Nam", NEAR_POOR)
    year.leaves("2024-06-12 09:00", "Sơn Nam", there[12], "nhom-khac", by_bhxh=True)
    year.leaves("2024-06-12 10:00", "Hồng Lạc", year.of("Hồng Lạc", NEAR_POOR)[3], "roi-nhom")
    wrong = year.of("Tam Đa", NEAR_POOR)[-1]
    change = year.leaves("2024-06-12 11:00", "Tam Đa", wrong, "ghi-sai")
    undoing = people_undo(change)
    year.do("2024-06-12 12:00", f"{year.uid('Tam Đa')}/chair", *undoing)
    year.book[wrong].off.clear()
    kept, gone = year.of("Phú Lương", NEAR_POOR)[-1], year.of("Ninh Lai", NEAR_POOR)[-1]
    year.made_one("2024-06-12 13:00", kept, gone)
    _on(year, "2024-07-01")
    uncovered = [n for n in (*here[1:], there[-1]) if not year.book[n].cards]
    year.card(uncovered, "2024-06-20")
    year.card([n for n in there[:-4] if not year.book[n].cards and n != there[12]], "2024-06-25")
    year.cards_come("2024-07-01 09:00", NEAR_POOR, "2024-06-30")
    _look(year, seen, "june", "2024-06-30")
    seen["targets"] = _targets(year)


def people_undo(change: int) -> tuple[object, object]:
    """Return the act that takes a change back, and what it is asked."""
    return person_change.undo, person_change.Which(change)


def _summer(year: Year, seen: Seen) -> None:
    _on(year, "2024-08-31")
    for commune in FILING[2:]:
        _files(year, commune, "2024-08-31 08:00", "2024-07-05", date(2024, 6, 30), seen)
    _on(year, "2024-09-02")
    seen["merged"] = _coverage(year, "2024-09-01")


def _september(year: Year, seen: Seen) -> None:
    _on(year, "2024-09-16")
    day = date(2024, 9, 15)
    now = [n for n in year.book if year.book[n].place(day - timedelta(days=1), NEAR_POOR)]
    left = [n for n in now if not year.book[n].covered(day, NEAR_POOR)]
    stay = [n for n in left if n % 10]
    for number, commune in ((9001, "Chi Thiết"), (9002, "Đại Phú")):
        year.book[number] = Life(on=[(day, commune, NEAR_POOR, "moi-cong-nhan")])
    for number in set(now) - set(stay):
        year.off("2024-09-15", number, "roi-nhom", [NEAR_POOR])
    moved = {n: year.book[n].on for n in stay if year.book[n].on[-1][1] == "Hồng Lạc"}
    for number in moved:
        year.book[number].on.append((day, "Hồng Sơn", NEAR_POOR, ""))
    year.list_comes("2024-09-16 09:00", NEAR_POOR, "2024-09-15", [*stay, 9001, 9002], anew=True)
    seen["anew"] = _coverage(year, "2024-09-15")
    _on(year, "2024-10-01")
    year.card(year.of("Kháng Nhật", MINORITY), "2024-08-01")
    year.card(year.of("Thiện Kế", MINORITY)[:400], "2024-09-10")
    year.cards_come("2024-10-01 09:00", MINORITY, "2024-09-30")
    _look(year, seen, "september", "2024-09-30")
    seen["verdict"] = _targets(year, "bao-phu-dtts")


def _coverage(year: Year, day: str) -> dict[tuple[str, str], Covered]:
    rulebook = year.scene.office.rulebook
    with year.scene.office.reading() as session:
        lines = coverage(
            session, rulebook, rulebook.directives[D2024], date.fromisoformat(day), EVERYTHING
        )
    return {(line.body.uid, line.group): line for line in lines}


def _look(year: Year, seen: Seen, name: str, day: str) -> None:
    """Keep what coverage says, and beside it what the book says on the very day."""
    seen[name] = _coverage(year, day)
    seen[f"{name} by hand"] = {
        (commune, of): _recounted(year, date.fromisoformat(day), frozenset({commune}), of)
        for of, communes in ((NEAR_POOR, NEAR), (MINORITY, EIGHT))
        for commune in communes
    }


def _files(year: Year, commune: str, when: str, due: str, upto: date, seen: Seen) -> None:
    """Let a commune file what its form begins with, and keep what that was."""
    uid = year.uid(commune)
    row = year.scene.obligation(uid, due)
    with year.scene.office.reading() as session:
        values = prefill(session, year.scene.office.rulebook, row).values
    groups: dict[str, dict[str, int]] = {}
    for address, one in values.items():
        of, _, figure = address.partition(".")
        if figure and isinstance(one.value, int):
            groups.setdefault(of, {})[figure] = one.value
    seen[commune, upto] = groups
    filled = {of.replace("-", "_"): group(**figures) for of, figures in groups.items()}
    file_report(year.scene, form(upto.isoformat(), **filled), when, uid, due)


def _targets(year: Year, duty: str = "bao-phu-can-ngheo") -> dict[str, TargetState]:
    rulebook = year.scene.office.rulebook
    with year.scene.office.reading() as session:
        rows = session.query(Obligation).where(Obligation.duty == duty).all()
        found = target_standings(session, rulebook, rows)
        return {row.bearer_uid: found[row.id].state for row in rows}


def _recounted(year: Year, day: date, communes: frozenset[str], of: str) -> dict[str, set[int]]:
    """Return the case numbers of the book kept by hand."""
    found = census(year.book, communes, of, day)
    return {name: {year.book[n].case for n in people} for name, people in found.items()}


def test_the_lists_are_those_of_the_dispatch(played: tuple[Year, Seen]) -> None:
    year, _ = played
    near = {n for c in NEAR for n in year.of(c, NEAR_POOR)}
    minority = {n for c in EIGHT for n in year.of(c, MINORITY)}
    assert (len(near), len(minority), len(near & minority)) == (282, 3571, 60)


def test_each_commune_has_received_its_part_and_one_is_still_awaited(
    played: tuple[Year, Seen],
) -> None:
    year, _ = played
    with year.scene.office.reading() as session:
        first = session.query(ListReceipt).where(ListReceipt.list_id.in_([1, 2])).all()
    assert len(first) == 20
    open_ = [(one.list_id, one.body_uid) for one in first if one.received_at is None]
    assert open_ == [(2, year.uid("Tam Đa"))]


@pytest.mark.parametrize("seen_as", ["may", "june", "september"])
def test_whom_coverage_counts_are_the_people_of_the_book(
    played: tuple[Year, Seen], seen_as: str
) -> None:
    year, seen = played
    lines, by_hand = seen[seen_as], seen[f"{seen_as} by hand"]
    assert isinstance(lines, dict)
    assert isinstance(by_hand, dict)
    assert len(by_hand) == 20
    for (commune, of), book in by_hand.items():
        if commune == "Hồng Lạc" and seen_as == "september":
            continue
        people = lines[year.uid(commune), of].people
        for name in ("confirmed", "stated", "carded"):
            assert getattr(people, name) == book.get(name, set()), (commune, of, name)
        left = book["confirmed"] - book.get("stated", set()) - book.get("carded", set())
        assert people.remaining == left, (commune, of)
        if seen_as != "september" or of == MINORITY:
            assert people.listed == book["listed"], (commune, of)


@pytest.mark.parametrize("commune", FILING)
@pytest.mark.parametrize("upto", [date(2024, 4, 30), date(2024, 5, 31)])
def test_a_report_begins_with_the_figures_of_the_book(
    played: tuple[Year, Seen], commune: str, upto: date
) -> None:
    year, seen = played
    groups = seen[commune, upto]
    assert isinstance(groups, dict)
    for of, begun in groups.items():
        first = upto.replace(day=1) if upto.month > 4 else LISTED + timedelta(days=1)
        book = report(year.book, frozenset({commune}), of, first, upto)
        figures = {
            "opening": book["opening"],
            "enrolled": book.get("enrolled", 0),
            "arrived": book.get("chuyen-den", 0),
            "covered_elsewhere": book.get("nhom-khac", 0),
            "left": sum(book.get(reason, 0) for reason in LEFT),
            "closing": book["closing"],
        }
        assert {name: begun[name] for name in figures} == figures, (commune, of)


def test_a_filed_report_that_began_so_differs_from_nobody(played: tuple[Year, Seen]) -> None:
    year, _ = played
    row = year.scene.obligation(year.uid("Đại Phú"), "2024-06-05")
    with year.scene.office.reading() as session:
        view = report_view(session, year.scene.office.rulebook, row)
    assert view["people"] == []


def test_targets_are_judged_by_people(played: tuple[Year, Seen]) -> None:
    year, seen = played
    targets = seen["targets"]
    assert isinstance(targets, dict)
    assert targets[year.uid("Đại Phú")] is TargetState.REACHED
    for commune in ("Sơn Nam", "Chi Thiết", "Hồng Lạc"):
        assert targets[year.uid(commune)] is TargetState.MISSED


def test_the_verdict_of_the_thirtieth_of_september_is_that_of_the_book(
    played: tuple[Year, Seen],
) -> None:
    year, seen = played
    verdict, book = seen["verdict"], seen["september by hand"]
    assert isinstance(verdict, dict)
    assert isinstance(book, dict)
    for commune in EIGHT:
        people = book[commune, MINORITY]
        covered = people.get("carded", set()) | people.get("stated", set())
        left = people["confirmed"] - covered
        wanted = TargetState.MISSED if left else TargetState.REACHED
        assert verdict[year.uid(commune)] is wanted, commune
    assert set(verdict.values()) == {TargetState.REACHED, TargetState.MISSED}


def test_two_communes_that_merged_have_one_list(played: tuple[Year, Seen]) -> None:
    year, seen = played
    lines = seen["merged"]
    assert isinstance(lines, dict)
    assert (year.uid("Hồng Lạc"), NEAR_POOR) not in lines
    book = _recounted(year, date(2024, 9, 1), MERGED, NEAR_POOR)
    assert lines[HONG_SON, NEAR_POOR].people.confirmed == book["confirmed"]


def test_a_new_standard_begins_the_list_anew(played: tuple[Year, Seen]) -> None:
    year, seen = played
    lines = seen["anew"]
    assert isinstance(lines, dict)
    day = date(2024, 9, 15)
    for commune in NEAR:
        merged = commune == "Hồng Lạc"
        uid = HONG_SON if merged else year.uid(commune)
        book = _recounted(year, day, MERGED if merged else frozenset({commune}), NEAR_POOR)
        found = lines[uid, NEAR_POOR].people if (uid, NEAR_POOR) in lines else None
        assert (found.confirmed if found else set()) == book.get("confirmed", set()), commune
        assert (found.listed if found else set()) == book.get("confirmed", set()), commune


def test_who_brings_the_lists_is_logged_with_counts_alone(played: tuple[Year, Seen]) -> None:
    year, _ = played
    entries = year.scene.entries("list.imported")
    assert len(entries) == 6
    assert all(BHXH in entry.data and "Thôn" not in entry.data for entry in entries)
