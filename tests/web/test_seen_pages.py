"""What is looked at: why a letter was sent, the board of the leaders, the dispatches."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from models import Notice, Obligation
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene
from tests.web.browsing import Person, own_part
from tests.web.morning import HEAD, INSPECTOR, LEADER, OFFICER, SPECIALIST, morning_in

Comes = Callable[..., Person]


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


def notice(scene: Scene, step: str, bearer: str = DAI_PHU, state: str = "") -> Notice:
    with scene.office.reading() as session:
        query = select(Notice).join(Obligation, Obligation.id == Notice.obligation_id)
        query = query.where(Notice.step == step, Obligation.bearer_uid == bearer)
        if state:
            query = query.where(Notice.state == state)
        return session.scalars(query.order_by(Notice.id)).all()[0]


def duty(scene: Scene, bearer: str) -> int:
    with scene.office.reading() as session:
        query = select(Obligation.id).where(
            Obligation.bearer_uid == bearer, Obligation.duty == MONTHLY
        )
        return session.scalars(query.order_by(Obligation.due_on)).all()[0]


def test_a_letter_says_why_with_the_sentence_marked(lived: Scene, reader: Comes) -> None:
    held = notice(lived, "overdue", SON_NAM, "held")
    page = reader(INSPECTOR).get(f"/vi-sao/thu/{held.id}")
    assert page.status == 200
    [marked] = re.findall(r"<mark>(Tổng hợp báo cáo.*?)</mark>", page.html)
    assert marked.endswith("trước ngày 05 hàng tháng")
    assert "là một trong 06 đơn vị" in page.text
    assert "Chỉ tính quá hạn từ" in page.text
    assert "Bắt đầu tính quá hạn" in page.text
    assert "Kính gửi:" in page.text
    assert "khớp" in page.text


def test_every_letter_there_is_can_be_asked_about(lived: Scene, reader: Comes) -> None:
    inspector = reader(INSPECTOR)
    with lived.office.reading() as session:
        last = select(func.max(Notice.id)).group_by(Notice.step)
        numbers = list(session.scalars(last))
    for number in numbers:
        assert inspector.get(f"/vi-sao/thu/{number}").status == 200, number


def test_the_dossier_of_a_body_is_read_by_itself_alone(lived: Scene, reader: Comes) -> None:
    own, other = duty(lived, SON_NAM), duty(lived, DAI_PHU)
    officer = reader(OFFICER)
    assert officer.get(f"/vi-sao/viec/{own}").status == 200
    answer = officer.get(f"/vi-sao/viec/{other}")
    assert answer.status == 403
    assert "Đại Phú" not in answer.text.partition("được:")[0].replace("(02617", "")


def test_the_whole_trail_is_looked_through_by_whoever_may(lived: Scene, reader: Comes) -> None:
    own = duty(lived, SON_NAM)
    assert "Đã kiểm cả dấu vết" in reader(INSPECTOR).get(f"/vi-sao/viec/{own}?kiem=true").text
    page = reader(OFFICER).get(f"/vi-sao/viec/{own}?kiem=true")
    assert "Đã kiểm" not in page.text
    assert "Kiểm lại" not in page.text


def test_the_dossier_is_a_file_too(lived: Scene, reader: Comes) -> None:
    answer = reader(INSPECTOR).get(f"/vi-sao/viec/{duty(lived, SON_NAM)}/ho-so.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "path",
    [
        "/vi-sao/thu/0",
        "/vi-sao/thu/x",
        "/vi-sao/thu/999999",
        "/vi-sao/viec/999999",
        "/vi-sao/thu/1;drop",
        "/vi-sao?sau=-1",
        "/vi-sao?trang_thai=lạ",
        "/van-ban/..%2f..%2fetc",
        "/van-ban/khong-co",
        "/bang?van_ban=khong-co",
        "/bang?ngay=hom-qua",
        "/bang?ngay=2030-01-01",
        "/bang?ngay=" + "9" * 200,
    ],
)
def test_what_is_not_there_is_said_and_nothing_breaks(reader: Comes, path: str) -> None:
    assert reader(INSPECTOR).get(path).status in (400, 403, 404)


def test_the_list_of_letters_is_paged_and_only_of_what_one_sees(reader: Comes) -> None:
    whole = reader(INSPECTOR).get("/vi-sao").text
    assert "Đại Phú" in whole
    mine = reader(OFFICER).get("/vi-sao?sau=0").text
    assert "Sơn Nam" in mine
    assert "Đại Phú" not in mine


def test_the_board_answers_first(reader: Comes) -> None:
    page = reader(LEADER).get("/bang")
    assert page.status == 200
    assert "01/06 đơn vị đã báo cáo kỳ tháng 4 năm 2024, 05 đơn vị quá hạn" in page.text
    assert "bà Hoa, công chức: đang trình ký" in page.text
    assert "Chưa đủ hai kỳ để vẽ" in page.text
    assert "Chờ quyết định" in page.text


def test_a_past_day_has_a_banner_and_no_button(reader: Comes) -> None:
    page = reader(LEADER).get("/bang?ngay=2024-05-02")
    assert "Xem lại ngày 02/5/2024" in page.text
    assert "00/06 đơn vị đã báo cáo" in page.text
    assert "Chờ quyết định" not in page.text
    main = own_part(page.html)
    assert 'method="post"' not in main


def test_the_board_before_any_round_says_so(reader: Comes) -> None:
    answer = reader(LEADER).get("/bang?ngay=2024-04-01")
    assert (answer.status, "chưa theo dõi văn bản nào" in answer.text) == (400, True)


def test_a_dispatch_shows_each_sentence_with_who_bears_it_and_why(reader: Comes) -> None:
    listed = reader(OFFICER).get("/van-ban")
    assert f'href="/van-ban/{D2024}"' in listed.html
    page = reader(OFFICER).get(f"/van-ban/{D2024}")
    assert page.status == 200
    assert "<mark>Tổng hợp báo cáo kết quả" in page.html
    assert "văn bản nêu đích danh" in page.text
    assert "giao chung cho mọi" in page.text
    assert "không nêu ngày ban hành" in page.text
    assert "Văn phòng xác định" in page.text


@pytest.mark.parametrize("path", ["/bang", "/van-ban", "/vi-sao", f"/van-ban/{D2024}"])
def test_an_inspector_reads_all_and_has_no_button_to_act(reader: Comes, path: str) -> None:
    page = reader(INSPECTOR).get(path)
    assert page.status == 200
    assert 'method="post"' not in own_part(page.html)


@pytest.mark.parametrize(("path", "most"), [("/bang", 80), ("/vi-sao", 12), ("/van-ban", 12)])
def test_the_statements_of_a_page_are_few(
    lived: Scene, reader: Comes, path: str, most: int
) -> None:
    somebody, found = reader(SPECIALIST), list[object]()

    def note(*said: object) -> None:
        found.append(said[2])

    event.listen(lived.office.database, "before_cursor_execute", note)
    somebody.get(path)
    event.remove(lived.office.database, "before_cursor_execute", note)
    assert len(found) <= most


def test_a_page_unchanged_since_is_not_sent_again(reader: Comes) -> None:
    somebody = reader(HEAD)
    tag = somebody.get("/van-ban").headers["etag"]
    assert somebody.client.get("/van-ban", headers={"If-None-Match": tag}).status_code == 304
