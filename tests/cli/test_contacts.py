"""`dondoc contacts` as a person or a program runs it."""

from pathlib import Path

import pytest

from tests.offices import D2024, DAI_PHU, SON_NAM
from tests.program import Dondoc

GOOD = f"""body,post,person,email,phone
{DAI_PHU},officer,Nguyễn Văn Mẫu,mau@daiphu.invalid,912345678
{SON_NAM},chair,,ct@sonnam.invalid,
"""


@pytest.fixture
def dondoc(tmp_path: Path) -> Dondoc:
    return Dondoc(tmp_path / "state")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "danh-ba.csv"
    file.write_text(GOOD, "utf-8")
    return file


def test_import_looks_first_applies_on_request_and_export_gives_it_back(
    dondoc: Dondoc, file: Path, tmp_path: Path
) -> None:
    looked = dondoc.json("contacts", "import", str(file))
    assert (looked["applied"], len(looked["added"])) == (False, 2)
    assert looked["added"][0] == {"body": DAI_PHU, "post": "officer", "row": 2}
    assert looked["remarks"][0]["row"] == 2
    applied = dondoc.json("contacts", "import", str(file), "--apply")
    assert (applied["applied"], len(applied["added"])) == (True, 2)
    assert dondoc.json("contacts", "import", str(file), "--apply")["unchanged"] == 2
    dondoc.run("contacts", "export", str(tmp_path / "ra.csv"))
    assert (tmp_path / "ra.csv").read_bytes() == file.read_bytes()
    assert (tmp_path / "ra.csv").stat().st_mode & 0o777 == 0o600


def test_a_bad_row_is_told_on_stderr_with_exit_1(dondoc: Dondoc, file: Path) -> None:
    file.write_text(GOOD + "bcd,chair,A,a@x.invalid,\n", "utf-8")
    done = dondoc.run("contacts", "import", str(file), "--apply", code=1)
    assert done.stdout == ""
    assert done.stderr.strip() == (
        f'{file}:4: post: không có chức danh "chair" ở đơn vị này; allowed: mailbox'
    )


def test_no_name_and_no_address_is_shown(dondoc: Dondoc, file: Path) -> None:
    done = dondoc.run("contacts", "import", str(file), "--apply")
    for personal in ("Nguyễn Văn Mẫu", "mau@daiphu", "ct@sonnam"):
        assert personal not in done.stdout + done.stderr


def test_a_file_named_in_the_settings_is_the_only_way_in(
    dondoc: Dondoc, file: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"directives: [{D2024}]\ncontacts: {file}\n", "utf-8")
    done = dondoc.run("--config", str(config), "contacts", "import", str(file), "--apply", code=1)
    assert "bỏ khóa `contacts`" in done.stderr


def test_a_dispatch_in_quiet_hours_says_when_word_goes_out(dondoc: Dondoc) -> None:
    dondoc.run("sweep", "--now", "2024-04-26T07:00")
    late = dondoc.json("dispatch", "--now", "2024-04-26T20:00")
    assert late["closed_until"] == "2024-05-02T07:00:00+07:00"
    assert late["messages"]["sent"] == 0
    assert dondoc.json("dispatch", "--now", "2024-05-02T07:00")["messages"]["sent"] == 32


def test_routes_over_channels_the_office_has_not_stop_the_start(
    dondoc: Dondoc, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"directives: [{D2024}]\nchannels: {{zalo: 'maildir://'}}\n", "utf-8")
    done = dondoc.run("--config", str(config), "status", code=1)
    assert "routes.mac-dinh.channels: the office has none of these channels" in done.stderr
    assert "allowed: zalo" in done.stderr
