"""A list that waits for a yes: sealed on the disk under a name of ours, and gone after a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from dondoc.errors import NotPossible, Refused, why
from dondoc.setup.seal import Broken, Seal

FOLDER = "lists-waiting"
# What is sent in the evening may be looked at in the morning.
_LASTS = timedelta(days=1)
_STAMP = "%Y%m%dT%H%M%S"
_GONE = "tệp xem trước không còn (đã ghi, đã bỏ hoặc quá một ngày): chọn lại tệp, xem trước lần nữa"


@dataclass(frozen=True)
class Waiting:
    """The lists that wait in the state folder `state`; nothing of them lies there in plain."""

    state: Path
    seal: Seal

    def keep(self, content: bytes, about: str, now: datetime) -> str:
        """Lay a file down sealed; return the number by which it is taken again.

        What has waited for more than a day goes.

        Args:
            about: whose it is: nobody else's page takes it.
            now: the instant (aware).
        Raises:
            NotPossible: it cannot be written.
        """
        number = f"{now:{_STAMP}}-{uuid4().hex}"
        folder = self.state / FOLDER
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.iterdir():
                if old.name < f"{now - _LASTS:{_STAMP}}":
                    old.unlink(missing_ok=True)
            (folder / number).write_bytes(self.seal.close(content, f"{number} {about}"))
        except OSError as failure:
            raise NotPossible(f"không giữ được tệp chờ: {why(failure)}") from failure
        return number

    def content(self, number: str, about: str) -> bytes:
        """Return what was laid down.

        Raises:
            Refused: it is not there any more, or is somebody else's.
        """
        try:
            return self.seal.open(self._file(number).read_bytes(), f"{number} {about}")
        except (OSError, Broken) as error:
            raise Refused(_GONE) from error

    def drop(self, number: str) -> None:
        """Take it away."""
        self._file(number).unlink(missing_ok=True)

    def _file(self, number: str) -> Path:
        if not number.replace("-", "").isalnum():
            raise Refused(_GONE)
        return self.state / FOLDER / number
