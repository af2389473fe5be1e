"""The letters that left, read as their receivers have them: files in the outbox, nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

# How the subject of each kind of word begins, and what kind that is.
BEGINS = (
    ("[Nhắc việc] Còn {n} ngày làm việc:", "reminder"),
    ("[Nhắc việc] Còn {n} ngày:", "target"),
    ("[Nhắc việc]", "first"),
    ("[Đến hạn]", "due_today"),
    ("[Đối chiếu]", "ask_via"),
    ("[Quá hạn]", "overdue"),
    ("Đề nghị chỉ đạo gửi", "overdue"),
    ("[Còn thiếu]", "blocked"),
    ("[Đủ báo cáo]", "ready"),
    ("Báo cáo nhanh", "brief"),
    ("[Dự thảo] Công văn đôn đốc", "urge"),
    ("Kính báo cáo, xin ý kiến:", "proposal"),
    ("[Đề nghị chỉnh lý]", "returned"),
    ("[Hỏi số liệu]", "ask_figures"),
    ("[Sau hạn]", "target_missed"),
    ("Đề nghị chỉ đạo thực hiện chỉ tiêu", "target_missed"),
    ("[Đính chính]", "correction"),
)
_PATTERNS = [(re.compile(re.escape(text).replace(r"\{n\}", r"\d+")), kind) for text, kind in BEGINS]
_PART = re.compile(r"^Việc \d+/\d+: (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """One matter of a letter: its subject and its words."""

    kind: str
    subject: str
    text: str


@dataclass(frozen=True)
class Letter:
    """A letter as it was sent; `to` is the mailbox's name ("officer.02617-base")."""

    at: datetime
    to: str
    subject: str
    text: str
    html: str
    files: dict[str, bytes]
    parts: tuple[Part, ...]


def letters(outbox: Path) -> list[Letter]:
    """Return every letter of the folder in the order in which they were sent."""
    found = [_letter(file.read_bytes()) for file in sorted(outbox.glob("*.eml"))]
    return sorted(found, key=lambda one: one.at)


def letters_to(outbox: Path, mailbox: str) -> list[Letter]:
    """Return the letters to one mailbox, without reading the others."""
    sent = (file.read_bytes() for file in sorted(outbox.glob("*.eml")))
    return [_letter(content) for content in sent if f"<{mailbox}@".encode() in content]


def _letter(content: bytes) -> Letter:
    mail = message_from_bytes(content, policy=policy.default)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert html
    text, subject = plain.get_content().replace("\r\n", "\n"), str(mail["subject"])
    return Letter(
        at=mail["date"].datetime,
        to=mail["to"].addresses[0].username,
        subject=subject,
        text=text,
        html=html.get_content(),
        files={one.get_filename(): one.get_content() for one in mail.iter_attachments()},
        parts=tuple(_parts(subject, text)),
    )


def _parts(subject: str, text: str) -> Iterator[Part]:
    starts = list(_PART.finditer(text))
    if not starts:
        yield Part(kind_of(subject), subject, text)
    ends = [one.start() for one in starts[1:]] + [len(text)]
    for one, end in zip(starts, ends[: len(starts)], strict=True):
        words = text[one.end() : end]
        yield Part(kind_of(one[1]), one[1], words)


def kind_of(subject: str) -> str:
    """Return what kind of word a subject announces."""
    for pattern, kind in _PATTERNS:
        if pattern.match(subject):
            return kind
    raise AssertionError(f"no kind of word begins so: {subject}")
