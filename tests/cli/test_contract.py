"""The promises to machines: JSON, exit codes, stderr, environment."""

import json
from collections import Counter
from pathlib import Path

import pytest

from rules.rulebook import HOME
from tests.begun import OPENED, begun
from tests.offices import D2021, D2024, DAI_PHU, MONTHLY
from tests.program import Dondoc


@pytest.fixture
def dondoc(tmp_path: Path) -> Dondoc:
    return Dondoc(tmp_path / "state")


@pytest.fixture
def program(tmp_path: Path) -> Dondoc:
    """Each command a program of its own: what it prints where, and how it exits.

    One of each kind is enough: `dondoc` works on the same state and goes through the same door.
    """
    return Dondoc(tmp_path / "state", apart=True)


def test_the_shipped_rules_pass_their_check(program: Dondoc) -> None:
    *periods, last = program.run("check").stdout.splitlines()
    assert last == "Không có lỗi."
    # What each report is about, in words a clerk can hold against the text.
    assert "  nộp 05/7/2021" in periods
    month = "  kỳ tháng 4/2024, nộp 05/5/2024, số liệu 01/4–30/4/2024 (quy ước của Văn phòng)"
    assert month in periods


def test_check_locates_an_error_on_stderr(dondoc: Dondoc, tmp_path: Path) -> None:
    import shutil

    rules = tmp_path / "rules"
    shutil.copytree(HOME, rules, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = rules / "policies" / "reminders.yaml"
    file.write_text(file.read_text("utf-8").replace("rung: 1,", "rung: 1, runk: 2,"), "utf-8")
    done = dondoc.run("check", str(rules), code=1)
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    assert "reminders.yaml:" in line
    assert "policies.thong-bao-dau.then.runk" in line
    assert "; allowed: " in line


@pytest.mark.parametrize(("directive", "rows"), [(D2021, 18), (D2024, 17)])
def test_duties_hold_every_clause_with_quote_and_span(
    dondoc: Dondoc, directive: str, rows: int
) -> None:
    duties = dondoc.json("duties", directive)
    text = (HOME / "directives" / directive / "dispatch.txt").read_text("utf-8")
    assert len(duties) == len({duty["clause"] for duty in duties}) == rows
    for duty in duties:
        start, end = duty["span"]
        assert " ".join(text[start:end].replace("**", "").split()) == duty["quote"]
        assert duty["kind"] in {"duty", "report", "target", "goal", "artefact"}
        assert {
            "directive",
            "duty",
            "clause",
            "bearers",
            "to",
            "via",
            "wording",
            "sense",
            "gaps",
        } <= set(duty)


def test_a_wording_says_what_is_understood_and_what_is_not(dondoc: Dondoc) -> None:
    words = (
        "trước 15 giờ ngày 25 hàng tháng, số liệu từ ngày 20 tháng trước đến ngày 19 tháng báo cáo"
    )
    said = dondoc.json("wording", words, "--period", "2025-06")
    assert {key: said[key] for key in ("sense", "every", "day", "at", "unread")} == {
        "sense": "before",
        "every": "month",
        "day": 25,
        "at": "15:00",
        "unread": [],
    }
    assert said["cut_off"] == {"from": "day 20 of the month before", "to": "day 19"}
    assert said["due_on"] == ["2025-06-25"]
    assert said["figures"] == ["2025-05-20", "2025-06-19"]
    assert dondoc.json("wording", "mồng 5 tháng Giêng")["unread"] == ["mồng 5 tháng giêng"]


def test_a_wording_with_hours_is_said_as_hours_and_its_first_day_too(dondoc: Dondoc) -> None:
    """A report of each of five mornings is no report due at the end of the last of these days."""
    words = "trước 9 giờ sáng hàng ngày ... từ sáng ngày 31/08/2024 đến sáng ngày 4/9/2024"
    said = dondoc.json("wording", words)
    assert (said["sense"], said["starts"], said["on"]) == ("before", "2024-08-31", "2024-09-04")
    printed = " ".join(dondoc.run("wording", words).stdout.split())
    assert "trước giờ ấy" in printed
    assert "Từ ngày 31/8/2024 Đến ngày 04/9/2024" in printed
    one = " ".join(dondoc.run("wording", "trước 17 giờ ngày 27/11/2025").stdout.split())
    assert "trước giờ ấy" in one
    assert "không còn kịp" not in one


def test_occurrences_of_2024(dondoc: Dondoc) -> None:
    rows = dondoc.json("occurrences", D2024)
    assert Counter(row["clause"] for row in rows) == {
        "B-1.4": 244,
        "B-2.2c": 8,
        "B-1.1d": 12,
        "B-1.2b": 8,
    }
    may = next(r for r in rows if r["bearer"] == DAI_PHU and r["due_on"] == "2024-05-05")
    assert may == {
        "duty": MONTHLY,
        "clause": "B-1.4",
        "bearer": DAI_PHU,
        "bearer_code": "02617",
        "bearer_name": "Xã Đại Phú",
        "due_on": "2024-05-05",
        "aim_on": "2024-05-04",
        "late_from": "2024-05-07T00:00:00+07:00",
        "period": "2024-04",
        "cut_off": ["2024-04-01", "2024-04-30"],
        "due_at": None,
        "estimated": False,
    }


def test_simulate_prints_json_lines_with_the_promised_keys(dondoc: Dondoc) -> None:
    done = dondoc.run("simulate", D2024, "--from", "2024-04-15", "--to", "2024-05-08", "--json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    keys = "at event directive duty clause bearer bearer_name due_on step rung to recipient basis"
    letters = [event for event in events if event["event"] == "letter"]
    assert all(set(event) == set(keys.split()) for event in events if event not in letters)
    more = (
        "state recipient_name channel subject attachments held_since released_by release_by items"
    )
    assert all(set(letter) == {*keys.split(), *more.split()} for letter in letters)
    of_item = "duty clause bearer bearer_name due_on step rung to basis"
    assert all(set(item) == set(of_item.split()) for one in letters for item in one["items"])
    assert done.stderr == ""
    first = next(e for e in events if e["event"] == "notice" and e["bearer"] == DAI_PHU)
    assert first == {
        "at": "2024-04-26T07:00:00+07:00",
        "event": "notice",
        "directive": D2024,
        "duty": MONTHLY,
        "clause": "B-1.4",
        "bearer": DAI_PHU,
        "bearer_name": "Xã Đại Phú",
        "due_on": "2024-05-05",
        "step": "first",
        "rung": 1,
        "to": "ubnd-huyen",
        "recipient": f"{DAI_PHU}/officer",
        "basis": "B-2.1b",
    }


def test_a_day_by_hand_sweep_dispatch_notices_why(dondoc: Dondoc) -> None:
    swept = dondoc.json("sweep", "--now", "2024-04-26T07:00+07:00")
    assert (swept["notices"], swept["registered"][0]["opened"]) == (32, 276)
    sent = dondoc.json("dispatch", "--now", "2024-04-26T07:05+07:00")
    assert sent["messages"]["sent"] == 32
    assert len(list((dondoc.state / "outbox").rglob("*.eml"))) == 32
    notices = dondoc.json("notices", "--state", "sent")
    assert len(notices) == 32
    mine = next(n for n in notices if n["bearer"] == DAI_PHU)
    assert mine["recipient"] == f"{DAI_PHU}/officer"
    why = dondoc.json("why", str(mine["id"]))
    assert why["policy"]["id"] == "thong-bao-dau"
    assert {"attribute": "opened", "operator": "eq", "constant": True, "value": True} in why[
        "because"
    ]
    assert why["basis"]["clause"] == "B-2.1b"
    assert why["basis"]["quote"].startswith("Đôn đốc, kiểm tra")
    assert why["obligation"]["wording"] == "trước ngày 05 hàng tháng"
    assert why["obligation"]["reading"] == {"sense": "before", "before": "lenient", "roll": True}
    assert why["facts"]["working_days_to_aim"] == 3
    shown = dondoc.json("notice", "show", str(mine["id"]))
    assert "Xã Đại Phú".lower() in shown["text"].lower()
    verdict = dondoc.json("audit", "verify")
    assert verdict["ok"]
    assert verdict["problems"] == []


def test_recording_and_status_by_command(tmp_path: Path) -> None:
    dondoc = begun(tmp_path / "state", OPENED, at="2024-05-03 10:00")
    record = ("report", "record", D2024, MONTHLY, "Đại Phú", "--due", "2024-05-05")
    done = dondoc.json(*record, "--received-at", "2024-05-03T10:00", "--number", "12/BC-UBND")
    assert done["on_time"]
    rows = dondoc.json("status", D2024)
    may = next(row for row in rows if row["due_on"] == "2024-05-05")
    assert may["done_on_time"] == 1
    assert set(may) == {
        "directive",
        "duty",
        "due_on",
        "done_on_time",
        "done_late",
        "open_in_time",
        "open_overdue",
        "unknown",
        "blocked_by",
    }
    assert "đã ghi nhận" in dondoc.run(*record, code=1).stderr
    undo = ("report", "undo", *record[2:], "--reason", "ghi nhầm")
    assert "Đã hủy ghi nhận" in dondoc.run(*undo).stdout


def test_refused_input_exits_1_with_a_reason(program: Dondoc) -> None:
    dondoc = begun(program.state, OPENED, at="2024-05-03 10:00")
    assert "khong-co" in dondoc.run("duties", "khong-co", code=1).stderr
    assert "không có thông báo số 700" in dondoc.run("why", "700", code=1).stderr
    # A program of its own finds what another has left.
    assert "ở trước" in program.run("sweep", "--now", "2024-04-25T07:00", code=1).stderr
    unknown = dondoc.run(
        "report", "record", D2024, MONTHLY, "Đại Phúc", "--due", "2024-05-05", code=1
    )
    assert "Đại Phú" in unknown.stderr


def test_wrong_usage_exits_2(program: Dondoc, dondoc: Dondoc) -> None:
    dondoc.run("simulate", D2024, code=2)
    dondoc.run("khong-co-lenh-nay", code=2)
    program.run("sweep", "--now", "hôm nay", code=2)
    dondoc.run("simulate", D2024, "--from", "2024-05-02", "--to", "2024-05-01", code=2)


def test_what_cannot_be_carried_out_exits_3(program: Dondoc, tmp_path: Path) -> None:
    program.state.mkdir()
    (program.state / "dondoc.sqlite").write_text("not a database at all, but long enough to see")
    done = program.run("sweep", "--now", "2024-04-26T07:00", code=3)
    assert "cơ sở dữ liệu" in done.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("no address with a secret", "sqlite:///"),
        ("mysql://a:secret@127.0.0.1:1/x", "loại mysql"),
        ("oracle://a:secret@x", "loại oracle"),
    ],
)
def test_an_address_of_no_database_of_ours_is_refused_in_one_line(
    dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.setenv("DONDOC_DATABASE", url)
    done = dondoc.run("status", code=1)
    assert said in done.stderr
    assert "secret" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_state_folder_that_is_a_file_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder", "utf-8")
    done = Dondoc(tmp_path / "state").run("status", code=3)
    assert done.stderr.startswith("Không thực hiện được: ")
    assert "đã có tệp trùng tên" in done.stderr


def test_a_wrong_setting_stops_the_start_naming_line_and_key(
    dondoc: Dondoc, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("directives: [x]\nsweep: {att: '07:00'}\n", "utf-8")
    done = dondoc.run("--config", str(config), "sweep", code=1)
    assert f"{config}:2: sweep.att" in done.stderr
