"""Marked people: whatever is written is searched for them, however it was written."""

import gzip
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote

# Signs that stand nowhere else: a name, numbers, a birth date, an address, a people.
NAME, OTHER_NAME = "Hoàng Thị Dấuấn", "Lục Văn Mốcngầm"
NUMBERS = ("008184770077", "0877700771", "0987700771")
BIRTH, ADDRESS, PEOPLE = "17/11/1957", "Ngõ Dấuriêng 77", "Pu Péodấu"
MARKS = (NAME, OTHER_NAME, *NUMBERS, BIRTH, "1957-11-17", ADDRESS, PEOPLE)
HEADER = (
    "Họ và tên,Ngày sinh,Giới tính,Mã số BHXH,Số CCCD,Điện thoại,Xã,Thôn,Địa chỉ,Dân tộc,Số hộ\n"
)
LIST = HEADER + (
    f"{NAME},{BIRTH},Nữ,{NUMBERS[1]},{NUMBERS[0]},{NUMBERS[2]},Đại Phú,Tân Lập,{ADDRESS},"
    f"{PEOPLE},7\n"
    f"{OTHER_NAME},1990,Nam,,,,Đại Phú,Tân Lập,{ADDRESS},{PEOPLE},7\n"
    f"{NAME},{BIRTH},Nữ,,,,Sơn Nam,Ba Nhà,{ADDRESS},{PEOPLE},9\n"
)
# Rows that fail or are odd: what is said of them names no cell.
FAULTY = HEADER + (
    f"{NAME},31/02/1957 {ADDRESS},{PEOPLE},{NAME},{NUMBERS[0]}9,{NAME},{OTHER_NAME},{ADDRESS},,,\n"
    f",{BIRTH},Nữ,{NUMBERS[1]},{NUMBERS[0]},,Đại Phú,Tân Lập,{ADDRESS},{PEOPLE},\n"
)


def forms(mark: str) -> Iterator[bytes]:
    """Yield `mark` as it may have been written: composed or not, in other codes, within others."""
    for text in {mark, normalize("NFD", mark), mark.upper(), mark.lower()}:
        yield text.encode()
        yield text.encode("utf-16-le")
        yield quote(text).encode()
        yield text.encode("unicode_escape")
        yield from _in_base64(text.encode())


def _in_base64(said: bytes) -> Iterator[bytes]:
    """Yield what Base64 makes of it wherever it begins within what is encoded."""
    for before in range(3):
        whole = b64encode(b"\0" * before + said)
        # The first signs hold what came before, the last what comes after.
        yield whole[-(-before * 8 // 6) : -4]


FORMS = {form for mark in MARKS for form in forms(mark) if len(form) >= 8}


def found_in(content: bytes) -> set[bytes]:
    """Return which forms of the marks stand in `content`, packed ones unpacked."""
    return {form for form in FORMS if form in content} | {
        form for inner in _unpacked(content) for form in found_in(inner)
    }


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK\3\4"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name.encode() + packed.read(name)
    elif content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)


def found_below(*folders: Path) -> dict[str, set[bytes]]:
    """Return which files below `folders` hold a mark, or are called so."""
    found = {}
    for file in (one for folder in folders for one in sorted(folder.rglob("*"))):
        content = file.read_bytes() if file.is_file() and not file.is_symlink() else b""
        if forms_of := found_in(content) | found_in(file.name.encode()):
            found[str(file)] = forms_of
    return found
