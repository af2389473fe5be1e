"""What only a person can say of a list: how a title is meant, what a number stands for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dondoc.people.reading.match import SheetMatch

# By the code of a finding that an answer would settle: what is asked.
_OF_ROWS = {
    "sex-asked": "Giới tính ghi bằng số mà tệp không chú giải: số nào là nam, số nào là nữ?",
    "zero-lost": "Số bị mất chữ số 0 ở đầu (ô kiểu số): có thêm lại số 0 không?",
}


@dataclass(frozen=True)
class Ask:
    """One question, by its code; of how many rows, and of which column (its key), where it is."""

    code: str
    says: str
    rows: int = 0
    key: str = ""


def asks_of_columns(match: SheetMatch) -> Iterator[Ask]:
    """Yield what is doubtful of the columns that are read."""
    for one in match.columns:
        if one.doubtful:
            yield Ask("title", f"Cột {one.column} có được hiểu đúng không?", key=one.key)
        if one.letters:
            said = f"Cột {one.column} gõ theo bảng mã {one.letters}, đã đọc sang Unicode: xem lại"
            yield Ask("letters", said, key=one.key)


def asks_of_rows(asked: Mapping[str, int]) -> Iterator[Ask]:
    """Yield what rows wait for: by the code of their finding, how many there are."""
    for code, rows in sorted(asked.items()):
        if rows and code in _OF_ROWS:
            yield Ask(code, _OF_ROWS[code], rows)
