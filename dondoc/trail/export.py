"""Export: the trail as files that someone else can verify without us."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible, Refused
from dondoc.trail.anchors import Anchors
from dondoc.trail.entries import Row, Unreadable, stored_entries
from dondoc.trail.signing import Signer
from dondoc.trail.standalone.verify_trail import CHECKPOINTS, ENTRIES, KEY_HEX, KEY_PEM, entry_line
from models import Entry
from models.trail import canonical

Progress = Callable[[int, int], None]
VERIFIER = "verify_trail.py"
_STANDALONE = Path(__file__).parent / "standalone"


@dataclass(frozen=True)
class Exported:
    """What was written: how many entries, and how many of the first ones are signed."""

    folder: Path
    entries: int
    signed: int


def refuse_used(folder: Path) -> None:
    """Raise `Refused` where `folder` is no folder, or holds anything."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise Refused(f"{folder} đã có: chọn một thư mục trống hoặc chưa có")


def export(
    session: Session,
    anchors: Anchors,
    key: Signer,
    folder: Path,
    progress: Progress | None = None,
    mark: str = "",
) -> Exported:
    """Write the trail, its checkpoints, the public key, a README and the verifier to `folder`.

    Entries later than the last checkpoint stay out, so that all that is exported is signed; where
    nothing is signed, or what is signed no longer fits, everything goes out as it stands.

    Args:
        anchors: what `read_anchors` returned before `session` read anything.
        progress: called with (entries written, entries in all) after each batch.
        mark: heads the README of a trail that proves nothing real.
    Raises:
        Refused: `folder` is not empty.
        NotPossible: the database is damaged; what could be read is there.
    """
    refuse_used(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _write_frame(folder, anchors, key, mark)
    signed = anchors.checkpoints[-1].entries if anchors.checkpoints else 0
    upto = signed if signed and not anchors.problems else None
    total = upto or session.scalar(select(func.count()).select_from(Entry)) or 0
    written = 0
    try:
        with (folder / ENTRIES).open("xb") as out:
            for batch in stored_entries(session, upto):
                written += _write_entries(out, batch)
                if progress:
                    progress(written, total)
    except Unreadable as error:
        raise NotPossible(
            f"cơ sở dữ liệu hỏng sau mục {error.after}, chỉ xuất được đến đó ({error})"
        ) from error
    return Exported(folder, written, min(signed, written))


def _write_frame(folder: Path, anchors: Anchors, key: Signer, mark: str) -> None:
    readme = (_STANDALONE / "README.md").read_text("utf-8").replace("{key}", key.public)
    readme = f"**{mark}**\n\n{readme}" if mark else readme
    for name, content in (
        (CHECKPOINTS, b"".join(anchors.lines)),
        (KEY_PEM, key.public_pem),
        (KEY_HEX, f"{key.public}\n".encode()),
        ("README.md", readme.encode()),
        (VERIFIER, (_STANDALONE / VERIFIER).read_bytes()),
    ):
        with (folder / name).open("xb") as out:
            out.write(content)


def _write_entries(out: BinaryIO, batch: Sequence[Row]) -> int:
    for seq, at, kind, subject, data, prev, digest in batch:
        try:
            content = canonical(seq, at, kind, subject, data, prev)
        except ValueError:
            content = canonical(seq, *(_shown(text) for text in (at, kind, subject, data, prev)))
        out.write(entry_line(content, str(digest)))
    return len(batch)


def _shown(damaged: str) -> str:
    """Return a text that is no UTF-8 any more so that it can be written; its hash fails anyway."""
    return damaged.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
