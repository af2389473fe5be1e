"""Files from outside: known by their content, looked through within limits, kept by digest."""

import io
import zipfile
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import pytest
import xlsxwriter
from sqlalchemy import select

from dondoc.errors import NotPossible, Refused
from dondoc.incoming.packed import members
from dondoc.reports.attach import DOCX, FOLDER, MOST_BYTES, XLSX, examine, examine_content, keep
from models import Attachment
from tests.offices import Scene
from tests.reporting import MAY, file_report

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, 1)
    return out.getvalue()


WORD = packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("Báo cáo.pdf", PDF, "application/pdf"),
        ("bien-ban.PNG", PNG, "image/png"),
        ("anh.jpeg", b"\xff\xd8\xff\xe0" + bytes(8), "image/jpeg"),
        ("quet.tif", b"II*\x00" + bytes(8), "image/tiff"),
        ("bao-cao.docx", WORD, DOCX),
        ("bieu.xlsx", workbook(), XLSX),
    ],
)
def test_a_document_is_known_by_what_it_holds(name: str, content: bytes, expected: str) -> None:
    assert examine_content(name, content).content_type == expected


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bao-cao.pdf", b"", "tệp trống"),
        ("bao-cao.pdf", b"MZ\x90\x00" + bytes(60), "là một chương trình, không phải tài liệu"),
        ("bao-cao.docx", b"\x7fELF" + bytes(60), "là một chương trình"),
        ("bao-cao.pdf", PNG, "nội dung là .png, tên tệp lại là “.pdf”"),
        ("bao-cao.exe", PDF, "nội dung là .pdf, tên tệp lại là “.exe”"),
        ("bao-cao.docx", workbook(), "nội dung là .xlsx, tên tệp lại là “.docx”"),
        ("bao-cao.doc", b"\xd0\xcf\x11\xe0" + bytes(60), "không nhận loại tệp này"),
        ("ghi-chu.txt", "xin chào".encode(), "không nhận loại tệp này"),
        ("bo.zip", packed({"a.txt": b"a"}), "không nhận loại tệp này"),
        ("bieu.xlsx", workbook()[:-40], "bị hỏng hoặc không trọn vẹn"),
        (
            "bieu.xlsx",
            packed({"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/vbaProject.bin": b"x"}),
            "tệp có macro",
        ),
        (normalize("NFD", "Báo cáo.pdf"), PDF, r"Unicode tổ hợp \(NFD\)"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(name: str, content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        examine_content(name, content)


def test_two_hundred_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    file = tmp_path / "lon.pdf"
    with file.open("wb") as made:
        made.truncate(200_000_000)
    with pytest.raises(Refused, match="tệp quá lớn \\(200 MB, nhiều nhất 20 MB\\)"):
        examine(file)
    assert MOST_BYTES == 20_000_000


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="không đọc được tệp"):
        examine(tmp_path / "khong-co.pdf")


def test_a_bomb_is_refused_by_its_ratio_and_by_its_total() -> None:
    ratio = packed({"[Content_Types].xml": b"", "xl/workbook.xml": bytes(30_000_000)})
    assert len(ratio) < 100_000
    with pytest.raises(Refused, match="bom nén"):
        examine_content("bom.xlsx", ratio)
    total = packed({f"xl/{n}.xml": bytes(900_000) for n in range(12)})
    with pytest.raises(Refused, match="bom nén"):
        members(total, 10_000_000, "bom.xlsx")


def test_a_bomb_that_lies_about_its_size_is_found() -> None:
    bomb = bytearray(packed({"xl/workbook.xml": bytes(5_000_000)}))
    said, lie = (5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    while said in bomb:
        bomb[bomb.index(said) : bomb.index(said) + 4] = lie
    with pytest.raises(Refused, match=r"bị hỏng|bom nén"):
        members(bytes(bomb), 1_000_000, "bom.xlsx")


def test_a_file_is_kept_under_its_digest_once(tmp_path: Path) -> None:
    file = examine_content("bao-cao.pdf", PDF)
    where = keep(tmp_path, file)
    assert keep(tmp_path, file) == where
    assert where.read_bytes() == PDF
    assert where.name == sha256(PDF).hexdigest()
    assert [path.name for path in where.parent.iterdir()] == [where.name]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    with pytest.raises(NotPossible, match="không ghi được tệp kèm theo"):
        keep(tmp_path, examine_content("bao-cao.pdf", PDF))


def test_an_attachment_is_of_one_revision_and_its_name_stays_out_of_the_trail(
    any_office: Scene,
) -> None:
    any_office.day("2024-04-26")
    file = examine_content("Bà Nguyễn Thị B.pdf", PDF)
    done = file_report(any_office, MAY, "2024-05-03 10:00", files=(file,))
    with any_office.office.reading() as session:
        [stored] = session.scalars(select(Attachment))
    assert (stored.report_id, stored.name) == (done.recorded.report, "Bà Nguyễn Thị B.pdf")
    assert (stored.size, stored.sha256) == (len(PDF), sha256(PDF).hexdigest())
    [entry] = any_office.entries("report.recorded")
    assert "Nguyễn" not in entry.data
    assert stored.sha256 in entry.data
