"""Laying down a backup: until all of it lies there, nothing works on what does."""

import os
from pathlib import Path

from dondoc.errors import Refused

_NOTE = "laying"


def begin(state: Path) -> None:
    """Note in the state folder, to last, that what comes to lie there is not whole yet."""
    with (state / _NOTE).open("w", encoding="utf-8") as note:
        note.flush()
        os.fsync(note.fileno())


def done(state: Path) -> None:
    """All of it lies there."""
    (state / _NOTE).unlink(missing_ok=True)


def broken_off(state: Path) -> bool:
    """Say whether a backup was being laid down when its process ended."""
    return (state / _NOTE).exists()


def refuse_half(state: Path) -> None:
    """Raise Refused where only part of a backup lies: an office of its own would begin on it."""
    if broken_off(state):
        raise Refused(
            f"lần phục hồi vào {state} bị ngắt giữa chừng, dữ liệu chưa đủ: chạy lại lệnh dondoc "
            "restore với bản sao lưu ấy"
        )
