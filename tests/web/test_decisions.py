"""What waits for a decision: the office head's morning, and who may only look."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from language.dates import full_day
from models import Call, Message, MessageState, Notice, NoticeState
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import DAI_PHU, SON_NAM, Scene
from tests.web.browsing import Person, own_part
from tests.web.morning import HEAD, INSPECTOR, OFFICER, SPECIALIST, morning_in

PAGE = "/quyet-dinh"
Comes = Callable[..., Person]


@pytest.fixture
def office(
    sqlite_template: Path, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    with morning_in(tmp_path, sqlite_template, rulebook, policies) as made:
        yield made


@pytest.fixture(scope="module")
def lived(
    sqlite_template: Path,
    rulebook: Rulebook,
    policies: PolicyEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("morning")
    with morning_in(folder, sqlite_template, rulebook, policies) as made:
        yield made


def held(scene: Scene, *states: NoticeState) -> list[Notice]:
    with scene.office.reading() as session:
        query = select(Notice).where(Notice.state.in_(states or (NoticeState.HELD,)))
        return list(session.scalars(query.order_by(Notice.id)))


def test_the_head_reads_a_letter_as_it_will_be_and_lets_it_go(office: Scene, person: Comes) -> None:
    head, first = person(HEAD), held(office)[0]
    page = head.get(PAGE)
    assert "việc cần quyết định" in page.text
    assert "Kính gửi:" in page.text
    done = head.post(f"{PAGE}/duyet", thu=str(first.id))
    assert done.path == PAGE
    assert "Đã duyệt 1 thư" in done.text
    assert first.id not in [one.id for one in held(office)]
    [entry] = [e for e in office.entries("notice.released") if e.subject == f"notice:{first.id}"]
    assert f'"by":"{HEAD}"' in entry.data


def test_all_that_wait_are_let_go_at_once(office: Scene, person: Comes) -> None:
    head = person(HEAD)
    head.get(PAGE)
    head.post(f"{PAGE}/duyet", thu=[str(one.id) for one in held(office)])
    assert held(office) == []


def test_a_letter_is_called_off_with_a_reason_only(office: Scene, person: Comes) -> None:
    head, first = person(HEAD), held(office)[0]
    head.get(PAGE)
    assert head.post(f"{PAGE}/bo", thu=str(first.id), ly_do="").status == 400
    head.get(PAGE)
    assert head.post(f"{PAGE}/bo", thu=str(first.id), ly_do="xã đã gửi bản giấy").path == PAGE
    assert first.id in [one.id for one in held(office, NoticeState.CANCELLED)]


@pytest.mark.parametrize(("told", "state"), [("co", "sent"), ("khong", "pending")])
def test_a_doubt_is_settled_by_one_of_two_buttons(
    office: Scene, person: Comes, told: str, state: str
) -> None:
    head = person(HEAD)
    page = head.get(PAGE)
    number = re.search(r'/ket-qua.*?name="thu" value="(\d+)"', page.html, re.DOTALL)
    assert number
    head.post(f"{PAGE}/ket-qua", thu=number[1], den=told)
    with office.office.reading() as session:
        notice = session.get_one(Notice, int(number[1]))
        message = session.get_one(Message, notice.message_id)
        assert message.state == MessageState(state)


def test_a_call_and_a_promise_are_two_taps(office: Scene, person: Comes) -> None:
    somebody, first = person(SPECIALIST), held(office)[0]
    page = somebody.get(f"{PAGE}?giu={first.id}")
    # The first tap opens; the second is a button with the day on it.
    assert 'name="hen" value="10/5/2024"' in page.html
    answer = somebody.post(
        f"{PAGE}/goi", thu=str(first.id), viec=str(first.obligation_id), hen="10/5/2024"
    )
    assert "Đã ghi cuộc gọi" in answer.text
    with office.office.reading() as session:
        query = select(Call).where(Call.obligation_id == first.obligation_id)
        [made] = list(session.scalars(query.order_by(Call.id.desc()).limit(1)))
    assert (str(made.promised_on), made.called_by) == ("2024-05-10", SPECIALIST)


def test_a_day_that_is_none_is_said_at_the_form(office: Scene, person: Comes) -> None:
    somebody, first = person(SPECIALIST), held(office)[0]
    somebody.get(PAGE)
    answer = somebody.post(
        f"{PAGE}/goi", thu=str(first.id), viec=str(first.obligation_id), hen_khac="mai"
    )
    assert (answer.status, "không phải một ngày" in answer.text) == (400, True)


def test_an_issued_letter_is_entered_with_its_number(office: Scene, person: Comes) -> None:
    clerk = person("van-phong/mailbox")
    page = clerk.get(PAGE)
    row = re.search(r'/phat-hanh.*?name="viec" value="(\d+)"', page.html, re.DOTALL)
    assert row
    done = clerk.post(f"{PAGE}/phat-hanh", viec=row[1], so="45/UBND-VX", ngay="09/5/2024")
    assert "Đã ghi công văn 45/UBND-VX" in done.text
    assert len(office.entries("document.issued")) == 1
    assert "Dự thảo công văn" not in clerk.get(PAGE).text


def test_an_inspector_sees_everything_and_no_button(lived: Scene, reader: Comes) -> None:
    page, mine = reader(INSPECTOR).get(PAGE), reader(HEAD).get(PAGE)
    main = own_part(page.html)
    assert "<form" not in main
    assert "<button" not in main
    assert "Kính gửi:" in page.text
    assert re.search(r"(\d+) việc cần", page.text)[1] == re.search(r"(\d+) việc", mine.text)[1]  # type: ignore[index]


@pytest.mark.parametrize("path", ["duyet", "bo", "ket-qua", "goi", "phat-hanh"])
def test_who_only_reads_is_refused_by_the_desk_whatever_is_sent(
    office: Scene, person: Comes, path: str
) -> None:
    somebody, first = person(INSPECTOR), held(office)[0]
    before = [one.state for one in held(office, *NoticeState)]
    somebody.get(PAGE)
    # A page without a form has no token; a person who knows it is refused by the rights.
    token = {"_token": _token(somebody)}
    answer = somebody.post(
        f"{PAGE}/{path}",
        thu=str(first.id),
        viec=str(first.obligation_id),
        ly_do="x",
        den="co",
        hen="10/5/2024",
        so="1/UBND",
        ngay="09/5/2024",
        **token,
    )
    assert answer.status in (400, 403)
    assert [one.state for one in held(office, *NoticeState)] == before


def _token(somebody: Person) -> str:
    found = re.search(r'name="_token" value="([0-9a-f]+)"', somebody.html)
    return found[1] if found else ""


def test_a_commune_has_no_such_page(reader: Comes) -> None:
    assert reader(OFFICER).get(PAGE).status == 403


@pytest.mark.parametrize("thu", ["", "0", "-1", "9" * 30, "1 OR 1=1", "١٢", "99999"])
def test_a_number_that_is_none_breaks_nothing(office: Scene, person: Comes, thu: str) -> None:
    head = person(HEAD)
    head.get(PAGE)
    answer = head.post(f"{PAGE}/duyet", thu=thu)
    assert answer.status == 400
    assert len(office.entries("notice.released")) == 0
    assert head.get(f"{PAGE}?giu={thu}").status in (200, 400)


def test_what_somebody_typed_is_shown_as_text(office: Scene, person: Comes) -> None:
    somebody, first = person(SPECIALIST), held(office)[0]
    somebody.get(PAGE)
    evil = "<script>alert(1)</script>"
    somebody.post(
        f"{PAGE}/goi",
        thu=str(first.id),
        viec=str(first.obligation_id),
        gap=evil,
        ghi=evil,
        nhanh="da_gap",
    )
    page = somebody.get(f"{PAGE}?giu={first.id}")
    assert "<script>alert" not in page.html
    assert "&lt;script&gt;alert" in page.html


def test_statements_do_not_grow_with_what_waits(office: Scene, person: Comes) -> None:
    somebody, head = person(SPECIALIST), person(HEAD)
    many = _statements(office, somebody)
    head.get(PAGE)
    head.post(f"{PAGE}/duyet", thu=[str(one.id) for one in held(office)[1:]])
    assert abs(_statements(office, somebody) - many) <= 1
    assert many <= 50


def _statements(office: Scene, somebody: Person) -> int:
    found: list[object] = []

    def note(*said: object) -> None:
        found.append(said[2])

    event.listen(office.office.database, "before_cursor_execute", note)
    somebody.get(PAGE)
    event.remove(office.office.database, "before_cursor_execute", note)
    return len(found)


def test_who_is_not_signed_in_is_asked_who_they_are(reader: Comes) -> None:
    assert reader().get(PAGE).path == "/dang-nhap"


def test_more_time_is_asked_on_the_reports_page_and_answered_here(
    office: Scene, person: Comes
) -> None:
    row = office.obligation(SON_NAM)
    path, officer = f"/bao-cao/{row.id}", person(OFFICER)
    assert "Xin gia hạn" in officer.get(path).text
    wrong = officer.post(f"{path}/gia-han", ngay="mai", ly_do="cầu gãy")
    assert (wrong.status, "“mai” không phải một ngày" in wrong.text) == (400, True)
    assert 'value="cầu gãy"' in wrong.html
    until = full_day(row.due_on + timedelta(days=9))
    asked = officer.post(f"{path}/gia-han", ngay=until, ly_do="cầu gãy")
    assert f"Đã xin gia hạn đến {until}; hạn chưa đổi" in asked.text
    head = person(HEAD)
    page = head.get(PAGE)
    assert "Xin gia hạn 01" in page.text
    assert f"xin lùi hạn đến {until} (09 ngày sau hạn" in page.text
    assert "“cầu gãy”" in page.text
    refused = head.post(f"{PAGE}/khong-gia-han", viec=str(row.id), ly_do="đường đã thông")
    assert "Đã trả lời không gia hạn" in refused.text
    assert "không gia hạn lúc" in officer.get(path).text
    assert "đường đã thông" in officer.get(path).text
    officer.post(f"{path}/gia-han", ngay=until, ly_do="cầu lại gãy")
    head.get(PAGE)
    granted = head.post(
        f"{PAGE}/gia-han", viec=str(row.id), so_ngay="9", ly_do="cầu gãy", nguoi_duyet="Chánh VP"
    )
    assert f"Đã gia hạn đến {until}" in granted.text
    assert "Xin gia hạn 01" not in granted.text
    later = officer.get(path)
    assert "đã gia hạn lúc" in later.text
    assert "Gửi đề nghị gia hạn" not in later.text


def test_a_neighbour_asks_nothing_for_another_and_grants_nothing(
    office: Scene, person: Comes
) -> None:
    row = office.obligation(SON_NAM)
    neighbour = person(f"{DAI_PHU}/officer")
    neighbour.get("/viec")
    assert neighbour.post(f"/bao-cao/{row.id}/gia-han", ngay="30/9/2024", ly_do="x").status == 404
    assert neighbour.post(f"/bao-cao/{row.id}/hen", ngay="30/9/2024").status == 404
    assert neighbour.post(f"{PAGE}/gia-han", viec=str(row.id), so_ngay="9").status in (403, 404)
