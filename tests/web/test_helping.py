"""Help, cards, visits struck, villages handed over: what a commune does beside visiting."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dondoc.desk import villages
from dondoc.setup.database import open_engine
from models import Person as Resident
from models import Village
from models.trail import Event, append
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2021, DAI_PHU, Scene, at, scene
from tests.walking import CHAIR, OFFICER, THERE, act, begin
from tests.web.browsing import Person
from tests.web.chromium import Live, live
from tests.web.conftest import doors_open, it_is

BHXH = "bhxh-huyen/officer"
People = Callable[..., Person]


@pytest.fixture
def walked(
    sqlite_template: Path, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """Five near-poor people of a commune, visited; three live in one village that somebody has."""
    file = tmp_path / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with scene(engine, rulebook, policies, tmp_path, directives=[D2021]) as made:
        begin(made)
        when = at("2021-06-21 09:00")
        with made.office.writing() as session:
            session.add(
                Village(
                    id=1,
                    body_uid=DAI_PHU,
                    name="Thôn Hoa Lũng",
                    recorded_at=when,
                    recorded_by=BHXH,
                )
            )
            session.flush()
            for number in (1, 2, 3):
                session.get_one(Resident, number).village_id = 1
            append(session, when, [Event("person.moved", f"person:{one}", {}) for one in (1, 2, 3)])
        given = villages.Given("Thôn Hoa Lũng", "Bà Mẫu", head="Ông Trưởng")
        act(made, CHAIR, villages.assign, villages.Request(DAI_PHU, (given,)), "2021-06-21 09:10")
        it_is(made, "2021-06-21 11:00")
        yield made
    engine.dispose()


def test_help_is_asked_for_answered_and_counted_on_one_page(walked: Scene) -> None:
    app = doors_open(walked)
    somebody = Person(app, OFFICER)
    page = somebody.get("/giup-do")
    assert "02 người chưa ai được hỏi giúp, 01 lời hỏi chờ trả lời" in page.text
    assert "Hồ sơ số 5 : Hội Chữ thập đỏ" in page.text.replace("số 5:", "số 5 :")
    wrong = somebody.post("/giup-do/4/tra-loi", van_ban=D2021)
    assert (wrong.status, "chọn nhận hỗ trợ" in wrong.text) == (400, True)
    said = somebody.post("/giup-do/4/tra-loi", van_ban=D2021, tra_loi="promised")
    assert "Lần vận động số 4: nhận hỗ trợ." in said.text
    asked = {"van_ban": D2021, "ho_so": "3", "loai": "person", "ai": "Bà Lò Thị Mẫu"}
    done = somebody.post("/giup-do/hoi", **asked)
    assert "Đã ghi lần vận động số 5." in done.text
    assert "01 người chưa ai được hỏi giúp, 01 lời hỏi chờ trả lời" in done.text
    assert "Bà Lò Thị Mẫu" in done.text
    assert "00 lời hỏi" in somebody.post("/giup-do/5/huy", van_ban=D2021).text
    outside = {"van_ban": D2021, "viec": "van-dong-ho-tro", "nhung_ai": "người già neo đơn"}
    duty = next(
        one.id
        for one in walked.office.rulebook.directives[D2021].duties.values()
        if "help" in one.shown_by
    )
    outside |= {"viec": duty, "so_nguoi": "3", "giay_to": "BB 2"}
    assert (
        "Đã ghi lần hỗ trợ ngoài danh sách số 1." in somebody.post("/giup-do/ngoai", **outside).text
    )
    other = Person(app, THERE).get("/giup-do")
    assert ("Chữ thập đỏ" in other.text, "số 5" in other.text) == (True, False)


def test_cards_are_asked_for_issued_by_hand_handed_over_and_taken_back(walked: Scene) -> None:
    app = doors_open(walked)
    somebody, insurer = Person(app, OFFICER), Person(app, BHXH)
    assert "00 thẻ đã cấp chưa trao, 00 thẻ chờ cấp" in somebody.get("/the").text
    paper = {"van_ban": D2021, "giay_to": "sổ 1"}
    none = somebody.post("/the/buoc/asked", **paper)
    assert (none.status, "chưa nêu số nào" in none.text) == (400, True)
    asked = somebody.post("/the/buoc/asked", **paper, ho_so=["1", "2"])
    assert "Đã đề nghị cấp thẻ: 2 người." in asked.text
    assert "00 thẻ đã cấp chưa trao, 02 thẻ chờ cấp" in asked.text
    insurer.get("/the")
    days = {"tu": "01/6/2021", "den": "31/12/2021"}
    issued = insurer.post("/the/cap", **paper, **days, ho_so=["1"])
    assert "Đã ghi thẻ đã cấp của 1 người." in issued.text
    assert "01 thẻ đã cấp chưa trao, 01 thẻ chờ cấp" in somebody.get("/the").text
    early = somebody.post("/the/buoc/handed", **paper, ho_so=["2"])
    assert (early.status, "chưa có thẻ nào được cấp" in early.text) == (400, True)
    handed = somebody.post("/the/buoc/handed", **paper, ho_so=["1"])
    assert "00 thẻ đã cấp chưa trao, 01 thẻ chờ cấp" in handed.text
    back = somebody.post("/the/huy/4", van_ban=D2021)
    assert "01 thẻ đã cấp chưa trao" in back.text


def test_a_visit_is_struck_and_villages_are_handed_over_or_left(walked: Scene) -> None:
    app = doors_open(walked)
    somebody, chair = Person(app, OFFICER), Person(app, CHAIR)
    assert "05 lần thăm gần đây" in somebody.get("/thon/da-tham").text
    struck = somebody.post("/thon/da-tham/1", vi_sao="nham-nguoi")
    assert "Đã gạch lần thăm số 1." in struck.text
    assert "Đã gạch : ghi nhầm người" in struck.text.replace("gạch:", "gạch :")
    again = somebody.post("/thon/da-tham/1", vi_sao="nham-nguoi")
    assert again.status == 400
    assert "Bàn giao" not in Person(app, "bhxh-huyen/officer").get("/giao-thon").text
    assert "Bà Mẫu" in chair.get("/giao-thon").text
    given = {"don_vi": DAI_PHU, "ai": "Bà Mẫu"}
    wrong = chair.post("/giao-thon/ban-giao", **given, cho="Ông Thay", tu="mai")
    assert (wrong.status, "không phải ngày" in wrong.text) == (400, True)
    done = chair.post("/giao-thon/ban-giao", **given, cho="Ông Thay")
    assert "Đã bàn giao 1 thôn." in done.text
    assert "cán bộ: Ông Thay" in done.text
    ended = chair.post("/giao-thon/ban-giao", don_vi=DAI_PHU, ai="Ông Thay")
    assert "Đã thôi giao 1 thôn; chưa ai nhận." in ended.text
    assert "01 thôn có người trong danh sách mà chưa ai phụ trách" in ended.text


@pytest.mark.browser
def test_the_pages_look_well_and_need_no_script(walked: Scene, browser: object) -> None:
    with live(walked, browser) as site:  # type: ignore[arg-type]
        with site.visit(OFFICER, java_script_enabled=False) as seen:
            seen.go("/the")
            seen.page.locator("summary").first.click()
            seen.page.get_by_label("số 1", exact=True).check()
            seen.page.locator("#f-giay_to-asked").fill("sổ 1")
            seen.page.get_by_role("button", name="Ghi đã đề nghị cấp").click()
            assert seen.page.get_by_text("Đã đề nghị cấp thẻ: 1 người.").is_visible()
        looked(site)


def looked(site: Live) -> None:
    for said, paths in (
        (OFFICER, ("/giup-do", "/the", "/thon/da-tham")),
        (CHAIR, ("/giao-thon", "/can-ky")),
        (BHXH, ("/the",)),
    ):
        with site.visit(said) as seen:
            for path in paths:
                seen.go(path)
                seen.page.evaluate(
                    "document.querySelectorAll('details').forEach(one => one.open = true)"
                )
                seen.looks_well(widths=(360, 1280))
