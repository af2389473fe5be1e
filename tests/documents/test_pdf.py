"""What the PDFs hold, read back: fonts, text, pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from unicodedata import is_normalized, normalize

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from dondoc.documents.kinds.consolidation.content import Said
from dondoc.documents.writers import typesetter
from dondoc.documents.writers.letters import MISSING, drawable
from dondoc.documents.writers.official import Signature
from dondoc.documents.writers.typesetter import FontTrouble
from tests.documents import samples
from tests.documents.made import pdf


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def text(data: bytes) -> str:
    """All text with single spaces, as a reader would copy it."""
    pages = (page.extract_text() for page in read(data).pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def pictures(data: bytes) -> Iterator[list[bytes]]:
    """Each page as rows of grey points, one a byte, 36 to the inch."""
    for page in pypdfium2.PdfDocument(data):
        bitmap = page.render(scale=0.5, grayscale=True)
        points, wide, step = bytes(bitmap.buffer), bitmap.width, bitmap.stride
        yield [points[y * step : y * step + wide] for y in range(bitmap.height)]


def dark(rows: list[bytes]) -> float:
    """The share of dark points."""
    points = b"".join(rows)
    return 1 - len(points.translate(None, bytes(range(128)))) / len(points)


def assert_clear_edges(data: bytes) -> None:
    """Nothing is drawn within 10 mm of the left, right and lower edge of a page."""
    edge = int(10 / 25.4 * 72 * 0.5)
    for rows in pictures(data):
        assert dark([row[:edge] for row in rows]) == 0
        assert dark([row[-edge:] for row in rows]) == 0
        assert dark(rows[-edge:]) == 0


def fonts(data: bytes) -> set[str]:
    found = set()
    for page in read(data).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found.add(font.get_object()["/BaseFont"].split("+")[-1])
    return found


@pytest.mark.parametrize("name", samples.ALL)
def test_every_letter_comes_from_the_shipped_font(name: str) -> None:
    used = fonts(pdf(samples.ALL[name](), samples.AT))
    assert used
    assert all(font.startswith("Tinos") for font in used)


@pytest.mark.parametrize("name", samples.ALL)
def test_each_page_renders_to_a_picture_with_ink(name: str) -> None:
    data = pdf(samples.ALL[name](), samples.AT)
    assert all(dark(rows) > 0.001 for rows in pictures(data))
    assert_clear_edges(data)


def test_the_pages_are_a4_and_their_text_is_nfc() -> None:
    data = pdf(samples.commune_report(), samples.AT)
    box = read(data).pages[0].mediabox
    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)
    assert is_normalized("NFC", text(data))


def test_the_urging_says_what_the_model_says() -> None:
    said = text(pdf(samples.urging(), samples.AT))
    for words in (
        "ỦY BAN NHÂN DÂN HUYỆN SƠN DƯƠNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "V/v đôn đốc báo cáo kết quả thực hiện chính sách bảo hiểm y tế",
        "đến 16 giờ ngày 08/5/2024 còn 03 đơn vị chưa gửi báo cáo",
        "1. Yêu cầu Ủy ban nhân dân các xã, thị trấn nêu trên gửi báo cáo trước 16 giờ ngày "
        "09/5/2024, nêu rõ nguyên nhân chậm.",
        "3. Giao Văn phòng HĐND và UBND huyện theo dõi, đôn đốc, báo cáo kết quả./.",
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
    ):
        assert words in said


def test_number_and_day_are_left_for_the_clerk() -> None:
    said = text(pdf(samples.urging(), samples.AT)).replace("\u00a0", " ")
    assert "Số: /UBND-VX" in " ".join(said.split())
    assert "Sơn Dương, ngày tháng 5 năm 2024" in " ".join(said.split())


@pytest.mark.parametrize(("month", "written"), [(1, "tháng 01"), (2, "tháng 02"), (3, "tháng 3")])
def test_only_january_and_february_have_a_leading_zero(month: int, written: str) -> None:
    draft = samples.urging()
    heading = replace(draft.frame.heading, month=date(2024, month, 1))
    moved = replace(draft, frame=replace(draft.frame, heading=heading))
    assert f"{written} năm 2024" in text(pdf(moved, samples.AT))


def test_pages_are_numbered_from_the_second_and_each_appendix_anew() -> None:
    pages = read(pdf(samples.consolidated(partial=True), samples.AT)).pages
    first_lines = [page.extract_text().strip().splitlines()[0].strip() for page in pages]
    assert first_lines[1] == "2"
    assert first_lines[0] != "1"
    starts = [i for i, line in enumerate(first_lines) if line.startswith("Phụ lục")]
    assert len(starts) == 3


def test_thirty_one_rows_across_pages_repeat_the_heading() -> None:
    report = samples.consolidated()
    long = tuple(replace(p, road="văn bản giấy, " * 6) for p in report.punctuality)
    pages = read(pdf(replace(report, punctuality=long), samples.AT)).pages
    heads = [page for page in pages if "Thời điểm" in page.extract_text()]
    assert len(heads) >= 2


def test_a_partial_report_names_the_absent_and_marks_their_figures() -> None:
    said = text(pdf(samples.consolidated(partial=True), samples.AT))
    assert "Đơn vị chưa có báo cáo kỳ này: các xã Ninh Lai, Tân Trào" in said
    assert "Ninh Lai (*) (31/3/2024)" in said
    assert "Riêng đơn vị đã báo cáo" in said


def test_the_dossier_holds_each_hash_in_full() -> None:
    said = text(pdf(samples.dossier(), samples.AT))
    for notice in samples.dossier().notices:
        assert notice.proof is not None
        assert notice.proof.hash in said


def test_the_agenda_does_not_tell_from_when_it_counts_as_late() -> None:
    said = text(pdf(samples.agenda(), samples.AT))
    assert "04/5/2024 (làm bù)" in said
    assert "quá hạn" not in said


def test_the_same_data_and_instant_give_the_same_bytes() -> None:
    assert pdf(samples.brief(), samples.AT) == pdf(samples.brief(), samples.AT)


MARKUP = r"""#let x = 1; $a_1$ @ref *b* _i_ <tag> [x] \u{41} "q" 'q' `raw` // = - + ~ & %"""


def test_markup_in_a_text_is_shown_letter_for_letter() -> None:
    report = replace(samples.commune_report(), texts=samples.told("", MARKUP, ""))
    assert MARKUP in text(pdf(report, samples.AT))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200))
@pytest.mark.long
def test_any_text_makes_a_document_in_the_one_font(written: str) -> None:
    report = replace(samples.nil_report(), texts=samples.told(f"x{written}x", written, ""))
    assert all(font.startswith("Tinos") for font in fonts(pdf(report, samples.AT)))


def test_a_letter_the_font_lacks_becomes_a_box_and_no_other_font() -> None:
    assert drawable("số 😀 漢 ế") == f"số {MISSING} {MISSING} ế"
    report = replace(samples.commune_report(), texts=samples.told("😀 漢", "", ""))
    assert all(font.startswith("Tinos") for font in fonts(pdf(report, samples.AT)))


def test_decomposed_letters_are_composed() -> None:
    texts = samples.told(normalize("NFD", "Đã vận động được hộ"), "", "")
    report = replace(samples.commune_report(), texts=texts)
    assert "Đã vận động được hộ" in text(pdf(report, samples.AT))


@pytest.mark.long
def test_very_long_texts_run_over_pages_and_stay_on_them() -> None:
    word = "https://" + "a" * 400
    report = replace(
        samples.consolidated(),
        texts=samples.said((), (), (Said("xã Đại Phú", f"{'Đề nghị cấp thẻ. ' * 900} {word}"),)),
    )
    data = pdf(report, samples.AT)
    assert len(read(data).pages) > 8
    assert word in text(data).replace(" ", "")
    assert_clear_edges(data)


def test_the_leaders_brief_is_one_page() -> None:
    assert len(read(pdf(samples.brief(), samples.AT)).pages) == 1


def test_thirty_one_addressees_and_no_copies_still_make_a_document() -> None:
    names = tuple(f"UBND xã {name}" for name in (*samples.TWELVE, *samples.OTHERS))
    bare = replace(samples.DISTRICT, copies=(), signature=Signature(()))
    data = pdf(replace(samples.urging(), absent=names, frame=bare), samples.AT)
    assert "Vĩnh Lợi." in text(data)
    assert_clear_edges(data)


def test_an_unknown_font_family_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "official.typ"
    broken.write_text('#set text(font: "No Such Font")\nx', encoding="utf-8")
    monkeypatch.setattr(typesetter, "_TEMPLATE", broken)
    with pytest.raises(FontTrouble, match="unknown font family"):
        pdf(samples.brief(), samples.AT)


def test_a_row_stays_on_one_page_and_a_very_long_text_is_not_cut() -> None:
    """Rows of seven lines end a page early; a text of pages goes on, to its last word."""
    file = samples.dossier()
    long = " ".join(f"từ{number}" for number in range(3_000))
    whole = text(
        pdf(replace(file, decisions=(replace(file.decisions[0], reason=long),)), samples.AT)
    )
    assert all(f"từ{number}" in whole for number in (0, 1_500, 2_999))
    notices = tuple(
        replace(file.notices[0], because="ĐẦU " + "một hai ba " * 12 + "CUỐI") for _ in range(12)
    )
    pages = [
        page.extract_text() for page in read(pdf(replace(file, notices=notices), samples.AT)).pages
    ]
    assert sum("ĐẦU" in page for page in pages) > 1
    assert all(page.count("ĐẦU") == page.count("CUỐI") for page in pages)
