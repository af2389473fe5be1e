"""The desk for other programs: a token's post, its rights and nothing more; nothing by a cookie."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.types import ASGIApp

from dondoc.desk import token as tokens
from dondoc.desk.context import desk
from dondoc.web.api import answers
from dondoc.web.api.acts import offered
from dondoc.web.app import make_app
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene
from tests.web.browsing import Person
from tests.web.conftest import it_is
from tests.web.programs import ADMINISTRATOR, Program, given

OFFICER, NEIGHBOUR, BHXH = f"{DAI_PHU}/officer", f"{SON_NAM}/officer", "bhxh-huyen/officer"
OF = {"directive": D2024, "duty": MONTHLY, "bearer": DAI_PHU, "due": "2024-05-05"}
ROUND = {"directive": D2024, "due": "2024-05-10"}


@pytest.fixture
def app(office: Scene) -> ASGIApp:
    return make_app(office.office)


@pytest.fixture
def program(office: Scene, app: ASGIApp) -> Callable[[str], Program]:
    """Return a program with a token of `said`; "" for one without."""
    return lambda said="": Program(app, given(office, said).secret if said else "")


def test_without_a_token_nothing_is_answered_and_the_answer_says_what_to_do(
    program: Callable[..., Program],
) -> None:
    for answer in (program().get("status"), program().does("register")):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert set(answer.json()) == {"what", "where", "do"}
        assert "Authorization: Bearer" in answer.json()["do"]


def test_what_a_browser_holds_opens_nothing_and_a_token_opens_no_page(
    office: Scene, app: ASGIApp, program: Callable[..., Program]
) -> None:
    somebody = Person(make_app(office.office, open_doors=True), "van-phong/specialist")
    assert somebody.get("/he-thong").status == 200
    assert somebody.get("/api/status").status == 401
    assert somebody.client.post("/api/acts/sending.stop", json={"reason": "x"}).status_code == 401
    held = program("van-phong/specialist")
    assert held.client.get("/he-thong").url.path == "/dang-nhap"
    assert held.get("status").status_code == 200


def test_a_token_is_kept_nowhere_and_opens_nothing_after_its_day_or_once_taken_back(
    office: Scene, app: ASGIApp
) -> None:
    short, ended = given(office, OFFICER, "2024-05-07"), given(office, OFFICER)
    file = office.office.settings.state_folder / "dondoc.sqlite"
    for one in (short, ended):
        assert one.secret.encode() not in file.read_bytes()
        assert Program(app, one.secret).get("me").status_code == 200
    with desk(office.office, office.office.clock.now(), ADMINISTRATOR) as opened:
        tokens.end(opened, tokens.Ending(ended.token))
    assert Program(app, ended.secret).get("me").status_code == 401
    it_is(office, "2024-05-08 00:00")
    assert Program(app, short.secret).get("me").status_code == 401


def test_a_token_says_as_whom_it_acts_and_what_its_post_may(
    program: Callable[..., Program],
) -> None:
    said = program(OFFICER).get("me").json()
    assert (said["as"], said["body_name"]) == (OFFICER, "Xã Đại Phú")
    assert "report.file" in said["acts"]
    assert "report.accept" not in said["acts"]


def test_an_act_is_the_desks_its_answer_and_its_entries_and_the_token_is_named_beside_them(
    office: Scene, program: Callable[..., Program]
) -> None:
    done = program(OFFICER).does("report.file", of=OF, nil=True, nil_as_of="2024-04-30")
    assert done.status_code == 200, done.text
    assert done.json()["received_at"] == "2024-05-07T09:00:00+07:00"
    (recorded,) = office.entries("report.recorded")
    assert json.loads(recorded.data)["by"] == OFFICER
    (used,) = office.entries("token.used")
    assert json.loads(used.data) == {"act": "report.file", "by": OFFICER}


def test_figures_are_sent_as_the_file_of_figures_has_them(
    office: Scene, program: Callable[..., Program]
) -> None:
    held = program(OFFICER)
    wrong = held.does("report.file", of=OF, figures={"as_of": "2024-05-05", "groups": {}, "x": 1})
    assert wrong.status_code == 400
    assert {"at": "x", "says": "khóa lạ"} in wrong.json()["where"]
    scan = {"name": "bao-cao.pdf", "content": b64encode(b"%PDF-1.4\n%%EOF").decode()}
    kept = held.does("report.file", of=OF, files=[scan])
    assert kept.status_code == 200, kept.text


def test_looking_is_entered_once_a_day(office: Scene, program: Callable[..., Program]) -> None:
    held = program(BHXH)
    for _ in range(3):
        assert held.get("status").status_code == 200
    assert len(office.entries("token.read")) == 1
    it_is(office, "2024-05-08 07:00")
    held.get("status")
    assert len(office.entries("token.read")) == 2


def test_what_is_refused_says_what_where_and_who_may(program: Callable[..., Program]) -> None:
    held = program(NEIGHBOUR)
    refused = held.get("report", directive=D2024, duty=MONTHLY, bearer=DAI_PHU, due="2024-05-05")
    assert refused.status_code == 403
    assert "; được: " in refused.json()["what"]
    unread = held.does("report.file", of={**OF, "due": "5/5/2024", "to": "x"}, nil="yes")
    assert unread.status_code == 400
    assert [one["at"] for one in unread.json()["where"]] == ["of.due", "of.to", "nil"]


def test_who_comes_from_elsewhere_with_what_a_program_sends_finds_nothing(
    program: Callable[..., Program],
) -> None:
    held = program(BHXH)
    assert held.client.get("/api/status", headers={"Host": "evil.example"}).status_code == 400
    assert held.get("khong-co").json()["what"] == "không có đường dẫn này"
    assert held.client.delete("/api/status").status_code == 405
    headers = held.get("status").headers
    assert not [name for name in headers if name.startswith("access-control")]
    assert "set-cookie" not in headers
    much = held.client.post("/api/acts/register", content=b"x" * (26 * 1024 * 1024))
    assert (much.status_code, set(much.json())) == (413, {"what", "where", "do"})


def test_many_tokens_that_open_nothing_close_the_door_to_whoever_tries(
    program: Callable[..., Program], app: ASGIApp
) -> None:
    held = program(OFFICER)
    tried = [Program(app, f"dondoc_{n}").get("me").status_code for n in range(41)]
    assert tried[0] == 401
    assert tried[-1] == 503
    assert held.get("me").status_code == 200


LOOKS: dict[str, tuple[dict[str, Any], Any]] = {
    "me": ({}, answers.Me),
    "status": ({}, list[answers.DutyNumbers]),
    "obligations": ({"page": 900}, list[answers.Obligation]),
    "rates": ({"directive": D2024}, list[answers.Rate]),
    "notices": ({"page": 900}, list[answers.ListedNotice]),
    "notices/1": ({}, answers.Letter),
    "notices/1/why": ({}, answers.Why),
    "consolidation": (ROUND, answers.Consolidation),
    "reports": (ROUND, list[answers.InRound]),
    "report": (OF, answers.Report),
    "decisions": ({}, list[Any]),
    "health": ({}, list[answers.Finding]),
}


def test_every_answer_has_the_keys_that_are_described_and_no_others(
    program: Callable[..., Program],
) -> None:
    assert program(OFFICER).does("report.file", of=OF, nil=True).status_code == 200
    held = program("van-phong/office-head")
    why = {"reason": "bão số 3", "approver": "Phó Chủ tịch"}
    later = {**OF, "bearer": SON_NAM, "due": "2024-06-05"}
    assert held.does("extend", of=later, days=3, grounds=why).status_code == 200
    for path, (query, shape) in LOOKS.items():
        answer = held.get(path, **query)
        assert answer.status_code == 200, (path, answer.text)
        TypeAdapter(shape).validate_json(answer.content)
        assert answer.json(), path


def described(program: Callable[..., Program]) -> dict[str, Any]:
    found: dict[str, Any] = program().client.get("/openapi.json").json()
    return found


def test_the_document_names_what_there_is_and_nothing_else(
    program: Callable[..., Program], app: ASGIApp
) -> None:
    document = described(program)
    paths = {path: set(one) for path, one in document["paths"].items()}
    assert {f"/api/acts/{one.name}" for one in offered()} | {
        f"/api/{path.replace('/1', '/{notice}')}" for path in LOOKS
    } == set(paths)
    held = program("van-phong/office-head")
    for path, methods in paths.items():
        (method,) = methods
        answer = held.client.request(method, path.replace("{notice}", "1"), json={"nothing": 1})
        assert answer.status_code in (200, 400), (path, answer.text)
        assert answer.status_code == 200 or answer.json()["where"], path


def test_the_document_holds_no_example_and_nobodys_name(program: Callable[..., Program]) -> None:
    text = json.dumps(described(program), ensure_ascii=False)
    assert '"example' not in text
    for name in ("Đại Phú", "Ma ", DAI_PHU, "@", "Sơn Dương"):
        assert name not in text
    assert list(_refs(json.loads(text)))


def _refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for one in part.values():
            yield from _refs(one)
    elif isinstance(part, list):
        for one in part:
            yield from _refs(one)


def test_a_way_in_and_the_machines_own_files_are_no_programs_business(
    program: Callable[..., Program],
) -> None:
    held = program(ADMINISTRATOR)
    ways = ("login.open", "token.give", "backup", "restore", "audit.renew", "purge")
    for act in (*ways, "incident.record", "incident.close"):
        assert held.does(act).status_code == 404
