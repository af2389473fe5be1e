"""The command that purges what the settings keep no longer."""

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    AsOption,
    FutureOption,
    JsonOption,
    NowOption,
    emit,
    parse_instant,
    say,
)
from dondoc.desk import purge as purging
from dondoc.desk.context import desk as open_desk
from dondoc.desk.plain import plain
from dondoc.setup.hour import hour_of_act
from dondoc.trail.retention import KIND_NAMES, PERSONS, remove_remains


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(purge)


def purge(
    apply: bool = typer.Option(False, "--apply", help="Xoá; không có thì chỉ đếm cho xem trước."),
    reason: str = typer.Option("", "--reason", help="Lý do, căn cứ; bắt buộc khi --apply."),
    as_: str = AsOption,
    now: str = NowOption,
    future: bool = FutureOption,
    json: bool = JsonOption,
) -> None:
    """Xoá dữ liệu cá nhân đã hết thời hạn lưu (retention trong cấu hình); không có --apply thì đếm.

    Việc còn mở, thư chưa rõ kết quả hay có thể còn phải đính chính thì giữ. Dấu vết giữ nguyên.
    """
    with context.office() as office:
        at = hour_of_act(office, parse_instant(now), future or not apply)
        with open_desk(office, at, as_, looks=not apply) as desk:
            done = purging.purge(desk, purging.Request(reason, apply))
        files = remove_remains(office) if apply else 0
    if json:
        emit({**_plain(done), "files": files})
        return
    _tell(done)
    if apply:
        say(f"Đã xoá {files} tệp trên đĩa. Bản sao lưu cũ còn giữ dữ liệu: xem docs/operating.md.")
    elif any(one.purged for one in done.kinds.values()):
        say("Xem trước, chưa xoá gì. Đúng như vậy thì chạy lại, thêm --apply --reason …")


def _plain(done: purging.Answer) -> dict[str, object]:
    said = plain(done)
    return dict(said) if isinstance(said, dict) else {}


def _tell(done: purging.Answer) -> None:
    for kind, one in done.kinds.items():
        stays = f"; còn phải giữ {one.kept} (việc còn mở, chưa rõ hoặc chờ đính chính)"
        kept = stays if one.kept else ""
        word = "đã xoá" if done.applied else "hết hạn"
        if kind == PERSONS:
            say(f"  {KIND_NAMES[kind]}, lưu đến ngày từng danh sách nêu: {word} {one.purged}{kept}")
            continue
        if one.months is None:
            say(f"  {KIND_NAMES[kind]}: không đặt thời hạn, giữ mãi")
            continue
        say(f"  {KIND_NAMES[kind]}, lưu {one.months} tháng: {word} {one.purged}{kept}")
