"""The grid of a round: every body with its last periods, what came, what was said, what is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from dondoc.decisions.call import Said
from dondoc.desk import call
from dondoc.desk.context import Which, desk
from dondoc.errors import Refused
from dondoc.looking.round.grid import FILTERS, Grid, groups
from dondoc.looking.round.read import grid
from dondoc.reports.evidence import Evidence
from dondoc.reports.return_report import return_report
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at, scene
from tests.reporting import MAY, file_report

JUNE_5 = date(2024, 6, 5)
BHXH = "bhxh-huyen/officer"
LATE, PROMISING, RETURNED, PAPER = SON_NAM, "02599@base", "02575@base", "02593@base"


@pytest.fixture(scope="module")
def played(
    sqlite_template: Any,
    rulebook: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    """Two rounds up to the second day on which the second is late; tests only look."""
    from dondoc.setup.database import open_engine

    folder = tmp_path_factory.mktemp("grid")
    (folder / "dondoc.sqlite").write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'dondoc.sqlite'}")
    with scene(engine, rulebook, policies, folder) as made:
        _play(made)
        yield made
    engine.dispose()


def _play(office: Scene) -> None:
    office.day("2024-04-26")
    office.record("2024-05-03 10:00")
    office.record("2024-05-09 10:00", bearer=SON_NAM)
    office.sweep("2024-05-31 07:00", accept_gap=True)
    file_report(office, MAY_FOR_JUNE, "2024-06-03 09:00", DAI_PHU, "2024-06-05")
    paper = Evidence(at("2024-06-06 14:20"), "paper", number="41/BC-UBND", dated=date(2024, 6, 5))
    office.day("2024-06-06")
    office.record("2024-06-06 14:20", bearer=PAPER, due="2024-06-05", evidence=paper)
    office.record("2024-06-04 10:00", "2024-06-06 15:00", bearer=RETURNED, due="2024-06-05")
    with office.office.writing() as session:
        row = office.obligation(RETURNED, "2024-06-05")
        reasons = {"report": "cuối kỳ lệch 6 người"}
        return_report(session, office.work, row.id, reasons, BHXH, at("2024-06-06 16:00"))
    with desk(office.office, at("2024-06-07 08:20"), BHXH) as opened:
        said = Said("Phó Chủ tịch", date(2024, 6, 10), "đang trình ký")
        call.call(opened, call.Request(Which(D2024, MONTHLY, PROMISING, JUNE_5), said))


MAY_FOR_JUNE = MAY.__class__(as_of=date(2024, 5, 31), groups=MAY.groups, texts=MAY.texts)


def look(office: Scene, when: str = "2024-06-07 09:00") -> Grid:
    with office.office.reading() as session:
        return grid(session, office.office.rulebook, D2024, MONTHLY, JUNE_5, at(when))


def letters(found: Grid) -> dict[str, str]:
    return {
        line.body.uid: "".join(cell.mark.letter if cell else " " for cell in line.cells)
        for line in found.lines
    }


def test_each_body_stands_with_its_periods_side_by_side(played: Scene) -> None:
    found = look(played)
    assert [one.label for one in found.periods] == ["2024-04", "2024-05"]
    stood = letters(found)
    assert stood[DAI_PHU] == "NN"
    assert stood[LATE] == "MQ"
    assert stood[PROMISING] == "QH"
    assert stood[RETURNED][1] == "T"
    assert stood[PAPER][1] == "M"


def test_what_needs_somebody_stands_first_and_what_is_quiet_last(played: Scene) -> None:
    found = look(played)
    parts = groups(found.lines)
    assert parts[0].id == "can-lam"
    assert sum(len(one.lines) for one in parts) == len(found.lines)
    assert parts[0].lines[0].mark.letter == "Q"


def test_a_counter_is_a_filter_and_shows_as_many_as_it_says(played: Scene) -> None:
    found = look(played)
    for id_, _, number in found.counted():
        assert len(found.filtered(id_)) == number
    assert {id_ for id_, _, _ in found.counted()} <= set(FILTERS)
    with pytest.raises(Refused, match="không có bộ lọc"):
        found.filtered("<script>")


def test_what_was_said_to_whom_and_promised_stands_at_the_body(played: Scene) -> None:
    by_uid = {line.body.uid: line for line in look(played).lines}
    said = by_uid[PROMISING].said
    assert said.promised_on == date(2024, 6, 10)
    assert said.calls[0].note == "đang trình ký"
    assert {one.post for one in said.last_sent(PROMISING)} >= {"officer"}
    report = by_uid[PAPER].report
    assert report is not None
    assert (report.number, report.road) == ("41/BC-UBND", "paper")
    assert by_uid[DAI_PHU].closings == {"can-ngheo": 15, "dtts": 90}


def test_a_past_instant_shows_what_was_known_then(played: Scene) -> None:
    before = letters(look(played, "2024-06-06 14:00"))
    assert before[PAPER][1] == "Q"
    assert before[RETURNED][1] == before[PAPER][1]
    assert letters(look(played, "2024-06-04 10:00"))[PROMISING] == "QC"


def test_a_round_that_is_not_there_is_refused_with_those_that_are(played: Scene) -> None:
    with played.office.reading() as session, pytest.raises(Refused, match=r"có: .*05/6/2024"):
        grid(
            session,
            played.office.rulebook,
            D2024,
            MONTHLY,
            JUNE_5 + timedelta(days=1),
            at("2024-06-07 09:00"),
        )


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    told = list[str]()

    def note(*said: object) -> None:
        told.append(str(said[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_statements_do_not_grow_with_the_rows(played: Scene) -> None:
    with statements(played.office.database) as told:
        look(played)
    assert len(told) <= 10, told
