"""Whom a letter or a paper names as late, read out of its words."""

import re
from datetime import datetime
from io import BytesIO

import docx

from tests.scenario.expected import standing
from tests.scenario.ledger import ROUNDS, Round, communes

_COUNTS = re.compile(
    r"hoàn thành đúng hạn (\d+), quá hạn (\d+); chưa hoàn thành trong hạn (\d+), "
    r"quá hạn (\d+)/\d+(?: \(([^)]*)\))?"
)
_TERM = re.compile(r"hạn trước ngày (\d\d)/(\d+)/2024")
_LISTED = re.compile(r"chưa ghi nhận báo cáo tháng BHYT .*?$", re.MULTILINE)
_URGED = re.compile(r"Kính gửi: [^;]*; - Ủy ban nhân dân (.*?)\. Tại")
_ABSENT = re.compile(r"chưa có báo cáo kỳ này: (.*?)\. ")


def late_at(when: datetime) -> list[str]:
    """Return who is late by the ledger in the round of that month."""
    return standing(_round_of(when), when)["open_overdue"]


def _round_of(when: datetime) -> Round:
    return next(one for one in ROUNDS if one.due.month == when.month)


def _in(text: str, round_: Round = ROUNDS[0]) -> list[str]:
    """Return the communes that `text` names, in the ledger's order."""
    return [one for one in communes(round_) if re.search(rf"\b{one}\b", text)]


def in_brief(text: str) -> tuple[Round, list[int], list[str]]:
    """Return the round a brief is about, its four counts, and whom it names as late."""
    term, said = _TERM.search(text), _COUNTS.search(text)
    assert term
    assert said
    round_ = next(one for one in ROUNDS if one.due.month == int(term[2]))
    return round_, [int(one) for one in said.groups()[:4]], _in(said[5] or "", round_)


def in_list(text: str) -> list[str]:
    """Return of whom a letter says that nothing has come."""
    said = _LISTED.search(text)
    assert said
    return _in(said[0].partition("Văn phòng tính")[0])


def in_draft(content: bytes) -> list[str]:
    """Return to whom the drafted công văn is addressed, as late."""
    said = _URGED.search(words_of(content))
    assert said
    return _in(said[1])


def in_absence(text: str) -> list[str]:
    """Return whom a consolidated report names as absent."""
    said = _ABSENT.search(text)
    return _in(said[1]) if said else []


def words_of(content: bytes) -> str:
    """Return the words of a Word file, cells included."""
    document = docx.Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    whole = " ".join([*(one.text for one in document.paragraphs), *cells])
    return " ".join(whole.replace("\u00a0", " ").split())
