"""Việc của tôi without a term: begun with one tap, asked once a quarter, never late."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dondoc.setup.database import open_engine
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import D2021, D2024, DAI_PHU, Scene, scene
from tests.web.browsing import Person, doors_open
from tests.web.chromium import live
from tests.web.conftest import it_is

OFFICER = f"{DAI_PHU}/officer"
CASES = "báo cáo trường hợp chưa tham gia BHYT"


@pytest.fixture
def summer(
    sqlite_template: Path, rulebook: Rulebook, policies: PolicyEngine, tmp_path: Path
) -> Iterator[Scene]:
    """An office that follows the dispatch of 2021, in June of that year."""
    file = tmp_path / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{file}")
    with scene(engine, rulebook, policies, tmp_path, directives=(D2021,)) as made:
        it_is(made, "2021-06-07 07:00")
        made.day("2021-06-07")
        it_is(made, "2021-06-07 09:00")
        yield made
    engine.dispose()


def test_a_report_without_a_term_is_begun_and_written(summer: Scene) -> None:
    somebody = Person(doors_open(summer), OFFICER)
    page = somebody.get("/viec")
    assert "Không nêu thời hạn" in page.text
    assert "Văn bản không nêu thời hạn." in page.text
    begun = somebody.post(f"/viec/mo/{D2021}/bao-cao-chua-tham-gia")
    assert begun.path.startswith("/bao-cao/")
    assert "Đã mở báo cáo; văn bản không nêu thời hạn." in begun.text
    again = somebody.get("/viec")
    assert f'action="/viec/mo/{D2021}' not in again.html
    assert "quá hạn từ" not in again.text
    refused = somebody.post(f"/viec/mo/{D2021}/bao-cao")
    assert "không phải báo cáo không nêu thời hạn" in refused.text


def test_a_body_is_asked_once_a_quarter_until_it_says_anything(summer: Scene) -> None:
    somebody = Person(doors_open(summer), OFFICER)
    asked = somebody.get("/viec")
    assert "02 việc không nêu thời hạn: quý II năm 2021 chưa ghi gì" in asked.text
    answered = somebody.post(f"/hoat-dong/{D2021}/khong-thay-doi")
    assert "Đã ghi: quý này không thay đổi." in answered.text
    assert "chưa ghi gì" not in somebody.get("/viec").text


def test_an_office_may_leave_the_question_out(summer: Scene) -> None:
    kept = summer.office.settings
    web = kept.settings.web.model_copy(update={"ask_quarterly": False})
    said = kept.settings.model_copy(update={"web": web})
    summer.office.settings = kept.model_copy(update={"settings": said})
    page = Person(doors_open(summer), OFFICER).get("/viec")
    assert "chưa ghi gì" not in page.text


def test_in_the_middle_of_a_quarter_nobody_is_asked(office: Scene) -> None:
    page = Person(doors_open(office), OFFICER).get("/viec")
    assert f"/hoat-dong/{D2024}/khong-thay-doi" not in page.html


@pytest.mark.browser
def test_what_has_no_term_looks_well(summer: Scene, browser: Browser) -> None:
    with live(summer, browser) as site, site.visit(OFFICER) as seen:
        seen.go("/viec")
        seen.looks_well()
        seen.go(f"/van-ban/{D2021}")
        seen.looks_well()
