"""A file that waits for a yes: sealed, in the very page that asks, and nowhere on the disk."""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from dondoc.errors import Refused
from dondoc.setup.seal import Broken, Seal
from dondoc.trail.signing import signer
from dondoc.web.visit import Visit

_PURPOSE = "files that wait for a yes"
# What a page still carries; a list of a province is a fifth of it.
_MOST = 2 * 1024 * 1024
_KINDS = (".csv", ".xlsx")


def sent(visit: Visit, name: str) -> tuple[bytes, str]:
    """Return the content and the kind (".csv", ".xlsx") of the file that was sent as `name`.

    Raises:
        Refused: there is none, it is too large or of another kind.
    """
    file = visit.form.get(name)
    if file is None or isinstance(file, str) or not file.filename:
        raise Refused("chưa chọn tệp; chọn một tệp CSV hoặc XLSX rồi gửi lại")
    kind = Path(file.filename).suffix.casefold()
    if kind not in _KINDS:
        raise Refused("tệp cần là CSV (UTF-8) hoặc XLSX")
    content = file.file.read(_MOST + 1)
    if len(content) > _MOST:
        raise Refused(f"tệp quá lớn; nhiều nhất {_MOST // 1024 // 1024} MB")
    return content, kind


def kept(visit: Visit, content: bytes, kind: str) -> str:
    """Return the file as the page carries it until the yes."""
    return urlsafe_b64encode(
        _seal(visit).close(zlib.compress(content), _about(visit, kind))
    ).decode()


def given_back(visit: Visit, carried: str, kind: str) -> bytes:
    """Return the file that the page carried; raise Refused where it is not that page's."""
    try:
        return zlib.decompress(_seal(visit).open(urlsafe_b64decode(carried), _about(visit, kind)))
    except (Broken, Error, ValueError, zlib.error) as error:
        raise Refused("trang xem trước đã cũ; chọn lại tệp rồi xem trước lần nữa") from error


@contextmanager
def on_disk(visit: Visit, content: bytes, kind: str) -> Iterator[Path]:
    """Lay the file down for whoever reads it, under a name of ours, and take it away again."""
    with TemporaryDirectory(dir=visit.office.settings.state_folder, prefix=".web-") as folder:
        file = Path(folder) / f"tep{kind}"
        file.write_bytes(content)
        yield file


def _seal(visit: Visit) -> Seal:
    return Seal(signer(visit.office.settings.state_folder).derived(_PURPOSE))


def _about(visit: Visit, kind: str) -> str:
    return f"{kind} of {visit.signed.id if visit.signed else 0}"
