"""People that are marked are looked for in everything the program writes, whatever is done."""

import base64
import gzip
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from unicodedata import normalize

import pytest

from dondoc.people.access import who_saw
from dondoc.setup.database import open_engine, reading
from dondoc.trail.verify import verify
from tests.marked import ADDRESS, FAULTY, HEADER, LIST, MARKS, NAME, PEOPLE, found_below, found_in
from tests.offices import D2021, D2024, DAI_PHU
from tests.program import ROOT, Dondoc
from tests.searched import Searched, searched
from tests.simulated import stand

BHXH, HEAD = "bhxh-huyen/officer", "van-phong/office-head"
OF = ("--directive", D2024, "--group", "can-ngheo", "--as", BHXH)
PATIENCE = 60.0
# After these, and at the end, all that was written is searched.
_RECORD = ("incident", "record", "leaked", "--found-at", "2024-04-26T08:00")
_MET = ("--met", "nguoi-do", "--way", "tham-ho", "--went", "can-bo", "--situation", "chuyen-di")
_TOLD = ("--on", "2024-05-01", "--informed", "--answer", "chua", "--reason", "cho-tien")
_VISIT = ("visit", "record", D2024, "1", *_MET, *_TOLD)
OFFICER, LABOUR = ("--as", f"{DAI_PHU}/officer"), ("--as", "phong-ldtbxh/officer")
CHAIR = ("--as", f"{DAI_PHU}/chair")
_ON = ("--on", "2024-05-02")
_PAPER, _NINE = ("--number", "5/TB", "--dated", "2024-05-01"), ("--number", "9/TB")
_LAW = ("--source", "Nghị định 75/2023/NĐ-CP")
_ACTIVITY = ("activity", "record", D2024, "tuyen-truyen")
_PLAN = ("inspection", "plan", D2024, "don-doc", DAI_PHU)
_MEMBER = ("--member", "bhxh-huyen", "--number", "12/QĐ", "--dated", "2024-05-01")
_PAID = (*_ON, "--evidence", "biên lai 7")
_SHARE = ("--percent", "20", "--share-evidence", "Nghị quyết 5")
_OF = ("--as-of", "2024-05-02", "--source", "Công văn 12")
_SEARCHED = {("reconcile", "show"), ("visit", "record"), ("list", "import"), ("people", "unmerge")}
_SEARCHED |= {("people", "request"), ("sheet", "print")}


@pytest.mark.parametrize("mark", MARKS)
def test_the_search_finds_a_mark_however_it_is_written(mark: str, tmp_path: Path) -> None:
    for number, written in enumerate(
        (
            mark.encode(),
            normalize("NFD", mark).encode(),
            base64.b64encode(f'{{"name": "{mark}"}}'.encode()),
            base64.b64encode(f'{{"a": "{mark}"}}'.encode()),
            gzip.compress(mark.encode()),
        )
    ):
        (tmp_path / f"{number}").write_bytes(b"before" + written if number < 4 else written)
    assert len(found_below(tmp_path)) == 5


@pytest.fixture
def searching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Searched:
    """Return an office whose temporary files lie where they are searched as well."""
    made = searched(tmp_path, monkeypatch, "2024-05-02 08:00")
    made.program.run("sweep", "--now", "2024-04-26T07:00")
    return made


@pytest.fixture
def office(searching: Searched) -> Dondoc:
    """Return its program."""
    return searching.program


def written(folder: Path) -> dict[str, set[bytes]]:
    """Return what of the marks stands in anything that was written."""
    return found_below(folder / "state", folder / "temporary", folder / "out")


def test_whatever_is_done_by_command_writes_and_says_nothing_of_anybody(
    searching: Searched, tmp_path: Path
) -> None:
    out, lists = searching.out, tmp_path / "given"
    lists.mkdir()
    (lists / "mot.csv").write_text(LIST, "utf-8")
    (lists / "thieu.csv").write_text(LIST, "utf-8")
    (lists / "hai.csv").write_text(LIST.replace(f"{ADDRESS},", f"{ADDRESS} b,"), "utf-8")
    (lists / "loi.csv").write_text(FAULTY, "utf-8")
    paid = [
        f"{row},{what}" for row, what in zip(LIST.splitlines(), ("Số tiền", 1, 2, 3), strict=True)
    ]
    (lists / "tien.csv").write_text("\n".join(paid), "utf-8")
    steps = (
        ("list", "import", str(lists / "mot.csv"), "--dry-run", *OF),
        ("list", "import", str(lists / "loi.csv"), *OF),
        ("list", "import", str(lists / "mot.csv"), "--retain-until", "2024-05-03", *OF),
        ("list", "import", str(lists / "mot.csv"), "--kind", "cards", *OF),
        ("list", "import", str(lists / "hai.csv"), "--retain-until", "2024-05-03", *OF),
        ("list", "show"),
        ("list", "diff", "1", "2", "--as", BHXH),
        ("list", "receive", "1", DAI_PHU, "--as", f"{DAI_PHU}/officer"),
        ("list", "receipt", "1"),
        (*_VISIT, "--words", f"{NAME} nói chờ có tiền", "--as", f"{DAI_PHU}/officer"),
        ("visit", "list", "--as", f"{DAI_PHU}/officer"),
        ("visit", "strike", "1", "--why", "nham-ngay", "--as", f"{DAI_PHU}/officer"),
        ("visit", "question", "--as", f"{DAI_PHU}/officer"),
        ("list", "keep", "1", "--hold", "--reason", f"khiếu nại của {NAME}", "--as", HEAD),
        ("people", "doubles", "--as", BHXH),
        ("people", "merge", "1", "3", "--reason", "lists", "--as", BHXH),
        ("people", "unmerge", "3", "--reason", "mistake", "--as", BHXH),
        ("people", "change", "ask", D2024, "1", "da-mat", "--on", "2024-05-01", *OFFICER),
        ("people", "change", "decide", "1", "--accept", *_PAPER, *CHAIR),
        ("people", "change", "list", "--as", BHXH),
        ("people", "change", "note", "1", "--as", BHXH),
        ("people", "change", "undo", "1", *CHAIR),
        ("people", "support", D2024, "1", "state", "70", "--from", "2024-05-01", *_LAW, *OFFICER),
        ("people", "request", "ask", "1", "correct", "--asked", f"{NAME}: sai địa chỉ", *OFFICER),
        ("people", "request", "answer", "1", "--grant", "--answer", NAME, *_NINE, *CHAIR),
        ("people", "request", "list", *CHAIR),
        ("sheet", "print", "1", DAI_PHU, "--out", str(tmp_path / "printed"), *OFFICER),
        ("sheet", "given", "1", *OFFICER),
        ("sheet", "destroyed", "1", *OFFICER),
        ("people", "find", "Không Có Ai", "--as", BHXH),
        ("people", "find", "Không Có Ai", "--as", f"{DAI_PHU}/mailbox"),
        ("people", "count", D2024, "can-ngheo", DAI_PHU, "--by", "ethnicity"),
        ("people", "seen", "1"),
        ("people", "rekey", "--new", "--as", HEAD),
        (*_RECORD, "--list", "1", "--case", "1", "--done", f"đã gọi {NAME}", "--as", BHXH),
        (*_RECORD, "--done", f"đã gọi {PEOPLE}", "--as", BHXH),
        ("incident", "report", "1", "--number", "12/BC", "--as", BHXH),
        ("incident", "close", "1", "--reason", f"đã gặp {NAME}", "--as", BHXH),
        ("incident", "list"),
        ("document", "processing", "--out", str(out / "processing"), "--format", "docx"),
        ("sponsor", "add", "person", "--name", NAME, *OFFICER),
        ("sponsor", "receive", "1", "900000", *_PAID, *OFFICER),
        ("sponsor", "use", D2024, "1", "1", "--from", "2024-06", *_PAID, *_SHARE, *OFFICER),
        ("sponsor", "agree", "1", "1", *_PAID, *OFFICER),
        ("sponsor", "seek", D2024, "1", "person", "--of", NAME, *_ON, *OFFICER),
        ("sponsor", "undo", "2", "--reason", f"nhầm với {NAME}", "--as", f"{DAI_PHU}/chair"),
        ("sponsor", "balance", "1", *OFFICER),
        ("card", "asked", "1", *_PAID, *OFFICER),
        ("reconcile", "open", D2021, "can-ngheo", "--from", "2024-05", *LABOUR),
        ("reconcile", "bring", "1", "presiding", str(lists / "thieu.csv"), *_OF, *LABOUR),
        ("reconcile", "bring", "1", "presiding", str(lists / "tien.csv"), *_OF, *LABOUR),
        ("reconcile", "show", "1", *LABOUR),
        (*_ACTIVITY, "--what", "họp thôn", *_ON, *OFFICER),
        ("activity", "list", D2024, *OFFICER),
        ("committee", "decide", "bcd", *_MEMBER, "--as", "van-phong/specialist"),
        (*_PLAN, "--what", "phân công", *_ON, "--as", BHXH),
        ("inspection", "enter", "1", "finding", "--what", "chưa đủ", *_ON, "--as", BHXH),
        ("inspection", "list", D2024, "--as", BHXH),
        ("clauses", D2024),
        ("coverage", D2024),
        ("status", "--per", "body"),
        ("board", "--now", "2024-05-02T09:00"),
        ("doctor",),
        ("dispatch", "--now", "2024-05-02T09:05"),
        ("document", "tables", "--out", str(out / "tables"), "--format", "csv"),
        ("audit", "export", str(out / "trail")),
        ("backup", str(out / "backup"), "--as", HEAD),
    )
    # No office is whole that has no address book: what `doctor` says of it is no refusal.
    refused = {str(lists / "loi.csv"), str(lists / "thieu.csv"), f"{DAI_PHU}/mailbox", "doctor"}
    searching.does(steps, _SEARCHED, refused)


def test_a_backup_without_the_keys_tells_nothing_and_holds_no_key(
    office: Dondoc, tmp_path: Path
) -> None:
    given = tmp_path / "mot.csv"
    given.write_text(LIST, "utf-8")
    office.run("list", "import", str(given), *OF)
    office.run("backup", str(tmp_path / "stolen"), "--as", HEAD)
    assert found_below(tmp_path / "stolen") == {}
    held = (office.state / "people.keys").read_text("utf-8").splitlines()
    keys = [base64.b64decode(line.split()[-1]) for line in held if not line.startswith("#")]
    assert len(keys) == 2
    for file in (one for one in (tmp_path / "stolen").rglob("*") if one.is_file()):
        content = file.read_bytes()
        assert not any(key in content or base64.b64encode(key) in content for key in keys)
    # Nor does the office itself open anything without them, and none are made in their place.
    (office.state / "people.keys").rename(tmp_path / "away")
    refused = office.tried("list", "import", str(given), "--as-of", "2024-05-02", *OF)
    assert refused.returncode == 3
    assert "không thấy khóa dữ liệu người dân" in refused.stderr
    assert not (office.state / "people.keys").exists()


def test_who_is_found_is_said_to_who_may_see_them_alone_and_nothing_of_it_is_written(
    office: Dondoc, tmp_path: Path
) -> None:
    given = tmp_path / "mot.csv"
    given.write_text(LIST, "utf-8")
    office.run("list", "import", str(given), *OF)
    found = office.run("people", "find", NAME, "--as", f"{DAI_PHU}/officer")
    assert NAME in found.stdout
    assert found_in(found.stderr.encode()) == set()
    seen = office.json("people", "seen", "1")["seen"]
    assert [(one["who"], one["what"]) for one in seen] == [(f"{DAI_PHU}/officer", "search")]
    for who in ("van-phong/specialist", "ubnd-huyen/inspector", f"{DAI_PHU}/mailbox"):
        refused = office.run("people", "find", NAME, "--as", who, code=1)
        assert "không được xem hồ sơ từng người" in refused.stderr
    assert len(office.json("people", "seen", "1")["seen"]) == 1
    office.run("dispatch", "--now", "2024-05-02T09:05")
    assert "nguyên vẹn" in office.run("audit", "verify").stdout
    assert written(tmp_path) == {}


@pytest.mark.long
def test_an_import_that_is_killed_half_way_leaves_nothing_of_anybody(
    office: Dondoc, tmp_path: Path
) -> None:
    given = tmp_path / "lon.csv"
    rows = (
        f"{NAME},{1 + number % 28}/{1 + number // 28 % 12}/{1940 + number // 336},Nữ,,,,Đại Phú,"
        f"Tân Lập,{ADDRESS},{PEOPLE},{number}\n"
        for number in range(8_000)
    )
    given.write_text(HEADER + "".join(rows), "utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "dondoc", "list", "import", str(given), *OF],
        cwd=ROOT,
        env={**os.environ, **office.environment()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert running.stdout is not None
    until = time.monotonic() + PATIENCE
    said = b""
    while "đã ghi".encode() not in said and time.monotonic() < until:
        said += running.stdout.readline()
    running.kill()
    running.wait()
    running.stdout.close()
    assert found_in(said) == set()
    assert "đã ghi".encode() in said
    assert written(tmp_path) == {}
    with closing(sqlite3.connect(office.state / "dondoc.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM person").fetchone() == (0,)
    engine = open_engine(f"sqlite:///{office.state / 'dondoc.sqlite'}")
    with reading(engine) as session:
        assert verify(session).ok
        assert list(who_saw(session, 1)) == []
    engine.dispose()


def test_what_is_purged_is_in_no_file_though_the_key_is_there(
    office: Dondoc, tmp_path: Path
) -> None:
    given = tmp_path / "mot.csv"
    given.write_text(LIST, "utf-8")
    office.run("list", "import", str(given), "--retain-until", "2024-05-02", *OF)
    sealed = _sealed(office.state)
    assert len(sealed) == 6
    stand(office.state, "2024-05-03 08:00")
    office.run("purge", "--apply", "--reason", "hết hạn lưu", "--as", HEAD)
    assert "nguyên vẹn" in office.run("audit", "verify").stdout
    left = b"".join(one.read_bytes() for one in office.state.glob("dondoc.sqlite*"))
    assert [one for one in sealed if one in left] == []


def _sealed(state: Path) -> list[bytes]:
    with closing(sqlite3.connect(state / "dondoc.sqlite")) as database:
        rows = database.execute("SELECT sealed FROM person UNION ALL SELECT sealed FROM list_line")
        return [sealed for (sealed,) in rows]
