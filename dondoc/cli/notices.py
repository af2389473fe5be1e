"""The list of notices; what is done with one has a module of its own (`dondoc.cli.notice`)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import typer

from dondoc.cli import context
from dondoc.cli.output import (
    JsonOption,
    ViewerOption,
    day,
    emit_list,
    say,
    show_table,
)
from dondoc.cli.paging import ROWS, AfterOption, PageOption, say_rest
from dondoc.looking.listing import Listing
from dondoc.looking.shown import listed_view
from dondoc.visible import Sight
from language.dates import day_and_hour
from language.numbers import grouped
from models import MessageState, NoticeState
from models.message import MESSAGE_STATE_NAMES
from models.notice import NOTICE_STATE_NAMES
from steps.table import named


def notices(
    state: NoticeState = typer.Option(None, "--state", help="Chỉ trạng thái này."),
    unknown: bool = typer.Option(False, "--unknown", help="Chỉ thư chưa rõ đã đi chưa."),
    page: int | None = PageOption,
    after: int | None = AfterOption,
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Các thông báo, mới nhất: cho ai, việc gì, trạng thái, lý do."""
    with context.look(Sight.NOTICES, as_) as (office, look):
        found = Listing(look.session, look.visible, state, unknown)
        if json:
            every = found.rows(after, page)
            emit_list(listed_view(office.rulebook, *one) for one in every)
            return
        shown = list(
            found.rows(after, page or ROWS) if after is not None else found.newest(page or ROWS)
        )
        _show([listed_view(office.rulebook, *one) for one in shown])
        if not shown:
            return
        first, last = shown[0][0].id, shown[-1][0].id
        if after is not None:
            say_rest(found.count(after=last), last)
        elif earlier := found.count(before=first):
            say(f"Còn {grouped(earlier)} thông báo cũ hơn; xem từ đầu: thêm --after 0")


def _show(rows: Iterable[dict[str, Any]]) -> None:
    show_table(
        "Thông báo",
        ("Số", "Lúc", "Việc", "Đơn vị", "Hạn", "Gửi", "Trạng thái", "Lý do"),
        (
            (
                str(row["id"]),
                day_and_hour(datetime.fromisoformat(row["created_at"])),
                named(row["step"]),
                row["bearer_name"],
                day(date.fromisoformat(row["due_on"])),
                row["recipient"],
                _state(row),
                row["reason"] or "",
            )
            for row in rows
        ),
    )


def _state(row: dict[str, Any]) -> str:
    """Return the notice's state in words; a message in doubt is said to be that."""
    if row["message_state"] == MessageState.UNKNOWN:
        return MESSAGE_STATE_NAMES[MessageState.UNKNOWN]
    return NOTICE_STATE_NAMES[row["state"]]


def add_to(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command()(notices)
