"""Attach: a file that comes with a report, known by its content and kept by its digest."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from unicodedata import is_normalized

from sqlalchemy.orm import Session

from dondoc.errors import NotPossible, Refused, why
from dondoc.incoming.packed import members
from models import Attachment, Event, Report
from models.trail import append

MOST_BYTES = 20_000_000
_MOST_UNPACKED = 200_000_000
FOLDER = "attachments"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = _OFFICE + "wordprocessingml.document"
XLSX = _OFFICE + "spreadsheetml.sheet"
_ENDINGS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/tiff": (".tif", ".tiff"),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
}
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_MAIN_PART = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
# Path separators, what Windows keeps for itself, controls, and marks that turn the text around.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789"),
}
_LONGEST_NAME = 180
TAKEN = "PDF, DOCX, XLSX, PNG, JPEG, TIFF"


@dataclass(frozen=True)
class Examined:
    """A file that may be attached: its name, what its content is, and the bytes."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Return the digest it is kept under."""
        return sha256(self.content).hexdigest()


def read_limited(path: Path, most_bytes: int) -> bytes:
    """Return the bytes of a file; its size is looked at before a byte is read.

    Raises:
        Refused: it cannot be read, is empty, or is larger than `most_bytes`.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > most_bytes:
                said = f"{size / 1_000_000:.0f} MB, nhiều nhất {most_bytes // 1_000_000} MB"
                raise Refused(f"{path.name}: tệp quá lớn ({said})")
            # One more than allowed: a file may grow while it is read.
            content = file.read(most_bytes + 1)
    except OSError as failure:
        raise Refused(f"{path.name}: không đọc được tệp ({why(failure)})") from failure
    if len(content) > most_bytes:
        raise Refused(f"{path.name}: tệp quá lớn")
    if not content:
        raise Refused(f"{path.name}: tệp trống")
    return content


def examine(path: Path) -> Examined:
    """Look at the file at `path`: what it holds decides, not what it is called.

    Raises:
        Refused: too large, of another kind, called otherwise than it is, with macros, or
            unpacking to too much.
    """
    return examine_content(path.name, read_limited(path, MOST_BYTES))


def examine_content(name: str, content: bytes) -> Examined:
    """Look at `content` that came under the file name `name`; raise as `examine` does."""
    if not is_normalized("NFC", name):
        raise Refused(
            "tên tệp viết bằng Unicode tổ hợp (NFD), nơi khác không tìm lại được; "
            "đổi tên tệp (gõ lại có dấu, hoặc không dấu) rồi gửi lại"
        )
    if not content:
        raise Refused(f"{name}: tệp trống")
    if len(content) > MOST_BYTES:
        raise Refused(f"{name}: tệp quá lớn, nhiều nhất {MOST_BYTES // 1_000_000} MB")
    content_type = _type_of(name, content)
    ending = Path(name).suffix.lower()
    if ending not in _ENDINGS[content_type]:
        right = _ENDINGS[content_type][0]
        raise Refused(f"{name}: nội dung là {right}, tên tệp lại là “{ending}”; đặt đúng đuôi tệp")
    return Examined(name, content_type, content)


def _type_of(name: str, content: bytes) -> str:
    for magic, content_type in _MAGIC:
        if content.startswith(magic):
            return content_type
    if content.startswith(b"PK\x03\x04"):
        parts = members(content, _MOST_UNPACKED, name)
        if any(part.lower().endswith("vbaproject.bin") for part in parts):
            raise Refused(f"{name}: tệp có macro; lưu lại không có macro rồi gửi lại")
        for part, content_type in _MAIN_PART.items():
            if part in parts and "[Content_Types].xml" in parts:
                return content_type
    if content.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise Refused(f"{name}: nội dung là một chương trình, không phải tài liệu; không nhận")
    raise Refused(f"{name}: không nhận loại tệp này (xét theo nội dung); nhận: {TAKEN}")


def keep(folder: Path, file: Examined) -> Path:
    """Write the bytes of `file` below the state folder; see `keep_bytes`."""
    return keep_bytes(folder, file.content)


def kept_at(folder: Path, digest: str) -> Path:
    """Return where the bytes of this SHA-256 lie below the state folder."""
    return folder / FOLDER / digest[:2] / digest


def kept_bytes(folder: Path, digest: str, name: str) -> bytes:
    """Return the bytes kept under their SHA-256 `digest`, compared with it.

    Args:
        name: what the file is called, for whoever is told that it is not there.
    Raises:
        Refused: they are not there, cannot be read, or are others.
    """
    where = f"{FOLDER}/{digest[:2]}/{digest}"
    try:
        content = kept_at(folder, digest).read_bytes()
    except OSError as failure:
        raise Refused(
            f"không đọc được tệp {name} đã lưu ({where} trong thư mục trạng thái: "
            f"{why(failure)}); lấy lại từ bản sao lưu"
        ) from failure
    if sha256(content).hexdigest() != digest:
        raise Refused(
            f"tệp {name} đã lưu ({where} trong thư mục trạng thái) không còn đúng như lúc lưu: "
            "lấy lại từ bản sao lưu"
        )
    return content


def keep_bytes(folder: Path, content: bytes) -> Path:
    """Write `content` below the state folder, whole or not at all; return where.

    Bytes nobody refers to (the transaction failed) do no harm: the same file lands there again.

    Raises:
        NotPossible: they cannot be written.
    """
    target = kept_at(folder, sha256(content).hexdigest())
    if target.exists():
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, delete=False) as temporary:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
        os.replace(temporary.name, target)
    except OSError as failure:
        raise NotPossible(f"không ghi được tệp kèm theo: {why(failure)}") from failure
    return target


def safe_names(names: Iterable[str]) -> list[str]:
    """Return names under which files can be written into one folder, each once.

    A name came from outside: what leads elsewhere, hides, or means something to a system or a
    terminal is taken out of it; a second of the same name gets a number.
    """
    found: list[str] = []
    for name in names:
        stem, ending = Path(_UNSAFE.sub("_", name).strip(" .") or "tep").stem, Path(name).suffix
        ending = _UNSAFE.sub("", ending)[:10]
        stem = stem.encode()[:_LONGEST_NAME].decode(errors="ignore")
        stem = f"_{stem}" if stem.split(".")[0].casefold() in _DEVICES else stem
        taken, number, made = {one.casefold() for one in found}, 1, f"{stem}{ending}"
        while made.casefold() in taken:
            number += 1
            made = f"{stem}-{number}{ending}"
        found.append(made)
    return found


def attach(session: Session, report: Report, files: tuple[Examined, ...], now: datetime) -> None:
    """Enter `files`, whose bytes are kept, as attachments of `report` at the instant `now`."""
    rows = [
        Attachment(
            report_id=report.id,
            name=file.name,
            content_type=file.content_type,
            size=len(file.content),
            sha256=file.sha256,
            stored_at=now,
        )
        for file in files
    ]
    session.add_all(rows)
    session.flush()
    append(
        session,
        now,
        [
            Event(
                "attachment.kept", f"attachment:{row.id}", {"report": report.id, "size": row.size}
            )
            for row in rows
        ],
    )
