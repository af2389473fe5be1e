"""Archives from outside: looked through within limits before anything reads them."""

import io
import zipfile
from collections.abc import Iterator

from dondoc.errors import Refused

_MOST_MEMBERS = 5_000
# What an office document never reaches; text in XML packs to a twentieth at best.
_MOST_RATIO = 200
_RATIO_FROM = 1_000_000
_PIECE = 1 << 20


def members(content: bytes, most_bytes: int, what: str) -> dict[str, int]:
    """Return the names in the archive `content` and their true unpacked sizes in bytes.

    Every member is unpacked piece by piece, so that a size that was lied about is found too.

    Args:
        most_bytes: how much may come out of all members together.
        what: how a refusal calls the file.
    Raises:
        Refused: it is no whole archive, is encrypted, or unpacks to too much.
    """
    bomb = Refused(f"{what}: tệp nén bung ra quá lớn, có dấu hiệu bom nén; không mở")
    total, sizes = 0, dict[str, int]()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = packed.infolist()
            if len(infos) > _MOST_MEMBERS or sum(i.file_size for i in infos) > most_bytes:
                raise bomb
            for info in infos:
                size = _size(packed, info, most_bytes - total)
                total += size
                if total > most_bytes or (
                    size > _RATIO_FROM and size > _MOST_RATIO * max(1, info.compress_size)
                ):
                    raise bomb
                sizes[info.filename] = size
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as broken:
        raise Refused(f"{what}: tệp bị hỏng hoặc không trọn vẹn") from broken
    except RuntimeError as locked:
        # zipfile's word for a member that needs a password.
        raise Refused(f"{what}: tệp có mật khẩu; bỏ mật khẩu rồi gửi lại") from locked
    return sizes


def _size(packed: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> int:
    size = 0
    with packed.open(info) as member:
        while piece := member.read(_PIECE):
            size += len(piece)
            if size > left:
                break
    return size


def pieces(content: bytes, name: str) -> Iterator[bytes]:
    """Yield one member, piece by piece, of an archive that `members` has looked through."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open(name) as member:
        while piece := member.read(_PIECE):
            yield piece
