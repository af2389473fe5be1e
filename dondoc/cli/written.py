"""Files a command writes: never over one that is there, and those of a folder all or none."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from dondoc.errors import NotPossible, Refused, why
from dondoc.setup.privacy import hand_out

ForceOption = typer.Option(False, "--force", help="Ghi đè tệp trùng tên đã có.")
# So many names of files that are there already are told.
_TOLD = 3


@contextmanager
def writing(folder: Path, *, force: bool = False, private: bool = False) -> Iterator[Path]:
    """Yield an empty folder; when the block ends, the files in it go into `folder`, all or none.

    Args:
        folder: is made where it is missing, and taken away again where nothing is written.
        force: files of these names that are there already are replaced.
        private: they hold people's data, and are for their owner alone.
    Raises:
        Refused: files of these names are there already; nothing is written.
        NotPossible: they cannot be written.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".dondoc-") as drafts:
            yield Path(drafts)
            for draft in Path(drafts).iterdir():
                if private:
                    draft.chmod(0o600)
                else:
                    hand_out(draft)
            _place(sorted(Path(drafts).iterdir()), folder, force)
    except OSError as failure:
        raise NotPossible(f"không ghi được vào {folder}: {why(failure)}") from failure
    finally:
        _leave_nothing(missing)


def write(file: Path, content: bytes, *, force: bool = False) -> None:
    """Write one file whole or not at all; raise as `writing` does."""
    with writing(file.parent, force=force) as drafts:
        (drafts / file.name).write_bytes(content)


def _place(drafts: list[Path], folder: Path, force: bool) -> None:
    targets = [folder / draft.name for draft in drafts]
    taken = [] if force else _take(targets)
    try:
        for draft, target in zip(drafts, targets, strict=True):
            draft.replace(target)
    except OSError:
        for target in taken:
            target.unlink(missing_ok=True)
        raise


def _take(targets: list[Path]) -> list[Path]:
    """Take every name before the first file stands under one, so that two at once do not mix."""
    taken: list[Path] = []
    try:
        for target in targets:
            target.touch(exist_ok=False)
            taken.append(target)
    except OSError as failure:
        for target in taken:
            target.unlink()
        if not isinstance(failure, FileExistsError):
            raise
        there = [target.name for target in targets if target not in taken and target.exists()]
        raise Refused(
            f"{targets[0].parent} đã có {_named(there)}; không ghi gì: nêu tên khác, thư mục khác, "
            "hoặc thêm --force để ghi đè"
        ) from None
    return taken


def _named(names: list[str]) -> str:
    more = f" và {len(names) - _TOLD} tệp nữa" if len(names) > _TOLD else ""
    return ", ".join(names[:_TOLD]) + more


def _leave_nothing(made: Iterable[Path]) -> None:
    """Take away the folders that were made for nothing."""
    for folder in made:
        if not folder.exists() or any(folder.iterdir()):
            return
        folder.rmdir()
