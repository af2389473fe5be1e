"""A first draft of a directive file from the text of a dispatch: each sentence that may lay a duty.

What stands in it is proposed, never decided: who bears it and what is done are left empty, so that
the check names every place a person has to fill. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from rules.files.source import folded
from rules.reading.wording import Wording, read

# Where the orders begin and end, and what begins an item of them.
_END = re.compile(r"^\s*Nơi nhận\b", re.MULTILINE)
_SECTION = re.compile(r"^\s*(\d{1,2})\.\s+(?=\D)", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*[-–+*][ \t]+|^\s*\(?(?=Có danh sách)|^\s*[a-zđ]\)\s+", re.MULTILINE)
_FULL_STOP = re.compile(r"(?<=[^.\s]{2})\.\s+\(?(?=\w)")
_TERM = re.compile(
    r"(?:chậm nhất(?: là)?|trước|đến hết|đến)\s+(?:ngày\s+)?\d{1,2}"
    r"(?:/\d{1,2}(?:/\d{4})?|\s+h[àằ]ng\s+\w+)|trong thời hạn \d+ ngày(?: làm việc)?|kịp thời"
)
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


@dataclass(frozen=True)
class Proposed:
    """One sentence: where it stands, as it is written, what kind it may be, and its term's words.

    `wording` None: none was found; `read`: what is understood of it.
    """

    place: str
    quote: str
    kind: str
    wording: str | None = None
    read: Wording | None = None


def proposals(text: str) -> Iterator[Proposed]:
    """Yield every sentence of the orders of a dispatch, in the order of the text."""
    whole = text.replace("**", "")
    end = _END.search(whole)
    whole = whole[: end.start()] if end else whole
    sections = list(_SECTION.finditer(whole))
    if not sections:
        yield from _items(whole, "")
        return
    for at, one in enumerate(sections):
        until = sections[at + 1].start() if at + 1 < len(sections) else len(whole)
        yield from _items(whole[one.end() : until], f"mục {one[1]}")


def _items(part: str, section: str) -> Iterator[Proposed]:
    marks = list(_ITEM.finditer(part))
    if not marks:
        yield from _sentences(part, section or "lời văn")
        return
    for at, mark in enumerate(marks):
        until = marks[at + 1].start() if at + 1 < len(marks) else len(part)
        place = f"gạch đầu dòng thứ {_ordinal(at)}"
        yield from _sentences(part[mark.end() : until], f"{section}, {place}" if section else place)


def _sentences(item: str, place: str) -> Iterator[Proposed]:
    said = [one for one in map(_bare, _split(folded(item))) if len(one.split()) > 3]
    for at, one in enumerate(said):
        where = f"{place}, câu thứ {_ordinal(at)}" if len(said) > 1 else place
        found = _TERM.search(one)
        wording = found[0] if found else None
        yield Proposed(where, one, _kind(one), wording, read(wording) if wording else None)


def _split(text: str) -> Iterator[str]:
    """Yield the sentences: a full stop ends one where a capital follows."""
    begun = 0
    for stop in _FULL_STOP.finditer(text):
        if text[stop.end()].isupper():
            yield text[begun : stop.start()]
            begun = stop.end()
    yield text[begun:]


def _bare(sentence: str) -> str:
    """Return it without what stands around it: its full stop, a bracket that is not its own."""
    bare = sentence.strip(" ./;,")
    if bare.startswith("("):
        bare = bare[1:]
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(" .")
    return bare


def _ordinal(at: int) -> str:
    return _ORDINALS[at] if at < len(_ORDINALS) else str(at + 1)


def _kind(sentence: str) -> str:
    low = sentence.casefold()
    if low.startswith("có danh sách") and low.endswith("kèm theo"):
        return "artefact"
    if "%" in sentence and "đảm bảo" in low:
        return "target"
    return "report" if "báo cáo" in low and ("về " in low or "với " in low) else "duty"


def draft(id_: str, text: str, content: bytes) -> str:
    """Return a directive file that proposes every sentence of `text` as a duty.

    Args:
        content: the bytes of dispatch.txt as they are stored.
    """
    lines = [
        f"# Bản nháp từ lời văn của {id_}. Mỗi câu có thể giao việc là một mục dưới `duties`.",
        "# Chỗ để trống là chỗ người soạn phải điền; câu không giao việc thì xóa.",
        "# Giải thích từng khóa: docs/vi/viet-van-ban.md. Điền xong chạy: dondoc check",
        f"directive: {id_}",
        'title: ""          # trích yếu',
        'cited_as: ""       # thư dẫn văn bản này thế nào',
        'issuer: ""         # mã cơ quan ban hành',
        f"text: {{file: dispatch.txt, sha256: {sha256(content).hexdigest()}, source: ''}}",
        "in_force: {}       # {from: NGÀY, until: NGÀY, assumed: vì sao, nếu văn bản không nêu}",
        "gaps:              # điều văn bản không nêu; có thì xóa dòng ấy, ghi number, issued_on",
        "  number: văn bản không nêu số",
        "  issued_on: văn bản không nêu ngày ban hành",
        "",
        "duties:",
    ]
    for number, one in enumerate(proposals(text), 1):
        lines += [*_duty(number, one), ""]
    return "\n".join(lines)


def _duty(number: int, one: Proposed) -> Iterator[str]:
    yield f"  viec-{number:02}:"
    yield f"    clause: C-{number}"
    yield f"    place: {one.place}"
    yield f"    kind: {one.kind}       # duty, report, target, goal hay artefact: xem lại"
    yield "    quote: >-"
    yield f"      {one.quote}"
    yield "    bearers: []      # ai: every commune, một khu vực ở areas, mã đơn vị"
    yield '    action: ""       # làm gì, một câu ngắn'
    if one.wording is None:
        yield "    gaps: {deadline: văn bản không nêu thời hạn}"
        return
    yield f"    # hạn trong câu: “{one.wording}”; {_understood(one.read)}"
    yield f"    due: {{{', '.join(_due(one.wording, one.read))}}}"


def _due(wording: str, found: Wording | None) -> Iterator[str]:
    yield f"wording: {wording}"
    if found is None:
        return
    if found.sense:
        yield f"sense: {found.sense}"
    if found.on:
        yield f"on: {found.on.isoformat()}"
    elif found.every and found.day:
        yield from (f"every: {found.every}", f"day: {found.day}")


def _understood(found: Wording | None) -> str:
    if found is None or not found.said:
        return "chưa đọc được, ghi tay"
    unread = f"; chưa đọc: {', '.join(found.unread)}" if found.unread else ""
    return f"đọc được: {', '.join(found.said)}{unread}"
