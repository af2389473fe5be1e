"""Where the keys of what is stored of people come from: the environment, or a file.

One line a key: its number, a blank or colon, 32 bytes in Base64. The line `match` is the key of the
matching digests, which stays when another key seals. Several may stand there, and all of them open;
the highest number closes. In the environment `;` parts them as well as line breaks.
"""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes

from dondoc.errors import NotPossible, why
from dondoc.setup.demonstration import stands_in
from dondoc.setup.privacy import open_to_others

KEYS_VARIABLE, FILE_VARIABLE = "DONDOC_PEOPLE_KEYS", "DONDOC_PEOPLE_KEYS_FILE"
FILE = "people.keys"
_MATCH, _BYTES = "match", 32
_LINE = re.compile(r"(match|[1-9][0-9]{0,5})[ :\t]+([A-Za-z0-9+/_-]{43}=?)")
_HEAD = "# Khóa dữ liệu người dân: mất là không mở lại được. Giữ một bản ở nơi khác bản sao lưu.\n"


@dataclass(frozen=True)
class Keys:
    """The keys that are at hand, by number, and that of the matching digests."""

    sealing: Mapping[int, bytes]
    matching: bytes

    def __repr__(self) -> str:
        return f"Keys({sorted(self.sealing)})"

    @property
    def newest(self) -> int:
        """Return the number of the key that closes."""
        return max(self.sealing)


def keys_file(state: Path) -> Path:
    """Return where the keys of the state folder `state` lie, if not in the environment.

    A demonstration has its own, whatever the environment says.
    """
    override = None if stands_in(state) else os.environ.get(FILE_VARIABLE)
    return Path(override) if override else state / FILE


def keys_at_hand(state: Path) -> Keys | None:
    """Return the keys of the state folder `state`, None where there are none yet.

    Raises:
        NotPossible: they cannot be read, others can read them, or what stands there is no key.
    """
    said = None if stands_in(state) else os.environ.get(KEYS_VARIABLE)
    if said and said.strip():
        return _read(said, f"biến môi trường {KEYS_VARIABLE}")
    file = keys_file(state)
    if not file.exists():
        return None
    try:
        if open_to_others(file):
            raise NotPossible(f"{file} người khác cũng đọc được; chạy: chmod 600 {file}")
        return _read(file.read_text("utf-8"), f"tệp {file}")
    except (OSError, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else "không phải UTF-8"
        raise NotPossible(f"không đọc được khóa dữ liệu người dân {file}: {reason}") from None


def make_keys(state: Path) -> Keys:
    """Make the first keys of the state folder `state` in their file (mode 0600); return them.

    Raises:
        NotPossible: the file cannot be written.
    """
    lines = (f"{name} {base64.b64encode(token_bytes(_BYTES)).decode()}\n" for name in (_MATCH, "1"))
    file = keys_file(state)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.writelines((_HEAD, *lines))
            opened.flush()
            os.fsync(descriptor)
    except FileExistsError:
        pass
    except OSError as failure:
        raise NotPossible(f"không ghi được tệp khóa {file}: {why(failure)}") from failure
    made = keys_at_hand(state)
    if made is None:
        raise NotPossible(f"tệp khóa {file} vừa lập đã không còn")
    return made


def add_key(state: Path) -> int:
    """Add the next key to the file of the state folder `state`; return its number.

    Whoever reads the file meanwhile finds it as it was or with the new key.

    Raises:
        NotPossible: there is no file yet, the keys stand in the environment, or it cannot be
            written.
    """
    keys, file = keys_at_hand(state), keys_file(state)
    if keys is None or not file.exists():
        raise NotPossible(
            f"không có tệp khóa {file} để thêm khóa; khóa trong {KEYS_VARIABLE} thì thêm dòng ở đó"
        )
    number, made = keys.newest + 1, file.with_name(f".{file.name}.new")
    line = f"{number} {base64.b64encode(token_bytes(_BYTES)).decode()}\n"
    try:
        text = file.read_text("utf-8").rstrip("\n")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(f"{text}\n{line}")
            opened.flush()
            os.fsync(descriptor)
        made.replace(file)
    except OSError as failure:
        raise NotPossible(f"không ghi được tệp khóa {file}: {why(failure)}") from failure
    return number


def _read(text: str, place: str) -> Keys:
    """Return the keys that `text` says; nothing of it is repeated where it is wrong."""
    found: dict[str, bytes] = {}
    lines = (line.strip() for line in re.split(r"[;\n]", text))
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        key = _key(line)
        if key is None or key[0] in found:
            wrong = "không phải khóa" if key is None else "lặp lại một số khóa"
            how = "mỗi dòng: số của khóa (hoặc match), dấu cách, 32 byte dạng Base64"
            raise NotPossible(f"{place}, dòng {number}: {wrong}; {how}")
        found[key[0]] = key[1]
    matching = found.pop(_MATCH, None)
    if matching is None or not found:
        lacks = "dòng match" if matching is None else "khóa có số"
        raise NotPossible(f"{place}: thiếu {lacks}; chép lại đủ khóa dữ liệu người dân")
    return Keys({int(number): key for number, key in found.items()}, matching)


def _key(line: str) -> tuple[str, bytes] | None:
    said = _LINE.fullmatch(line)
    if not said:
        return None
    try:
        key = base64.b64decode(said[2].replace("-", "+").replace("_", "/").rstrip("=") + "=")
    except binascii.Error:
        return None
    return (said[1], key) if len(key) == _BYTES else None
