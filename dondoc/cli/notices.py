"""Commands over notices: list, show, release, why."""

from typing import Any

import typer
from sqlalchemy import select

from dondoc.cli import context
from dondoc.cli.output import JsonOption, emit, instant, say, show_table
from dondoc.errors import Refused
from dondoc.morning import local
from dondoc.release import release as release_notices
from dondoc.why import why as why_notice
from dondoc.wiring import Office
from dondoc.wording import NOTICE_STATE_NAMES, STEP_NAMES
from models import Message, Notice, NoticeState, Obligation
from notifications.envelope import reopen

app = typer.Typer(no_args_is_help=True)


def add_to(main: typer.Typer) -> None:
    """Add the commands that stand at the top level."""
    main.command()(notices)
    main.command()(why)


def notices(
    state: NoticeState = typer.Option(None, "--state", help="Chỉ trạng thái này."),
    json: bool = JsonOption,
) -> None:
    """Các thông báo: cho ai, việc gì, trạng thái, lý do."""
    with context.office() as office, office.reading() as session:
        query = select(Notice, Obligation).join(Obligation).order_by(Notice.id)
        if state:
            query = query.where(Notice.state == state.value)
        rows = [_notice(office, notice, row) for notice, row in session.execute(query)]
    if json:
        emit(rows)
        return
    show_table(
        "Thông báo",
        ("Số", "Lúc", "Việc", "Đơn vị", "Hạn", "Gửi", "Trạng thái", "Lý do"),
        (
            (
                str(row["id"]),
                str(row["created_at"])[:16],
                STEP_NAMES[row["step"]],
                row["bearer_name"],
                row["due_on"],
                row["recipient"],
                NOTICE_STATE_NAMES[row["state"]],
                row["reason"] or "",
            )
            for row in rows
        ),
    )


def _notice(office: Office, notice: Notice, row: Obligation) -> dict[str, Any]:
    return {
        "id": notice.id,
        "state": notice.state,
        "step": notice.step,
        "rung": notice.rung,
        "policy": notice.policy,
        "basis": notice.basis,
        "directive": row.directive_id,
        "duty": row.duty,
        "bearer": row.bearer_uid,
        "bearer_name": office.rulebook.bodies.get(row.bearer_uid).name,
        "due_on": row.due_on.isoformat(),
        "recipient": f"{notice.recipient_uid}/{notice.recipient_post}",
        "channel": notice.channel,
        "created_at": instant(notice.created_at),
        "held_until": instant(notice.held_until),
        "settled_at": instant(notice.settled_at),
        "reason": notice.reason,
        "message": notice.message_id,
    }


@app.command()
def show(notice: int = typer.Argument(help="Số của thông báo."), json: bool = JsonOption) -> None:
    """Nội dung thư mang thông báo này, đúng như đã gửi."""
    with context.office() as office, office.reading() as session:
        found = session.get(Notice, notice)
        if found is None:
            raise Refused(f"không có thông báo số {notice}; xem: dondoc notices")
        row = session.get_one(Obligation, found.obligation_id)
        document = _notice(office, found, row)
        stored = session.get(Message, found.message_id) if found.message_id else None
        envelope = reopen(stored.content) if stored else None
    document["subject"] = envelope.subject if envelope else None
    document["text"] = envelope.text if envelope else None
    if json:
        emit(document)
    elif envelope is None:
        reason = f" ({document['reason']})" if document["reason"] else ""
        say(f"Chưa có thư: thông báo {NOTICE_STATE_NAMES[document['state']]}{reason}.")
    else:
        say(f"{local(envelope.date):%d/%m/%Y %H:%M} · {envelope.subject}\n\n{envelope.text}")


@app.command()
def release(
    ids: list[int] = typer.Argument(help="Số của các thông báo chờ duyệt."),
    by: str = typer.Option("van-phong/specialist", "--by", help="Ai cho gửi: đơn vị/chức danh."),
) -> None:
    """Cho gửi các thông báo đang chờ duyệt (gửi Chủ tịch trở lên)."""
    with context.office() as office, office.writing() as session:
        count = release_notices(session, ids, by, office.clock.now())
    say(f"Đã cho gửi {count} thông báo; thư đi ở lượt gửi tiếp theo nếu vẫn còn đúng.")


def why(notice: int = typer.Argument(help="Số của thông báo."), json: bool = JsonOption) -> None:
    """Vì sao có thông báo này: chính sách, điều kiện, câu trong văn bản, cách đọc hạn, số liệu."""
    with context.office() as office, office.reading() as session:
        document = why_notice(session, office.rulebook, notice)
    if json:
        emit(document)
        return
    owed, basis = document["obligation"], document["basis"]
    say(f"Thông báo số {notice} ({STEP_NAMES[document['step']]}) gửi {document['recipient']}")
    say(f"Nhiệm vụ: {owed['bearer_name']}, {owed['place']}: “{owed['quote']}”")
    say(f"Hạn “{owed['wording']}”: ngày ghi {owed['due_on']}, ngày làm việc cuối {owed['aim_on']},")
    say(f"  tính quá hạn từ {owed['late_from'][:16]} (cách đọc: {owed['reading']})")
    say(f"Chính sách: {document['policy']['title']} ({document['policy']['id']})")
    for leaf in document["because"]:
        say(f"  {leaf['attribute']} {leaf['operator']} {leaf['constant']}: là {leaf['value']}")
    rests = "quy ước của Văn phòng" if basis["clause"] == "house" else basis["place"]
    say(f"Căn cứ gửi: {rests}" + (f": “{basis['quote']}”" if basis["quote"] else ""))
