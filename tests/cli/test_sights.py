"""Every reading command shows whoever is named with --as what the table of rights lets them see."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest

from dondoc.cli.app import command
from tests.offices import D2021, D2024, DAI_PHU, MONTHLY, SON_NAM
from tests.program import Dondoc, Ran
from tests.simulated import stand

OFFICER, NEIGHBOUR, BHXH = f"{DAI_PHU}/officer", f"{SON_NAM}/officer", "bhxh-huyen/officer"
SPECIALIST, ADMINISTRATOR = "van-phong/specialist", "van-phong/administrator"
INSPECTOR, LABOUR = "ubnd-huyen/inspector", "phong-ldtbxh/officer"
MONDAY, TUESDAY, WEDNESDAY = "2024-05-06T10:00", "2024-05-07T07:00", "2024-05-08T10:00"
ROUND = (D2024, "--due", "2024-05-10")
REPORT = (D2024, MONTHLY, DAI_PHU, "--due", "2024-05-05")
# What is slow to make says the same.
OUT = ("--out", "FOLDER", "--format", "csv")
BOOK = "body,post,person,email\n" + "".join(
    f"{who.replace('/', ',')},Ma Văn A,{number}@x.invalid\n"
    for number, who in enumerate((OFFICER, NEIGHBOUR, BHXH, SPECIALIST))
)
COUNTS = "body,group,kind,people,as_of,source,directive\n" + "".join(
    f"{uid},can-ngheo,listed,31,2024-04-10,danh sách,{D2024}\n" for uid in (DAI_PHU, SON_NAM)
)
# One person in both, as it seems.
_PEOPLE = "Họ và tên,Ngày sinh,Xã,Thôn\n" + "".join(
    f"Ma Thị Hoa,07/3/1985,{commune},Tân Lập\n" for commune in ("Đại Phú", "Sơn Nam")
)
_MET = ("--met", "nguoi-do", "--way", "tham-ho", "--went", "can-bo", "--situation", "o-nha")


class Shown(NamedTuple):
    """A reading command: how it is asked, and somebody who may.

    `to` None: it is a list, of which everybody sees their own part. What is no list is about
    Đại Phú or about all. Who else may: `tests/dondoc/desk/test_sights.py`.
    """

    arguments: tuple[str, ...]
    to: str | None = None


READING = {
    "status": Shown(("status", "--per", "body")),
    "rates": Shown(("rates", D2024)),
    "clauses": Shown(("clauses", D2024)),
    "board": Shown(("board", "--now", WEDNESDAY)),
    "notices": Shown(("notices",)),
    "notice show": Shown(("notice", "show", "NOTICE"), OFFICER),
    "why": Shown(("why", "NOTICE"), OFFICER),
    "report list": Shown(("report", "list", *ROUND)),
    "report show": Shown(("report", "show", *REPORT), OFFICER),
    "report attachment": Shown(("report", "attachment", *REPORT, "--out", "FOLDER"), OFFICER),
    "template": Shown(("template", *REPORT, "--out", "FILE.xlsx"), OFFICER),
    "consolidation": Shown(("consolidation", *ROUND), BHXH),
    "brief": Shown(("brief", *ROUND, "--for-zalo"), BHXH),
    "counts show": Shown(("counts", "show", D2024)),
    "cases": Shown(("cases", D2024)),
    "coverage": Shown(("coverage", D2024)),
    "list show": Shown(("list", "show")),
    "list diff": Shown(("list", "diff", "1", "1")),
    "list handed": Shown(("list", "handed", D2024)),
    "list villages": Shown(("list", "villages", D2024)),
    "list receipt": Shown(("list", "receipt", "1")),
    "people find": Shown(("people", "find", "ma", "--json")),
    "people request list": Shown(("people", "request", "list", "--json")),
    "people change list": Shown(("people", "change", "list")),
    "sheet show": Shown(("sheet", "show")),
    "activity list": Shown(("activity", "list", D2024)),
    "activity evidence": Shown(("activity", "evidence", "1", "--out", "FOLDER"), OFFICER),
    "inspection list": Shown(("inspection", "list", D2024)),
    "committee show": Shown(("committee", "show", "bcd")),
    "sponsor balance": Shown(("sponsor", "balance")),
    "assign list": Shown(("assign", "list")),
    "visit survey": Shown(("visit", "survey", D2024)),
    "visit list": Shown(("visit", "list")),
    "visit question": Shown(("visit", "question")),
    "card show": Shown(("card", "show", D2024)),
    "reconcile show": Shown(("reconcile", "show", "1"), INSPECTOR),
    "people doubles": Shown(("people", "doubles")),
    "contacts export": Shown(("contacts", "export", "FILE.csv")),
    "document agenda": Shown(("document", "agenda", DAI_PHU, *OUT), OFFICER),
    "document report": Shown(("document", "report", *REPORT, *OUT), OFFICER),
    "document dossier": Shown(("document", "dossier", *REPORT, *OUT), OFFICER),
    "document consolidation": Shown(("document", "consolidation", *ROUND, *OUT), BHXH),
    "document urge": Shown(("document", "urge", *ROUND, "--out", "FOLDER"), BHXH),
    "document amend": Shown(("document", "amend", *ROUND, "--out", "FOLDER"), BHXH),
    "document brief": Shown(("document", "brief", *ROUND, *OUT), BHXH),
    "document fulfilment": Shown(("document", "fulfilment", D2024, *OUT), BHXH),
    "document cases": Shown(("document", "cases", "--report", "1", *OUT), OFFICER),
    "document register": Shown(("document", "register", DAI_PHU, "--book", "di", *OUT), OFFICER),
    "document processing": Shown(("document", "processing", *OUT), INSPECTOR),
    "document minutes": Shown(("document", "minutes", "--number", "1", *OUT), INSPECTOR),
    "document tables": Shown(("document", "tables", "--out", "FOLDER"), INSPECTOR),
    "audit verify": Shown(("audit", "verify"), ADMINISTRATOR),
    "audit export": Shown(("audit", "export", "FOLDER"), INSPECTOR),
    "decision list": Shown(("decision", "list")),
    "people count": Shown(("people", "count", D2024, "can-ngheo", DAI_PHU), OFFICER),
    "people seen": Shown(("people", "seen", "1"), INSPECTOR),
    "token list": Shown(("token", "list")),
    "doctor": Shown(("doctor", "--now", WEDNESDAY), ADMINISTRATOR),
    "device list": Shown(("device", "list"), ADMINISTRATOR),
    "account list": Shown(("account", "list"), ADMINISTRATOR),
}
# Whoever else asks is told who may see persons: not even the office.
PERSONAL = {
    "document sponsored": Shown(
        ("document", "sponsored", "--sponsor", "1", "--out", "FOLDER", "--format", "docx"), OFFICER
    ),
    "document village": Shown(
        ("document", "village", "--sheet", "1", "--out", "FOLDER", "--format", "docx"), OFFICER
    ),
    "case show": Shown(("case", "show", D2024, "1"), OFFICER),
    "people request show": Shown(("people", "request", "show", "1"), OFFICER),
    "visit form": Shown(("visit", "form", "1", "--out", "FOLDER"), OFFICER),
    "case annex": Shown(("case", "annex", "1", "--out", "FOLDER"), OFFICER),
    "document annex": Shown(
        ("document", "annex", "--report", "1", "--out", "FOLDER", "--format", "docx"), OFFICER
    ),
    "sheet export": Shown(("sheet", "export", "1", DAI_PHU, "--out", "FOLDER"), OFFICER),
}
LISTS = [name for name, one in READING.items() if one.to is None]
NAMED = [name for name, one in READING.items() if one.to is not None]
# What reads rules alone, what the clock and the machine do, and a key that is to be published.
_CLOCKS = {"sweep", "dispatch", "up", "web", "tick", "deploy"}
NOBODYS = {
    "check",
    "duties",
    "occurrences",
    "wording",
    "simulate",
    "audit key",
    "directive text",
    "directive new",
    "init",
    *_CLOCKS,
}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Dondoc:
    """A demonstration on the day after the first reports are late; tests only look at it."""
    folder = tmp_path_factory.mktemp("sights")
    stand(folder / "state", "2024-05-08 10:00")
    made = Dondoc(folder / "state")
    made.run("sweep", "--now", "2024-04-26T07:00")
    scan = folder / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF")
    made.run("report", "record", *REPORT, "--nil", "--attach", str(scan))
    made.run("report", "record", *REPORT[:2], SON_NAM, *REPORT[3:], "--nil")
    made.run("sweep", "--now", TUESDAY)
    made.run("dispatch", "--now", "2024-05-07T07:05")
    # A công văn that urged who had sent its report on paper.
    late = (*REPORT[:2], "Vân Sơn", *REPORT[3:])
    made.run("issue", *ROUND, "--number", "45", "--dated", "2024-05-07", "--bearer", "Vân Sơn")
    made.run("report", "record", *late, "--nil", "--received-at", "2024-05-04T10:00")
    for days, bearer in enumerate((DAI_PHU, SON_NAM), 1):
        later = (D2024, MONTHLY, bearer, "--due", "2024-06-05", "--days", str(days))
        made.run("extend", *later, "--reason", "bão", "--approver", "Chánh Văn phòng")
    for who in (OFFICER, NEIGHBOUR):
        made.run("token", "give", who, "--for", "văn bản", "--until", "2024-12-31")
    begun = ("reconcile", "open", D2021, "can-ngheo", "--from", "2021-07", "--months", "6")
    made.run(*begun, "--as", LABOUR)
    for name, text in (("contacts", BOOK), ("counts", COUNTS)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
        made.run(name, "import", str(folder / f"{name}.csv"), "--apply")
    (folder / "people.csv").write_text(_PEOPLE, "utf-8")
    of = ("--directive", D2024, "--group", "can-ngheo", "--as", BHXH)
    made.run("list", "import", str(folder / "people.csv"), *of)
    for case, who in (("1", OFFICER), ("2", NEIGHBOUR)):
        asked = ("people", "change", "ask", D2024, case, "da-mat", "--on", "2024-05-08")
        made.run("sponsor", "add", "budget", "--name", "Quỹ xã", "--as", who)
        made.run(*asked, "--as", who)
        said = ("people", "request", "ask", case, "correct", "--asked", "sửa năm sinh")
        made.run(*said, "--as", who)
        for answer in ("tham-gia", "xin-giup"):
            visit = ("visit", "record", D2024, case, "--on", "2024-05-06", "--answer", answer)
            made.run(*visit, *_MET, "--as", who)
    _draft_of_cases(made, folder)
    for body in (DAI_PHU, SON_NAM):
        listed = ("list", "add-villages", D2024, "dtts", body, "--village", "Tân Lập")
        made.run(*listed, "--from", "2021-06-04", "--source", "Quyết định 861", "--as", BHXH)
        made.run("sheet", "print", "1", body, "--out", str(folder / body), "--as", BHXH)
        plan = ("inspection", "plan", D2024, "don-doc", body, "--by", "bcd", "--on", "2024-05-20")
        made.run(*plan, "--what", "phân công địa bàn", "--as", SPECIALIST)
    for who in (OFFICER, NEIGHBOUR):
        did = ("activity", "record", D2024, "tuyen-truyen", "--what", "họp", "--on", "2024-05-08")
        made.run(*did, "--file", str(scan), "--as", who)
    named = ("committee", "decide", "bcd", "--number", "12/QĐ-UBND", "--dated", "2024-04-12")
    made.run(*named, "--member", SON_NAM, "--as", SPECIALIST)
    return made


def _draft_of_cases(made: Dondoc, folder: Path) -> None:
    """Let the first person be on the road of the dispatch that has one, in their chair's draft."""
    by = ("--as", OFFICER)
    of = ("--directive", D2021, "--group", "can-ngheo", "--as", BHXH)
    made.run("list", "import", str(folder / "people.csv"), *of)
    met = ("visit", "record", D2021, "1", "--on", "2024-05-06", "--answer", "xin-giup")
    made.run(*met, *_MET, "--informed", "--mobilised", *by)
    sought = ("sponsor", "seek", D2021, "1", "organisation", "--of", "Hội", "--on", "2024-05-07")
    made.run(*sought, "--outcome", "refused", *by)
    made.run("case", "report", D2021, DAI_PHU, *by)


def ask(played: Dondoc, name: str, who: str | None, code: int = 0) -> Ran:
    """Ask it, and return beside what was printed what was written."""
    with TemporaryDirectory() as empty:
        places = {
            "FOLDER": f"{empty}/out",
            "FILE.csv": f"{empty}/danh-ba.csv",
            "FILE.xlsx": f"{empty}/mau.xlsx",
        }
        typed = [places.get(one, one) for one in (READING | PERSONAL)[name].arguments]
        if "NOTICE" in typed:
            typed[typed.index("NOTICE")] = str(notice(played))
        done = played.run(*typed, *(("--as", who) if who else ()), code=code)
        files = [one for one in Path(empty).rglob("*") if one.suffix == ".csv"]
        written = "".join(one.read_text("utf-8-sig") for one in files)
        assert code == 0 or not list(Path(empty).iterdir())
        return Ran(done.returncode, done.stdout + written, done.stderr)


def notice(played: Dondoc) -> int:
    """Return the number of the first notice to Đại Phú's officer."""
    sent = played.json("notices", "--as", OFFICER)
    return next(int(one["id"]) for one in sent if one["recipient"] == OFFICER)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_ones_own_part(played: Dondoc, name: str) -> None:
    mine = ask(played, name, NEIGHBOUR).stdout
    assert "Sơn Nam" in mine or SON_NAM in mine
    assert "Đại Phú" not in mine
    assert DAI_PHU not in mine


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_is_told_to_those_it_concerns_and_to_nobody_else(
    played: Dondoc, name: str
) -> None:
    refused = ask(played, name, NEIGHBOUR, code=1)
    assert refused.stdout == ""
    assert f"({NEIGHBOUR}) không được" in refused.stderr
    assert "; được: " in refused.stderr
    assert "(van-phong/office-head, specialist" in refused.stderr
    code = 1 if name == "doctor" else 0
    assert ask(played, name, READING[name].to, code).stdout.strip()


@pytest.mark.parametrize("name", PERSONAL)
def test_persons_are_told_to_their_commune_and_to_nobody_else(played: Dondoc, name: str) -> None:
    for who in (NEIGHBOUR, SPECIALIST):
        refused = ask(played, name, who, code=1)
        assert refused.stdout == ""
    assert f"({SPECIALIST}) không được" in refused.stderr
    assert ask(played, name, OFFICER).stdout.strip()


def test_a_command_is_an_act_shows_a_sight_or_reads_rules_alone() -> None:
    """A new one that shows something is tried above; acts are tried with the desk."""
    known = dict(commands(command(), ()))
    assert {name for name, asks in known.items() if asks is None} == NOBODYS
    assert {name for name, asks in known.items() if asks and asks.startswith("Ai xem")} == {
        *READING,
        *PERSONAL,
    }


def commands(group: Any, above: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    """Yield each command that can be run, with what it says of --as; None: it has none."""
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from commands(one, (*above, name))
        if getattr(one, "invoke_without_command", True):
            asks = (each.help for each in one.params if "--as" in each.opts)
            yield " ".join((*above, name)), next(asks, None)


def test_without_a_name_the_office_sees_all_as_its_specialist_and_an_inspector_do(
    played: Dondoc,
) -> None:
    usual = ask(played, "status", None).stdout
    assert usual.count("Đại Phú") > 1
    assert ask(played, "status", SPECIALIST).stdout == usual
    assert ask(played, "status", INSPECTOR).stdout == usual


def test_who_keeps_the_machine_reads_no_letter(played: Dondoc) -> None:
    assert "Đại Phú" in ask(played, "notices", ADMINISTRATOR).stdout
    said = ask(played, "notice show", ADMINISTRATOR, code=1).stderr
    assert "quản trị hệ thống của Văn phòng" in said


def test_a_body_or_post_that_is_written_wrongly_is_wrong_usage(played: Dondoc) -> None:
    for who in ("văn-phòng/specialist", "van-phong", "van-phong/Chánh Văn phòng"):
        said = played.run("status", "--as", who, code=2).stderr
        assert "cần dạng đơn-vị/chức-danh" in " ".join(said.replace("│", " ").split())


def test_counts_of_a_duty_are_of_ones_own_bodies(played: Dondoc) -> None:
    rows = played.json("status", D2024, "--as", NEIGHBOUR)
    [mine] = [row for row in rows if row["due_on"] == "2024-05-05"]
    assert (mine["done_on_time"], mine["done_late"] + mine["open_overdue"]) == (0, 1)


def test_a_letter_that_shows_a_whole_round_is_for_who_sees_it_all(played: Dondoc) -> None:
    """What the office was told of a late body shows how all of them stand."""
    told = next(one for one in played.json("notices") if one["step"] == "brief")
    number = str(told["id"])
    assert played.run("notice", "show", number, "--as", BHXH).stdout
    said = played.run("notice", "show", number, "--as", OFFICER, code=1).stderr
    assert "không được xem" in said


def test_a_round_that_is_refused_names_who_may_see_it_and_nobodys_report(played: Dondoc) -> None:
    said = ask(played, "consolidation", OFFICER, code=1).stderr
    assert "trong đó có đơn vị không được xem" in said
    assert "(bhxh-huyen/director, officer" in said
    assert "Sơn Nam" not in said
