"""A page that has not changed is not worked out again, and one that has is never held back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from dondoc.decisions.call import Said
from dondoc.desk import accept, call, draft, give_back, people_list
from dondoc.desk.context import Which, desk
from dondoc.people.access import who_saw
from dondoc.reports.draft_text import Typed
from dondoc.reports.return_report import WHOLE
from dondoc.web import unchanged
from dondoc.web.registry import PAGES
from models import whole
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.marked import HEADER
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at
from tests.reporting import MAY, file_report
from tests.web.browsing import Person, doors_open, found_by
from tests.web.conftest import it_is
from tests.web.morning import HEAD, LEADER, OFFICER, SPECIALIST, morning_in

BHXH, CHAIR = "bhxh-huyen/officer", f"{SON_NAM}/chair"
ROLES = (OFFICER, CHAIR, BHXH, HEAD, LEADER)
ROUND = f"/dot/{D2024}/{MONTHLY}/2024-05-05"
OF = Which(D2024, MONTHLY, SON_NAM, date(2024, 5, 5))
# What is stored without an entry in the trail and shown by no page, or only where it is worked out
# each time, or held by `Standing` itself. Whoever adds a column says here which it is.
SEALED_BY = {"seal_key"}
NO_PAGE = {
    "attempt.owner",
    "contact_book.imported_at",
    "device.seen_at",
    "household.digest",
    "login.second_step",
    "login.language",
    "message.retry_at",
    "message.lease_owner",
    "message.lease_until",
    "obligation.wake_at",
    *("anchored", "lease", "person_mark", "salt", "shared", "turn"),
}
# Whoever is shown persons is logged, and such a page is kept by nobody.
LOGGED = {"person_access", "person_seen"}
ANEW = {"api_token.used_at", "api_token.read_on", "tries", "worker"}
STANDS = {
    *(f"draft.{one}" for one in ("version", "saved_at", "saved_by", "sealed", "once")),
    *("entry", "web_session"),
}


@pytest.fixture
def office(
    sqlite_template: Path, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with morning_in(tmp_path, sqlite_template, rulebook, policies) as made:
        yield made


def test_whatever_is_stored_without_an_entry_is_known_to_the_tags() -> None:
    found = set()
    for mapper in whole().registry.mappers:
        name, proof = str(mapper.local_table.name), mapper.class_.__proof__  # type: ignore[attr-defined]
        columns = {f"{name}.{one}" for one in proof.unproven if one not in SEALED_BY}
        found |= {name} if proof.nothing else columns
    assert found == NO_PAGE | LOGGED | ANEW | STANDS


def saves_a_draft(scene: Scene) -> None:
    row = scene.obligation(SON_NAM)
    with desk(scene.office, at("2024-05-09 09:30"), CHAIR) as opened:
        seen = draft.seen(opened, opened.one(OF))
        version = seen.version if seen else 0
        typed = Typed(version, {"done": f"lần {version}"})
        draft.save(opened, draft.Request(OF, typed, "Bà Chủ tịch"))
    assert row.id


def files_a_report(scene: Scene) -> None:
    file_report(scene, MAY, "2024-05-09 09:30", bearer=SON_NAM)


def gives_it_back(scene: Scene) -> None:
    with desk(scene.office, at("2024-05-09 09:30"), BHXH) as opened:
        give_back.give_back(opened, give_back.Request(OF, {WHOLE: "thiếu biểu"}))


def accepts_another(scene: Scene) -> None:
    with desk(scene.office, at("2024-05-09 09:30"), BHXH) as opened:
        of = Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
        accept.accept(opened, accept.Request(of))


def calls(scene: Scene) -> None:
    with desk(scene.office, at("2024-05-09 09:30"), SPECIALIST) as opened:
        call.call(opened, call.Request(OF, Said("ông Hải", date(2024, 5, 12), "đang ký")))


def receives_a_list(scene: Scene) -> None:
    file = scene.office.settings.state_folder / "mot.csv"
    file.write_text(f"{HEADER}Nguyễn Văn Mới,1957,Nữ,,,,Sơn Nam,Ba Nhà,,,7\n", "utf-8")
    request = people_list.Request(file, D2024, "can-ngheo", apply=True)
    with desk(scene.office, at("2024-05-09 09:30"), BHXH) as opened:
        people_list.take_over(opened, request)


def lives_a_day(scene: Scene) -> None:
    scene.day("2024-05-10")


def turns_the_minute(scene: Scene) -> None:
    it_is(scene, "2024-05-10 09:31")


ACTS = (
    saves_a_draft,
    saves_a_draft,
    accepts_another,
    calls,
    files_a_report,
    gives_it_back,
    receives_a_list,
    lives_a_day,
    turns_the_minute,
)


Where = tuple[str, str]
# Of every kind of page one, in the hands of who acts on it.
SOME = (
    (OFFICER, "/viec"),
    (CHAIR, "/bao-cao/{row}"),
    (BHXH, ROUND),
    (BHXH, f"{ROUND}/{SON_NAM}"),
    (BHXH, "/danh-ba"),
    (BHXH, "/nguoi"),
    (HEAD, "/quyet-dinh"),
    (LEADER, "/bang"),
)


def test_no_page_is_held_back_whatever_is_done(office: Scene) -> None:
    row = office.obligation(SON_NAM).id
    app = doors_open(office)
    people = {said: Person(app, said) for said in ROLES}
    changed = walked(office, people, [(said, path.format(row=row)) for said, path in SOME])
    assert all(changed.values()), changed


@pytest.mark.slow
def test_no_page_of_any_role_is_held_back_whatever_is_done(office: Scene) -> None:
    row = office.obligation(SON_NAM).id
    app = doors_open(office)
    people = {said: Person(app, said) for said in ROLES}
    inner = [f"/bao-cao/{row}", ROUND, f"{ROUND}/{SON_NAM}", f"{ROUND}/tong-hop"]
    inner += [f"/van-ban/{D2024}", f"/vi-sao/viec/{row}"]
    places = [(said, path) for said, one in people.items() for path in (*found_by(one), *inner)]
    changed = walked(office, people, places)
    assert all(changed.values()), changed


def walked(scene: Scene, people: Mapping[str, Person], places: Sequence[Where]) -> dict[str, int]:
    """Look at each place after each act; return how many had changed by it."""
    held: dict[Where, tuple[str, str]] = {}
    changed = {act.__name__: 0 for act in ACTS}
    for act in (None, *ACTS):
        if act is not None:
            act(scene)
        for said, path in places:
            tag, text = held.get((said, path), ("", ""))
            answer = people[said].get(path, **{"If-None-Match": tag}) if tag else None
            whole = people[said].get(path)
            if answer is not None and answer.status == 304:
                assert whole.html == text, (act, said, path)
            elif act is not None:
                changed[act.__name__] += 1
            held[said, path] = whole.headers.get("etag", ""), whole.html
    return changed


def asked(scene: Scene, ask: Callable[[], object]) -> list[str]:
    said: list[str] = []

    def note(_one: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(scene.office.database, "before_cursor_execute", note)
    ask()
    event.remove(scene.office.database, "before_cursor_execute", note)
    return said


def test_what_has_not_changed_costs_one_statement(
    lived: Scene, reader: Callable[..., Person]
) -> None:
    head = reader(HEAD)
    tag = head.get("/bang").headers["etag"]
    answers = []
    statements = asked(lived, lambda: answers.append(head.get("/bang", **{"If-None-Match": tag})))
    assert answers[0].status == 304
    assert answers[0].headers["etag"] == tag
    assert len(statements) == 1, statements


def test_each_page_that_is_always_worked_out_says_why() -> None:
    assert {one.folder for one in PAGES if one.anew} >= {"system", "lists", "tokens", "accounts"}


def test_a_proof_is_looked_at_each_time(office: Scene, person: Callable[..., Person]) -> None:
    head, path = person(HEAD), f"/vi-sao/viec/{office.obligation(SON_NAM).id}"
    tag = head.get(path).headers["etag"]
    statements = asked(office, lambda: head.get(path, **{"If-None-Match": tag}))
    assert len(statements) > 10


def test_whoever_is_locked_or_gone_is_told_so_whatever_their_browser_holds(
    office: Scene, person: Callable[..., Person]
) -> None:
    head = person(HEAD)
    tag = head.get("/bang").headers["etag"]
    assert head.get("/bang", **{"If-None-Match": tag}).status == 304
    it_is(office, "2024-05-09 11:30")
    locked = head.get("/bang", **{"If-None-Match": tag})
    assert (locked.status, locked.path) == (200, "/dang-nhap/khoa")


def test_each_look_at_a_person_is_logged_though_the_browser_holds_the_page(
    office: Scene, person: Callable[..., Person]
) -> None:
    receives_a_list(office)
    it_is(office, "2024-05-09 09:31")
    officer = person(BHXH)
    tag = officer.get("/nguoi/1").headers["etag"]
    for _ in range(2):
        assert officer.get("/nguoi/1", **{"If-None-Match": tag}).status in (200, 304)
    with office.office.reading() as session:
        assert len(list(who_saw(session, 1))) == 3


def test_as_many_pages_are_remembered_as_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unchanged, "_MOST", 2)
    shown = unchanged.Shown()
    stands = unchanged.Standing((1,), "", "", "")
    pages = [unchanged.Wanted(1, "", None, f"/{one}", "vi", False) for one in range(3)]
    for page in pages:
        shown.keep(page, stands, "tag")
    assert [shown.still(page, stands, "tag") for page in pages] == [False, True, True]
