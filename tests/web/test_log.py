"""The log of requests: what was asked by which post, and nothing of anybody."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dondoc.setup.database import open_engine
from dondoc.setup.settings import WebSettings
from dondoc.web.app import make_app
from dondoc.web.log import LogFile
from dondoc.web.visit import COOKIE
from tests.offices import DAI_PHU, Scene
from tests.web.browsing import Person
from tests.web.people import PASSWORD, let_in, sets_password, signs_in, stranger
from tests.web.programs import Program, given

OFFICER = f"{DAI_PHU}/officer"
KEYS = {"at", "request", "method", "route", "as", "status", "ms"}


def lines(scene: Scene) -> list[dict[str, Any]]:
    file = scene.office.settings.state_folder / "logs" / "web.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_line_a_request_holds_its_pattern_its_post_and_nothing_that_was_typed(
    office: Scene,
) -> None:
    code = let_in(office, "lan.vhxh", OFFICER)
    somebody = stranger(office)
    sets_password(somebody, code)
    signs_in(somebody, "lan.vhxh")
    secret = given(office, OFFICER).secret
    program = Program(somebody.client.app, secret)
    planted = "Nguyễn Thị Bí Mật"
    somebody.get(f"/{quote(planted)}")
    somebody.get(f"/bao-cao/1?ten={quote(planted)}", Referer="http://127.0.0.1:8010/bi-mat")
    somebody.post("/bao-cao/1/luu", ten=planted, ghi_chu="079201000001")
    program.get("report", directive=planted, duty="x", bearer=planted)
    program.client.get("/api/me", headers={"X-Request-Id": "gia-mao", "User-Agent": quote(planted)})
    program.client.request("TRACUU", "/api/me")
    file = office.office.settings.state_folder / "logs" / "web.jsonl"
    written = file.read_text("utf-8")
    held = somebody.client.cookies.get(COOKIE)
    for word in (
        *(planted, quote(planted), PASSWORD, code.code, secret, held, "Ma Thị Lan", "lan.vhxh"),
        *("079201000001", "bi-mat", "gia-mao", "TRACUU", "testclient", "127.0.0.1"),
    ):
        assert word not in written, word
    found = lines(office)
    for one in found:
        assert set(one) - {"token"} == KEYS
    by_route = {(one["method"], one["route"]): one for one in found}
    assert by_route["GET", "/bao-cao/{number}"]["as"] == OFFICER
    assert by_route["GET", "/api/report"]["token"] == 1
    assert by_route["GET", None]["status"] == 404


def test_a_fault_of_ours_is_told_by_its_kind_and_place_and_bears_the_number_of_the_answer(
    office: Scene,
) -> None:
    somebody = Person(make_app(office.office, open_doors=True), "van-phong/specialist")
    settings, office.office.settings = office.office.settings, None  # type: ignore[assignment]
    try:
        answer = somebody.get("/he-thong")
    finally:
        office.office.settings = settings
    assert answer.status == 500
    (told,) = [one for one in lines(office) if "fault" in one]
    assert told["request"] == answer.headers["request-id"]
    assert told["fault"] == "AttributeError"
    assert all(re.fullmatch(r"[\w.]+:\d+ \S+", one) for one in told["where"])


def test_an_office_may_have_none(office: Scene) -> None:
    settings = office.office.settings.settings
    quiet = settings.model_copy(update={"web": WebSettings(log="off")})
    office.office.settings = office.office.settings.model_copy(update={"settings": quiet})
    Person(make_app(office.office)).get("/dang-nhap")
    assert not (office.office.settings.state_folder / "logs").exists()


def test_a_log_is_set_aside_when_it_is_full(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "logs" / "web.jsonl")
    for _ in range(3):
        log("x" * (8 * 1024 * 1024))
    log("một dòng\n")
    assert sorted(file.name for file in (tmp_path / "logs").iterdir()) == [
        "web.1.jsonl",
        "web.jsonl",
    ]


def test_what_cannot_work_says_so(
    office: Scene, person: Callable[..., Person], tmp_path: Path
) -> None:
    somebody, whole = person(), office.office.database
    office.office.database = open_engine(f"sqlite:///{tmp_path / 'another.sqlite'}")
    try:
        answer = somebody.client.get("/readyz")
    finally:
        office.office.database.dispose()
        office.office.database = whole
    assert (answer.status_code, answer.json()["database"]) == (503, False)
    assert somebody.client.get("/healthz").status_code == 200
