"""Marked people on the road of who does not join: nothing that is written or said names them."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from dondoc.setup.database import open_engine, reading
from dondoc.trail.verify import verify
from tests.marked import ADDRESS, HEADER, LIST, NAME, OTHER_NAME, found_in
from tests.offices import D2021, DAI_PHU, SON_NAM
from tests.program import ROOT
from tests.searched import Searched, searched
from tests.simulated import SAID

BHXH, LABOUR = ("--as", "bhxh-huyen/officer"), ("--as", "phong-ldtbxh/officer")
OFFICER, CHAIR = ("--as", f"{DAI_PHU}/officer"), ("--as", f"{DAI_PHU}/chair")
THERE, OFFICE = ("--as", f"{SON_NAM}/officer"), ("--as", "van-phong/specialist")
HEAD = ("--as", "van-phong/office-head")
_ON, _DATED = ("--on", "2021-06-18"), ("--dated", "2021-06-21")
_HOME = ("--way", "tham-ho", "--went", "can-bo", "--situation", "o-nha", "--met", "nguoi-do")
_TOLD = ("--informed", "--mobilised", "--answer", "chua", "--reason", "cho-tien")
_WORDS = ("--words", f"{NAME} ở {ADDRESS} nói chờ có tiền")
_WHY = ("--reason", f"chưa rõ ai đã giúp {NAME}")
_SIGNED = ("--signer", "Nguyễn Văn Ký", *_DATED)
SOUGHT = ("--of", OTHER_NAME, *_ON, "--outcome", "refused")
VISIT = ("visit", "record", D2021)
FORM = "Hồ sơ số,Ngày thăm,Gặp,Làm,Trả lời,Lý do,Tình trạng,Hẹn ngày\n"
VILLAGES = "Thôn,Cán bộ,Tài khoản,Trưởng thôn\nTân Lập,Ma Văn Khôi,,Hà Văn Toàn\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Searched:
    """Return an office under the dispatch of 2021 that has a list of the marked people."""
    made = searched(
        tmp_path, monkeypatch, "2021-06-21 08:00", SAID.model_copy(update={"directives": [D2021]})
    )
    given = tmp_path / "given"
    given.mkdir()
    (given / "mot.csv").write_text(LIST, "utf-8")
    (given / "phieu.csv").write_text(f"{FORM}2,18/6/2021,1,2,4,1,1,\n", "utf-8")
    # A list that came without its titles, brought where something else belongs.
    (given / "lac.csv").write_text(LIST.removeprefix(HEADER), "utf-8")
    (given / "thon.csv").write_text(VILLAGES, "utf-8")
    of = ("--directive", D2021, "--group", "can-ngheo", *BHXH)
    made.program.run("sweep", "--now", "2021-06-21T07:00")
    made.program.run("list", "import", str(given / "mot.csv"), *of)
    return made


@pytest.mark.long
def test_the_road_is_walked_by_command_and_nothing_is_written_or_said_of_anybody(
    office: Searched, tmp_path: Path
) -> None:
    given, shown = tmp_path / "given", tmp_path / "shown"
    paper = ("--annex", "PL 1", *_SIGNED)
    office.does(
        (
            ("assign", "give", DAI_PHU, "Tân Lập", "--officer", "Ma Văn Khôi", *CHAIR),
            ("assign", "table", DAI_PHU, str(given / "lac.csv"), *CHAIR),
            ("assign", "table", DAI_PHU, str(given / "thon.csv"), *CHAIR),
            ("contacts", "import", str(given / "lac.csv"), *OFFICE),
            ("assign", "hand-over", DAI_PHU, "Ma Văn Khôi", "Lò Thị Mới", *CHAIR),
            ("assign", "list", *OFFICER),
            (*VISIT, "1", *_ON, *_HOME, *_TOLD, *_WORDS, *OFFICER),
            (*VISIT, "1", *_ON, *_HOME, "--informed", "--answer", "tham-gia", *_WORDS, *OFFICER),
            ("visit", "question", *OFFICER),
            ("visit", "settle", "1", "--holds", "1", *OFFICER),
            ("sheet", "print", "1", DAI_PHU, "--out", str(shown), *OFFICER),
            ("visit", "form", "1", "--out", str(office.out), *OFFICER),
            ("visit", "take", D2021, str(given / "lac.csv"), *OFFICER),
            ("visit", "take", D2021, str(given / "phieu.csv"), "--went", "can-bo", *OFFICER),
            (*VISIT, "3", *_ON, *_HOME, *_TOLD, *_WORDS, *THERE),
            ("visit", "survey", D2021, *OFFICER),
            ("sponsor", "seek", D2021, "1", "person", *SOUGHT, *OFFICER),
            ("sponsor", "seek", D2021, "2", "person", *SOUGHT, *OFFICER),
            ("sponsor", "seek", D2021, "3", "person", *SOUGHT, *THERE),
            ("cases", D2021, "--persons", *OFFICER),
            ("case", "show", D2021, "1", *OFFICER),
            ("case", "report", D2021, DAI_PHU, *OFFICER),
            ("case", "annex", "1", "--out", str(office.out), *OFFICER),
            ("case", "sign", "1", "--number", "1/BC", *paper, *CHAIR),
            ("case", "return", D2021, DAI_PHU, "--case", "2", *_WHY, *LABOUR),
            ("case", "show", D2021, "2", *OFFICER),
            ("case", "report", D2021, DAI_PHU, *OFFICER),
            ("case", "sign", "2", "--number", "2/BC", *paper, *CHAIR),
            ("case", "report", D2021, SON_NAM, *THERE),
            ("case", "drop", "3", *THERE),
            ("document", "cases", "--report", "2", "--out", str(office.out), *OFFICER),
            ("case", "consolidate", D2021, "--number", "3/BC", *_SIGNED, *LABOUR),
            (
                *("case", "propose", D2021, "1", "2", "--kind", "fund"),
                *("--reason", f"{NAME} neo đơn", "--name", f"con của {OTHER_NAME}", *LABOUR),
            ),
            ("case", "forward", D2021, "--number", "4/BC", *_SIGNED, *LABOUR),
            ("case", "decide", D2021, "--accept", "--number", "5/QĐ", *_DATED, *OFFICE),
            ("case", "show", D2021, "1", *LABOUR),
            ("people", "merge", "1", "3", "--reason", "lists", *BHXH),
            ("cases", D2021, "--persons", *BHXH),
            ("people", "unmerge", "3", "--reason", "mistake", *BHXH),
            ("card", "asked", "1", *_ON, "--evidence", "sổ 1", *OFFICER),
            ("activity", "record", D2021, "tuyen-truyen", "--what", "họp thôn", *_ON, *OFFICER),
            ("activity", "list", D2021, *OFFICER),
            ("clauses", D2021),
            ("coverage", D2021),
            ("status", D2021),
            ("board", "--now", "2021-06-21T09:00"),
            ("sweep", "--now", "2021-06-22T07:00"),
            ("dispatch", "--now", "2021-06-22T07:05"),
            ("document", "fulfilment", D2021, "--out", str(office.out)),
            ("document", "tables", "--out", str(office.out / "tables"), "--format", "csv"),
            ("audit", "export", str(office.out / "trail")),
            ("backup", str(office.out / "backup"), *HEAD),
            ("audit", "verify"),
        ),
        searched={("case", "sign"), ("case", "propose"), ("visit", "take"), ("people", "merge")},
        refused={str(given / "lac.csv")},
    )


# The program as it is, on a machine that stops just behind a statement, or before a commit.
KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
from dondoc.cli.app import main

at = sys.argv.pop(1)

def done(connection, cursor, statement, parameters, context, many):
    if statement.startswith(at):
        os.kill(os.getpid(), signal.SIGKILL)

def committing(connection):
    if at == "COMMIT":
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "after_cursor_execute", done)
event.listen(Engine, "commit", committing)
main()
"""


@pytest.mark.long
@pytest.mark.parametrize("at", ["UPDATE visit", "UPDATE person ", "COMMIT"])
def test_a_merge_that_is_killed_half_way_leaves_both_as_they_were_and_nothing_of_anybody(
    office: Searched, at: str
) -> None:
    for case, who in (("1", OFFICER), ("3", THERE)):
        office.program.run(*VISIT, case, *_ON, *_HOME, *_TOLD, *_WORDS, *who)
        office.program.run("sponsor", "seek", D2021, case, "person", *SOUGHT, *who)
    office.program.run("case", "report", D2021, SON_NAM, *THERE)
    before = _stored(office)
    arguments = ("people", "merge", "1", "3", "--reason", "lists", *BHXH)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, at, *arguments],
        cwd=ROOT,
        env={**os.environ, **office.program.environment()},
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert found_in(done.stdout + done.stderr) == set()
    assert office.written() == {}
    assert _stored(office) == before
    engine = open_engine(f"sqlite:///{office.program.state / 'dondoc.sqlite'}")
    with reading(engine) as session:
        assert not verify(session).problems
    engine.dispose()
    office.does([arguments, ("people", "unmerge", "3", "--reason", "mistake", *BHXH)])


def _stored(office: Searched) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with closing(sqlite3.connect(office.program.state / "dondoc.sqlite")) as database:
        named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: database.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - its own names
            for (name,) in named
        }
