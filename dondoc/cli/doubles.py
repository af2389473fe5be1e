"""Commands about two persons that may be one: which, made one, two again, judged to be two."""

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    LARGEST,
    AsOption,
    JsonOption,
    ViewerOption,
    emit,
    say,
    show_table,
)
from dondoc.desk import double
from dondoc.desk.plain import plain
from dondoc.looking import doubles as looking
from dondoc.visible import Sight
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


def doubles_command(
    most: int = typer.Option(50, "--most", min=1, max=1_000, help="Nhiều nhất bao nhiêu cặp."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xem các cặp hồ sơ có thể là một người, chưa ai kết luận; chỉ số hồ sơ, không nêu tên."""
    with context.look(Sight.PERSONS, as_) as (office, look):
        found = looking.pairs(look.session, look.visible, most)
        bodies = office.rulebook.bodies
    if json:
        emit(plain(found))
        return
    if not found:
        say("Không còn cặp hồ sơ nào chờ kết luận.")
        return
    rows = (
        (
            str(one.one),
            bodies.get(one.body).name,
            str(one.other) if one.other else "01 người",
            bodies.get(one.other_body).name if one.other_body else "đơn vị khác",
            f"{min(one.score // 10, 99)}%",
        )
        for one in found
    )
    show_table("Có thể trùng", ("Hồ sơ", "Ở", "Với hồ sơ", "Ở", "Khả năng"), rows)


def add_to(app: typer.Typer) -> None:
    """Add `doubles`, `merge`, `unmerge` and `apart` to the commands."""
    app.command("doubles")(doubles_command)
    app.command("merge")(merge_command)
    app.command("unmerge")(unmerge_command)
    app.command("apart")(apart_command)
