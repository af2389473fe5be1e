"""A draft: shared by a body's posts, sealed where it waits, never a report, filed once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dondoc.desk import draft, filing
from dondoc.desk.context import Desk, Which, desk
from dondoc.errors import Refused
from dondoc.reports.attach import Examined
from dondoc.reports.draft_text import Typed
from models import Attachment, Draft, Entry, Report
from tests.offices import D2024, DAI_PHU, MONTHLY, SON_NAM, Scene, at
from tests.reporting import MAY, file_report

OF = Which(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
OFFICER, CHAIR = f"{DAI_PHU}/officer", f"{DAI_PHU}/chair"
OBSTACLE = "Còn 03 thôn chưa thu được"
CELLS = {
    f"{row}.{figure}": str(number)
    for row, figures in MAY.groups.items()
    for figure, number in figures.items()
} | {"done": "Đã tuyên truyền tại 12 thôn", "as_of": "30/4/2024"}
PDF = Examined("ke-hoach.pdf", "application/pdf", b"%PDF-1.7 mat khau")


@contextmanager
def at_desk(scene: Scene, who: str = OFFICER, when: str = "2024-05-02 09:00") -> Iterator[Desk]:
    with desk(scene.office, at(when), who) as opened:
        yield opened


def save(scene: Scene, version: int, writer: str = "Lan", **cells: str) -> draft.Answer:
    typed = Typed(version, {name.replace("__", "."): text for name, text in cells.items()})
    with at_desk(scene) as opened:
        return draft.save(opened, draft.Request(OF, typed, writer))


def read(scene: Scene, who: str = OFFICER) -> draft.Seen:
    with at_desk(scene, who) as opened:
        return draft.seen(opened, opened.one(OF))


def file(scene: Scene, once: str = "trang-1", version: int = 0, **more: object) -> object:
    typed = Typed(version, CELLS)
    with at_desk(scene) as opened:
        return filing.file(opened, filing.Filing(OF, typed, "Lan", once, **more))  # type: ignore[arg-type]


@pytest.fixture
def opened(office: Scene) -> Scene:
    office.day("2024-04-26")
    return office


def test_what_one_post_wrote_the_others_of_its_body_see_and_nobody_else(opened: Scene) -> None:
    save(opened, 0, obstacles=OBSTACLE)
    said = read(opened, CHAIR).text.last("obstacles")
    assert said is not None
    assert (said.text, said.writer, said.at) == (OBSTACLE, "Lan", at("2024-05-02 09:00"))
    for stranger in (f"{SON_NAM}/officer", "bhxh-huyen/officer", "van-phong/specialist"):
        with pytest.raises(Refused, match="không được viết bản nháp"):
            read(opened, stranger)


def test_nothing_of_a_draft_lies_open_in_the_database_the_folder_or_the_trail(
    opened: Scene,
) -> None:
    typed = Typed(0, {"obstacles": OBSTACLE})
    with at_desk(opened) as one:
        draft.save(one, draft.Request(OF, typed, "Lan", (draft.Brought(PDF),)))
    folder = opened.office.settings.state_folder
    for path in filter(Path.is_file, folder.rglob("*")):
        content = path.read_bytes()
        assert OBSTACLE.encode() not in content, path
        assert b"mat khau" not in content, path
        assert b"ke-hoach" not in content, path


def test_a_draft_is_no_report_and_its_obligation_waits_as_before(opened: Scene) -> None:
    save(opened, 0, obstacles=OBSTACLE)
    row = opened.obligation()
    assert (row.state, row.received_at) == ("open", None)
    with opened.office.reading() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 0


def test_two_who_change_different_cells_lose_nothing(opened: Scene) -> None:
    save(opened, 0, obstacles=OBSTACLE)
    save(opened, 1, "Hùng", proposals="Thêm loa")
    behind = save(opened, 1, done="Đã họp thôn")
    assert behind.clashes == ()
    assert read(opened).text.cells == {
        "obstacles": OBSTACLE,
        "proposals": "Thêm loa",
        "done": "Đã họp thôn",
    }


def test_who_changed_the_same_cell_on_an_older_version_is_shown_the_others_word(
    opened: Scene,
) -> None:
    save(opened, 0, obstacles="một")
    save(opened, 1, "Hùng", obstacles="hai")
    behind = save(opened, 1, obstacles="ba")
    [clash] = behind.clashes
    assert (clash.at, clash.mine, clash.theirs.text) == ("obstacles", "ba", "hai")
    assert read(opened).text.cells["obstacles"] == "hai"
    assert save(opened, behind.version, obstacles="ba").clashes == ()
    found = read(opened).text
    assert [one.text for one in found.said["obstacles"]] == ["một", "hai", "ba"]
    assert found.cells["obstacles"] == "ba"


def test_what_is_no_cell_of_the_form_is_refused(opened: Scene) -> None:
    with pytest.raises(Refused, match="không có ô 'state'"):
        save(opened, 0, state="accepted")


def test_a_report_written_on_a_page_is_filed_with_its_files_and_the_draft_goes(
    any_office: Scene,
) -> None:
    opened = any_office
    opened.day("2024-04-26")
    with at_desk(opened) as one:
        typed = Typed(0, {"obstacles": OBSTACLE})
        draft.save(one, draft.Request(OF, typed, "Lan", (draft.Brought(PDF),)))
    done = file(opened, version=1)
    assert isinstance(done, filing.Filed)
    with opened.office.reading() as session:
        report = session.get_one(Report, done.report)
        kept = session.scalars(select(Attachment)).one()
        left = session.scalars(select(Draft)).one()
    assert report.figures is not None
    assert report.figures["obstacles"] == OBSTACLE
    assert (report.road, kept.name, left.sealed) == ("system", "ke-hoach.pdf", None)
    assert opened.obligation().state == "submitted"
    folder = opened.office.settings.state_folder
    assert not list((folder / "drafts").rglob("*.*"))
    assert not (folder / "drafts" / str(opened.obligation().id)).exists()


def test_a_page_that_is_sent_twice_files_once(opened: Scene) -> None:
    first, again = file(opened), file(opened)
    assert isinstance(first, filing.Filed)
    assert again == filing.Filed(first.report, again=True)
    with opened.office.reading() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 1


def test_a_second_tab_with_another_page_is_told_that_it_was_filed(opened: Scene) -> None:
    file(opened)
    with pytest.raises(Refused, match="báo cáo này đã nộp"):
        file(opened, once="trang-2")


def test_what_a_check_stands_against_is_saved_and_not_filed(opened: Scene) -> None:
    typed = Typed(0, CELLS | {"dtts.closing": "91"})
    with at_desk(opened) as one:
        done = filing.file(one, filing.Filing(OF, typed, "Lan", "trang-1"))
    assert isinstance(done, filing.Stopped)
    assert opened.obligation().state == "open"
    assert read(opened).text.cells["dtts.closing"] == "91"


def test_a_closing_that_is_left_empty_is_what_its_row_adds_up_to(opened: Scene) -> None:
    typed = Typed(0, CELLS | {"dtts.closing": ""})
    with at_desk(opened) as one:
        shown = filing.page(one, one.one(OF), typed)
    assert shown.sheet is not None
    cell = next(one for one in shown.sheet.rows[1].cells if one.at == "dtts.closing")
    assert cell.sums == "100 + 2 − 12 = 90"
    assert shown.sheet.filled.groups["dtts"]["closing"] == 90
    assert shown.sheet.amiss == ()


def test_numbers_are_read_as_people_type_them(opened: Scene) -> None:
    typed = Typed(0, CELLS | {"dtts.opening": "1.240", "dtts.closing": "1.230"})
    with at_desk(opened) as one:
        shown = filing.page(one, one.one(OF), typed)
    assert shown.sheet is not None
    assert shown.sheet.filled.groups["dtts"]["opening"] == 1240
    assert not [one for one in shown.sheet.amiss if one.at == "dtts.closing"]


def test_nothing_to_report_is_a_whole_report_and_leaves_the_draft_behind(opened: Scene) -> None:
    file_report(opened, MAY, "2024-05-03 09:00")
    june = Which(D2024, MONTHLY, DAI_PHU, date(2024, 6, 5))
    with at_desk(opened, when="2024-06-03 09:00") as one:
        done = filing.file(one, filing.Filing(june, Typed(0), "Lan", "trang-6", nil=True))
    assert isinstance(done, filing.Filed)
    with opened.office.reading() as session:
        figures = session.get_one(Report, done.report).figures
    assert figures is not None
    assert figures["nil"] is True


def test_a_draft_begins_and_ends_in_the_trail_without_a_word_of_it(opened: Scene) -> None:
    save(opened, 0, obstacles=OBSTACLE)
    save(opened, 1, obstacles="khác")
    with at_desk(opened) as one:
        draft.discard(one, draft.Discarding(OF))
    with opened.office.reading() as session:
        query = select(Entry.kind).where(Entry.kind.startswith("draft.")).order_by(Entry.seq)
        assert list(session.scalars(query)) == ["draft.begun", "draft.discarded"]


def test_a_draft_that_somebody_changed_in_the_database_opens_no_more(opened: Scene) -> None:
    save(opened, 0, obstacles=OBSTACLE)
    with opened.office.database.connect() as connection:
        connection.exec_driver_sql("UPDATE draft SET version = 7")
        connection.commit()
    with pytest.raises(Exception, match="không mở được bằng khóa"):
        read(opened)


def test_on_the_last_working_day_a_draft_is_said_once_not_to_be_a_report(opened: Scene) -> None:
    save(opened, 0, obstacles=OBSTACLE)
    for day in ("02", "03", "04", "06", "07"):
        opened.day(f"2024-05-{day}")
    said = [line for line in opened.story() if "draft" in line]
    assert said == ["04/05 draft_waiting → officer: sent"]
    letter = next(one for one in opened.gateway.sent if "CHƯA NỘP" in one.text)
    assert OBSTACLE not in letter.text


def test_who_has_written_nothing_or_filed_hears_nothing_of_a_draft(opened: Scene) -> None:
    file(opened)
    for day in ("03", "04"):
        opened.day(f"2024-05-{day}")
    assert not [line for line in opened.story() if "draft" in line]
