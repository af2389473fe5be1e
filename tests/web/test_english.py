"""The pages in English: every text of every template has its English; what is official stays."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from dondoc.web.registry import PAGES
from dondoc.web.rendering import HERE, environment
from dondoc.web.words import ENGLISH, english, texts, words
from tests.offices import D2024, DAI_PHU, MONTHLY, Scene
from tests.web.browsing import Person, found_by
from tests.web.chromium import Live
from tests.web.in_english import VIETNAMESE, Words
from tests.web.people import let_in, sets_password, signs_in, stranger
from tests.web.test_registry import ROLES

OFFICER = f"{DAI_PHU}/officer"
TEMPLATES = sorted([*HERE.glob("templates/**/*.html"), *HERE.glob("pages/**/*.html")])
# What a person does at a page, and finds their way by.
_OURS = re.compile(
    r"<(?:button|label|legend|th|summary|h2)\b[^>]*>(.*?)</(?:button|label|legend|th|summary|h2)>",
    re.DOTALL,
)


def test_every_text_of_every_template_has_its_english() -> None:
    made = environment("/static")
    lacking = {
        text: file.name
        for file in TEMPLATES
        for text in texts(made, file.read_text("utf-8"))
        if text not in words()
    }
    assert lacking == {}
    assert {page.label for page in PAGES if page.label} <= set(words())


def test_the_list_is_sorted_and_says_nothing_twice() -> None:
    lines = ENGLISH.read_text("utf-8").splitlines()
    keys = [line for line in lines if not line.startswith(("#", ":"))]
    assert len(keys) == len(words())
    assert list(words()) == sorted(words())
    for text, said in words().items():
        assert said.count("#") == text.count("#"), text


def test_a_browser_reads_in_english_until_it_is_switched_back(
    reader: Callable[..., Person],
) -> None:
    somebody = reader("van-phong/administrator")
    somebody.get("/he-thong")
    page = somebody.post("/dang-nhap/ngon-ngu", ngon_ngu="en", ve="/he-thong")
    assert page.path == "/he-thong"
    assert '<html lang="en">' in page.html
    assert "Examination" in page.text
    assert "Stop all sending" in page.text
    back = somebody.post("/dang-nhap/ngon-ngu", ngon_ngu="vi", ve="/he-thong")
    assert "Khám hệ thống" in back.text
    assert somebody.post("/dang-nhap/ngon-ngu", ngon_ngu="en", ve="//evil.example").path != "//"


def test_an_account_is_read_in_its_language_wherever_it_signs_in(office: Scene) -> None:
    somebody = stranger(office)
    sets_password(somebody, let_in(office, "lan.vhxh", OFFICER))
    somebody.get("/viec")
    assert "My work" in somebody.post("/dang-nhap/ngon-ngu", ngon_ngu="en", ve="/viec").text
    somebody.post("/dang-nhap/ra")
    assert "Sign in" not in somebody.get("/dang-nhap").text
    elsewhere = stranger(office)
    assert "My work" in signs_in(elsewhere, "lan.vhxh").text


def test_what_the_office_wrote_stays_as_it_was_written(reader: Callable[..., Person]) -> None:
    somebody = reader("van-phong/office-head")
    plain = somebody.get("/van-ban/son-duong-bhyt-2024").html
    somebody.post("/dang-nhap/ngon-ngu", ngon_ngu="en", ve="/")
    put = somebody.get("/van-ban/son-duong-bhyt-2024").html
    marks = re.findall(r"<mark>.*?</mark>", plain, re.DOTALL)
    assert marks
    assert re.findall(r"<mark>.*?</mark>", put, re.DOTALL) == marks


@pytest.mark.parametrize("said", ROLES)
def test_what_one_does_at_a_page_is_in_english_for_every_role(
    reader: Callable[..., Person], said: str
) -> None:
    somebody = reader(said)
    somebody.post("/dang-nhap/ngon-ngu", ngon_ngu="en", ve="/")
    left = {}
    for path in found_by(somebody):
        html = somebody.get(path).html
        for found in _OURS.findall(html):
            text = " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())
            if text in words() and words()[text] != text:
                left[text] = path
    assert left == {}


INNER = (
    f"/dot/{D2024}/{MONTHLY}/2024-05-05",
    f"/dot/{D2024}/{MONTHLY}/2024-05-05/{DAI_PHU}",
    f"/dot/{D2024}/{MONTHLY}/2024-05-05/tong-hop",
    f"/van-ban/{D2024}",
    "/vi-sao/viec/1",
)


@pytest.mark.parametrize("said", ["van-phong/office-head", "bhxh-huyen/officer", OFFICER])
def test_whatever_stays_vietnamese_in_an_english_page_is_marked_as_such(
    reader: Callable[..., Person], said: str
) -> None:
    somebody = reader(said)
    somebody.post("/dang-nhap/ngon-ngu", ngon_ngu="en", ve="/")
    for path in (*found_by(somebody), *INNER):
        page = somebody.get(path)
        assert Words(page.html).unmarked == [], path


def test_how_things_stand_is_said_in_english(reader: Callable[..., Person]) -> None:
    head = reader("van-phong/office-head")
    head.post("/dang-nhap/ngon-ngu", ngon_ngu="en", ve="/")
    for path in ("/bang", "/quyet-dinh", "/dot", INNER[0], INNER[2]):
        heading = Words(head.get(path).html).heading
        assert not VIETNAMESE.search(heading), (path, heading)
    assert "Not recorded" in head.get(INNER[0]).text


def test_a_text_of_parts_is_put_into_english_where_each_part_is_ours() -> None:
    assert (
        english("05 đơn vị quá hạn; tháng 4/2024: đúng hạn")
        == "05 bodies late; month 4/2024: in time"
    )
    assert english("05 đơn vị quá hạn, Xã Đại Phú") == "05 đơn vị quá hạn, Xã Đại Phú"


@pytest.mark.browser
def test_the_pages_in_english_look_well(site: Live) -> None:
    with site.visit(OFFICER) as seen:
        seen.go("/viec")
        seen.page.get_by_role("button", name="English").click()
        for path in ("/viec", "/bao-cao", "/van-ban"):
            seen.go(path)
            seen.looks_well()


@pytest.mark.browser
def test_the_pages_of_the_office_in_english_look_well(site: Live) -> None:
    with site.visit("van-phong/office-head") as seen:
        seen.go("/quyet-dinh")
        seen.page.get_by_role("button", name="English").click()
        for path in ("/quyet-dinh", "/bang", INNER[0], INNER[3]):
            seen.go(path)
            seen.looks_well()
