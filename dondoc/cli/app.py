"""dondoc: the command line, and the one place where what goes wrong becomes a line and a code."""

import os
import sys
from collections.abc import Sequence
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import typer

from dondoc.cli.chosen import choose
from dondoc.cli.contents import Contents

app = typer.Typer(
    name="dondoc",
    cls=Contents,
    help="Đôn Đốc: từ câu chữ của văn bản đến nghĩa vụ, nhắc việc, đôn đốc và dấu vết.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _say_version(asked: bool) -> None:
    if asked:
        from importlib import metadata

        typer.echo(f"Đôn Đốc {metadata.version('dondoc')}")
        raise typer.Exit


@app.callback()
def _before(
    config: Path | None = typer.Option(
        None, "--config", help="Tệp cấu hình (mặc định ./config.yaml).", show_default=False
    ),
    version: bool = typer.Option(
        False, "--version", help="In phiên bản rồi thôi.", is_eager=True, callback=_say_version
    ),
) -> None:
    choose(config)


def main() -> None:
    """Run the command line; exit 0 done, 1 found or refused, 2 wrong usage, 3 not carried out."""
    _speak_utf8()
    try:
        _refuse_what_is_no_text(sys.argv)
        command()()
    except Exception as error:
        from dondoc.cli.ending import ended_by, unforeseen

        code = ended_by(error)
        if code is None:
            if os.environ.get("DONDOC_DEBUG"):
                raise
            code = unforeseen(error)
        sys.exit(code)


def _refuse_what_is_no_text(arguments: Sequence[str]) -> None:
    for argument in arguments:
        # Bytes that are no UTF-8 come as lone surrogates, which nothing can write down.
        if any("\ud800" <= sign <= "\udfff" for sign in argument):
            from dondoc.errors import Refused

            raise Refused("dòng lệnh có chỗ không phải chữ UTF-8: gõ lại, hoặc đổi tên tệp ấy")


def _speak_utf8() -> None:
    """Write UTF-8 as promised, whatever the terminal says of itself."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@cache
def command() -> Any:
    """Return the whole command tree, of which each command is loaded when it is asked for."""
    return typer.main.get_command(app)
