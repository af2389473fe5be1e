"""Who reads a report of cases and its named annex: every role, every number, every way in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dondoc.desk.context import desk
from dondoc.desk.look import Look, look
from dondoc.desk.persons import open_persons
from dondoc.documents.kind import Sources
from dondoc.documents.kinds import annex, cases
from dondoc.errors import Refused
from dondoc.looking.annexed import annex_of
from dondoc.looking.case import case_of
from dondoc.looking.cases import told_with_cases
from dondoc.people.access import who_saw
from dondoc.setup.database import open_engine
from dondoc.visible import Sight
from models import Access
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2021, DAI_PHU, SON_NAM, Scene, at, scene
from tests.walking import THERE, begin, draft, sign

WHEN = "2021-06-21 12:00"
# Reports: one that was signed, the next commune's draft; no report has the third number.
SIGNED, DRAFT, NONE = 1, 2, 99
MINE, THEIRS, THEIRS_TOO = {1, 2, 3, 4, 5}, {6}, {1, 2}
Who = str
# Whose annex each may open, and of which cases they are told.
MAY: dict[Who, tuple[set[int], set[int]]] = {
    f"{DAI_PHU}/chair": ({SIGNED}, MINE),
    f"{DAI_PHU}/vice-chair": ({SIGNED}, MINE),
    f"{DAI_PHU}/officer": ({SIGNED}, MINE),
    f"{SON_NAM}/officer": ({DRAFT}, THEIRS),
    f"{SON_NAM}/chair": ({DRAFT}, THEIRS),
    "phong-ldtbxh/officer": ({SIGNED}, THEIRS_TOO),
    "phong-ldtbxh/director": ({SIGNED}, THEIRS_TOO),
    # Keeps the lists, and is no addressee of these reports.
    "bhxh-huyen/officer": (set(), MINE | THEIRS),
    "bhxh-huyen/director": (set(), MINE | THEIRS),
}
NOBODY = (
    f"{DAI_PHU}/mailbox",
    "phong-ldtbxh/mailbox",
    "bhxh-huyen/mailbox",
    "ubnd-huyen/chair",
    "ubnd-huyen/leader",
    "ubnd-huyen/inspector",
    "ubnd-huyen/mailbox",
    "van-phong/office-head",
    "van-phong/specialist",
    "van-phong/mailbox",
    "van-phong/administrator",
    "bcd/mailbox",
)
ROLES = (*MAY, *NOBODY)


@pytest.fixture(scope="module")
def walked(
    sqlite_template: Path,
    rulebook: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """An office with a signed report of one commune and a draft of the next; it is looked at."""
    folder = tmp_path_factory.mktemp("annex")
    (folder / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'dondoc.sqlite'}")
    with scene(engine, rulebook, policies, folder, directives=[D2021]) as made:
        begin(made)
        sign(made, draft(made).report)
        draft(made, "2021-06-21 11:00", THERE)
        yield made
    engine.dispose()


def looked(made: Scene, who: Who, sight: Sight, see: Callable[[Look], object]) -> str:
    """Return how it is refused, "" where it is shown."""
    try:
        with desk(made.office, at(WHEN), who, looks=True) as opened:
            see(look(opened, sight))
    except Refused as refused:
        return str(refused)
    return ""


def sealed(number: int) -> Callable[[Look], object]:
    return lambda look: annex_of(look, number)


def printed(made: Scene, number: int) -> Callable[[Look], object]:
    def see(look: Look) -> object:
        look.refuse_hidden(case_report=number)
        opens = Sources(
            look.session,
            made.office,
            at(WHEN),
            lambda persons: open_persons(look, persons, Access.EXPORT).personal,
        )
        return annex.KIND.filled(opens, case_report=number)

    return see


@pytest.mark.parametrize("number", [SIGNED, DRAFT, NONE])
@pytest.mark.parametrize("who", ROLES)
def test_an_annex_is_opened_by_who_sent_the_report_and_whom_it_reached_alone(
    walked: Scene, who: Who, number: int
) -> None:
    may = number in MAY.get(who, (set(), set()))[0]
    for see in (sealed(number), printed(walked, number)):
        told = looked(walked, who, Sight.PERSONS, see)
        assert (told == "") is may, told
        if not may and who in MAY:
            # One that is hidden is refused like one that there is not.
            assert told == f"không có báo cáo trường hợp số {number} trong phần được xem"


@pytest.mark.parametrize("who", ROLES)
def test_each_is_told_of_the_cases_that_are_theirs_to_see(walked: Scene, who: Who) -> None:
    declared = walked.office.rulebook.directives[D2021]
    found: set[int] = set()

    def every(look: Look) -> None:
        found.update(one.person for one in told_with_cases(look, declared).cases)

    told = looked(walked, who, Sight.PERSONS, every)
    mine = MAY.get(who, (set(), set()))[1]
    assert found == mine, told
    for number in (*sorted(MINE | THEIRS), 99):
        told = looked(walked, who, Sight.PERSONS, lambda look, n=number: case_of(look, declared, n))
        assert (told == "") is (number in mine), told
        if told and who in MAY:
            assert told == f"không có trường hợp số {number} của {D2021} trong phần được xem"


def test_a_refused_look_is_no_look_and_an_opened_annex_is_logged_for_each(walked: Scene) -> None:
    def seen() -> list[int]:
        with walked.office.reading() as session:
            return [len(list(who_saw(session, person))) for person in (1, 2, 6)]

    before = seen()
    looked(walked, "bhxh-huyen/officer", Sight.PERSONS, sealed(SIGNED))
    assert seen() == before
    looked(walked, "phong-ldtbxh/officer", Sight.PERSONS, sealed(SIGNED))
    assert seen() == [before[0] + 1, before[1] + 1, before[2]]


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        (f"{DAI_PHU}/officer", {SIGNED}),
        (f"{SON_NAM}/officer", {DRAFT}),
        ("phong-ldtbxh/officer", {SIGNED, DRAFT}),
        ("bhxh-huyen/officer", {SIGNED, DRAFT}),
        ("ubnd-huyen/leader", {SIGNED, DRAFT}),
        ("van-phong/specialist", {SIGNED, DRAFT}),
    ],
)
def test_the_report_itself_by_case_numbers_is_seen_as_any_report_is(
    walked: Scene, who: Who, numbers: set[int]
) -> None:
    def see(number: int) -> Callable[[Look], object]:
        def seen(look: Look) -> object:
            look.refuse_hidden(case_report=number)
            sources = Sources(look.session, walked.office, at(WHEN))
            return cases.KIND.filled(sources, case_report=number)

        return seen

    found = {n for n in (SIGNED, DRAFT, NONE) if not looked(walked, who, Sight.REPORT, see(n))}
    assert found == numbers
