"""Long work: how far it is, what was refused, stopped between two items, broken off."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from dondoc.web import jobs
from dondoc.web.jobs import Item, Job, Jobs, JobState
from models import Notice
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook
from tests.offices import DAI_PHU, SON_NAM, Scene
from tests.reporting import MAY, file_report
from tests.web.browsing import Person, doors_open
from tests.web.chromium import Live
from tests.web.conftest import it_is
from tests.web.morning import HEAD, morning_in
from tests.web.test_round import BHXH, ROUND

NEW = Job("", BHXH, None, "tiếp nhận báo cáo", "đã tiếp nhận", "/dot", 0, 0)


def finished() -> None:
    """Wait until the threads that do long work have ended."""
    for thread in threading.enumerate():
        if thread.name == jobs.THREAD:
            thread.join(30)


@pytest.fixture
def one_is_many() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jobs, "AT_ONCE", 1)
        yield


def test_each_item_is_counted_and_what_is_refused_is_said(tmp_path: Path) -> None:
    work = Jobs(tmp_path)
    items = [Item("Xã Một", lambda: ""), Item("Xã Hai", lambda: "chưa có số liệu")]
    id_ = work.start(NEW, items)
    finished()
    job = work.find(id_)
    assert job is not None
    assert (job.state, job.done, job.well) == (JobState.DONE, 2, 1)
    assert job.refused == (("Xã Hai", "chưa có số liệu"),)
    assert b"X\xc3\xa3" not in (tmp_path / jobs.FOLDER / id_).read_bytes()


def test_a_stop_ends_between_two_items_and_what_is_done_stays(tmp_path: Path) -> None:
    work, did, begun, go = Jobs(tmp_path), list[int](), threading.Event(), threading.Event()

    def first() -> str:
        begun.set()
        go.wait(30)
        did.append(1)
        return ""

    def second() -> str:
        did.append(2)
        return ""

    id_ = work.start(NEW, [Item("Xã Một", first), Item("Xã Hai", second)])
    begun.wait(30)
    work.stop(id_)
    go.set()
    finished()
    job = work.find(id_)
    assert did == [1]
    assert job is not None
    assert (job.state, job.done, job.total) == (JobState.STOPPED, 1, 2)


def test_after_a_restart_it_is_said_where_the_work_broke_off(tmp_path: Path) -> None:
    work, begun, go = Jobs(tmp_path), threading.Event(), threading.Event()

    def second() -> str:
        begun.set()
        go.wait(30)
        return ""

    id_ = work.start(NEW, [Item("Xã Một", lambda: ""), Item("Xã Hai", second)])
    begun.wait(30)
    # Another process of the same folder, after this one is gone, knows of no thread at it.
    job = Jobs(tmp_path).find(id_)
    go.set()
    finished()
    assert job is not None
    assert (job.state, job.done, job.at) == (JobState.BROKEN, 1, "Xã Hai")


def test_a_number_that_is_none_is_nothing(tmp_path: Path) -> None:
    assert Jobs(tmp_path).find("../signing.key") is None
    assert Jobs(tmp_path).find("0" * 32) is None


def test_all_that_wait_are_taken_on_a_page_that_says_how_far_it_is(
    office: Scene, person: Callable[..., Person], one_is_many: None
) -> None:
    it_is(office, "2024-05-07 09:30")
    for body in (DAI_PHU, SON_NAM):
        file_report(office, MAY, "2024-05-07 09:10", bearer=body)
    somebody, other = person(BHXH), person("bhxh-huyen/director")
    assert "Tiếp nhận cả 2 báo cáo đang chờ" in somebody.get(ROUND).text
    page = somebody.post(f"{ROUND}/chon", viec="tiep-nhan-het", loc="tat-ca")
    finished()
    done = somebody.get(page.path)
    assert "Xong: đã tiếp nhận 02/02" in done.text
    assert "every 1s" not in done.html
    assert len(office.entries("report.accepted")) == 2
    assert other.get(page.path).status == 404


def test_while_it_runs_the_page_looks_again_by_itself_without_a_script_too(
    office: Scene, person: Callable[..., Person]
) -> None:
    somebody, begun, go = person(BHXH), threading.Event(), threading.Event()

    def waits() -> str:
        begun.set()
        go.wait(30)
        return ""

    work = Jobs(office.office.settings.state_folder)
    id_ = work.start(NEW, [Item("Xã Một", waits), Item("Xã Hai", lambda: "")])
    begun.wait(30)
    written = work.find(id_)
    assert written is not None
    # The page's own process has not begun it: another one that lives has.
    work._write(replace(written, process=1))
    page = somebody.get(f"/viec-lau/{id_}")
    go.set()
    finished()
    assert "Đang tiếp nhận báo cáo: 00/02" in page.text
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page.html
    assert 'hx-trigger="every 1s"' in page.html
    assert "Dừng sau mục này" in page.text


def test_many_letters_are_let_go_one_by_one(
    sqlite_template: Path,
    rulebook: Rulebook,
    policies: PolicyEngine,
    tmp_path: Path,
    one_is_many: None,
) -> None:
    with morning_in(tmp_path, sqlite_template, rulebook, policies) as made:
        head = Person(doors_open(made), HEAD)
        head.get("/quyet-dinh")
        with made.office.reading() as session:
            ids = list(session.scalars(select(Notice.id).where(Notice.state == "held")))
        page = head.post("/quyet-dinh/duyet", thu=[str(one) for one in ids])
        finished()
        done = head.get(page.path).text
    assert f"đã duyệt {len(ids):02}/{len(ids):02}" in done
    assert len(made.entries("notice.released")) == len(ids)


@pytest.mark.browser
def test_the_page_of_long_work_looks_well_and_looks_again_by_itself(
    office: Scene, own_site: Live
) -> None:
    begun, go = threading.Event(), threading.Event()

    def waits() -> str:
        begun.set()
        go.wait(60)
        return "chưa có số liệu"

    work = Jobs(office.office.settings.state_folder)
    id_ = work.start(NEW, [Item("Xã Một", waits)])
    begun.wait(30)
    written = work.find(id_)
    assert written is not None
    work._write(replace(written, process=1))
    with own_site.visit(BHXH) as seen:
        seen.go(f"/viec-lau/{id_}")
        seen.looks_well()
        go.set()
        seen.page.get_by_text("Xong: đã tiếp nhận 00/01").wait_for()
        seen.looks_well()
