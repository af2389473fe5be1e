"""Commands about two persons that may be one: made one, made two again, judged not to be one."""

import typer

from dondoc.cli import context
from dondoc.cli.output import LARGEST, AsOption, JsonOption, emit, say
from dondoc.desk import double
from dondoc.desk.plain import plain
from models import DOUBLE_REASONS, DoubleReason

_WHY = "; ".join(f"{one.value}: {name}" for one, name in DOUBLE_REASONS.items())
_REASON = typer.Option(..., "--reason", help=f"Căn cứ. {_WHY}.")


def _case(what: str) -> int:
    number: int = typer.Argument(min=1, max=LARGEST, help=f"Số hồ sơ {what}.")
    return number


def merge_command(
    kept: int = _case("giữ lại"),
    gone: int = _case("gộp vào"),
    reason: DoubleReason = _REASON,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Gộp hai hồ sơ là cùng một người; tách lại được bằng people unmerge."""
    with context.desk(as_) as desk:
        done = double.merge(desk, double.Request(kept, gone, reason))
    if json:
        emit(plain(done))
    else:
        say(f"Đã gộp hồ sơ số {done.gone} vào hồ sơ số {done.kept}.")


def unmerge_command(
    gone: int = _case("đã gộp vào hồ sơ khác"),
    reason: DoubleReason = _REASON,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Tách lại hồ sơ đã gộp nhầm: mỗi hồ sơ trở lại đủ như trước khi gộp."""
    with context.desk(as_) as desk:
        done = double.unmerge(desk, double.Undoing(gone, reason))
    if json:
        emit(plain(done))
        return
    say(f"Đã tách hồ sơ số {done.gone} khỏi hồ sơ số {done.kept}.")
    if not done.as_before:
        say(f"Hồ sơ số {done.kept} đã được sửa sau khi gộp, nên giữ theo bản sửa.")


def apart_command(
    one: int = _case("thứ nhất"),
    other: int = _case("thứ hai"),
    reason: DoubleReason = _REASON,
    as_: str = AsOption,
    json: bool = JsonOption,
) -> None:
    """Ghi hai hồ sơ không phải cùng một người: cặp này không hỏi lại nữa."""
    with context.desk(as_) as desk:
        done = double.apart(desk, double.Request(one, other, reason))
    if json:
        emit(plain(done))
    else:
        say(f"Đã ghi: hồ sơ số {done.kept} và số {done.gone} là hai người; không hỏi lại nữa.")


def add_to(app: typer.Typer) -> None:
    """Add `merge`, `unmerge` and `apart` to the commands."""
    app.command("merge")(merge_command)
    app.command("unmerge")(unmerge_command)
    app.command("apart")(apart_command)
