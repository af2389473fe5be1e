"""A folder for a dispatch that is not declared yet: its text, and a draft of its directive file."""

import re
from dataclasses import dataclass
from pathlib import Path

from dondoc.errors import NotPossible, Refused, why
from language.text import nfc
from rules.reading.proposal import draft, proposals

MOST_BYTES = 1_000_000
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CASES = """\
# Tình huống và kết quả phải đúng của văn bản này; xem cases.yaml của một văn bản đã có.
cases: []
"""


@dataclass(frozen=True)
class Drafted:
    """The folder that was made, and how many sentences are proposed in it."""

    folder: Path
    proposed: int


def drafted(id_: str, content: bytes, out: Path) -> Drafted:
    """Write the folder `id_` below `out`: dispatch.txt as it is, directive.yaml, cases.yaml.

    Raises:
        Refused: the id cannot be one, the folder is there already, or the text is no UTF-8 or
            orders nothing.
        NotPossible: it cannot be written.
    """
    if not _ID.fullmatch(id_):
        raise Refused(f"{id_!r} không làm mã văn bản được: chỉ a-z, 0-9 và dấu gạch nối")
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise Refused("lời văn không phải UTF-8: lưu lại tệp .txt bằng UTF-8") from wrong
    proposed = len(list(proposals(text)))
    if not proposed:
        raise Refused("không thấy câu nào trong lời văn: xem lại tệp")
    folder = out / id_
    try:
        folder.mkdir(parents=True)
        (folder / "dispatch.txt").write_bytes(content)
        (folder / "directive.yaml").write_text(draft(id_, text, content), "utf-8")
        (folder / "cases.yaml").write_text(_CASES, "utf-8")
    except FileExistsError as there:
        raise Refused(f"đã có thư mục {folder}: không ghi đè") from there
    except OSError as failure:
        raise NotPossible(f"không ghi được {folder}: {why(failure)}") from failure
    return Drafted(folder, proposed)
