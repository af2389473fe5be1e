"""Commands over one notice: show, release, retract, why."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import typer

from dondoc.cli import context
from dondoc.cli.named import say_named
from dondoc.cli.output import LARGEST, AsOption, JsonOption, ViewerOption, day, emit, say
from dondoc.desk import link as ending
from dondoc.desk import release as releasing
from dondoc.desk import retract as retracting
from dondoc.looking.letter import letter, refuse_hidden
from dondoc.looking.letter import notice as notice_named
from dondoc.looking.shown import letter_view
from dondoc.looking.why import why as why_notice
from dondoc.visible import Sight
from language.dates import day_and_hour, hour_of_day
from models.notice import NOTICE_STATE_NAMES
from models.proof import PURGED_NAME
from rules.meaning.fact_names import ATTRIBUTE_NAMES, OPERATOR_NAMES
from steps.states import OBLIGATION_STATE_NAMES
from steps.table import named


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for command in (why, show, release, unlink):
        app.command()(command)
    app.command("retract")(retract_command)


def show(
    notice: int = typer.Argument(min=1, max=LARGEST, help="Số của thông báo."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Nội dung thư mang thông báo này, đúng như đã gửi."""
    with context.look(Sight.LETTER, as_) as (office, look):
        found, row = notice_named(look, notice)
        refuse_hidden(look, found, row)
        read = letter(office, look, found)
        document = letter_view(office.rulebook, look, found, row, read)
    if json:
        emit(document)
    elif document["purged"]:
        say(f"Nội dung và nơi nhận của thư {PURGED_NAME}; thông báo và mã băm của thư vẫn còn.")
    elif read is None:
        reason = f" ({document['reason']})" if document["reason"] else ""
        say(f"Không có thư: thông báo {NOTICE_STATE_NAMES[document['state']]}{reason}.")
    else:
        draft = "Bản xem trước, lập lại khi gửi · " if document["draft"] else ""
        say(f"{draft}{day_and_hour(read.date)} · {read.subject}\n\n{read.text}")
        for name in read.files:
            say(f"Tệp kèm theo: {name}")


def release(
    ids: list[int] = typer.Argument(
        None, min=1, max=LARGEST, help="Số của các thông báo chờ duyệt."
    ),
    round_: bool = typer.Option(False, "--round", help="Mọi thông báo đang chờ duyệt."),
    as_: str = AsOption,
) -> None:
    """Cho gửi các thông báo đang chờ duyệt (gửi Chủ tịch trở lên)."""
    if bool(ids) == round_:
        raise typer.BadParameter("nêu số các thông báo, hoặc --round cho cả đợt")
    with context.desk(as_) as desk:
        done = releasing.release(desk, releasing.Request(tuple(ids or ())))
    say(f"Đã cho gửi {done.released} thông báo; thư đi ở lượt gửi tiếp theo nếu vẫn còn đúng.")


def unlink(
    notice: int = typer.Argument(min=1, max=LARGEST, help="Số của thông báo."),
    as_: str = AsOption,
) -> None:
    """Thu hồi đường dẫn trong thư mang thông báo này; ai đang vào bằng nó thì thoát ngay."""
    with context.desk(as_, at_any_hour=True) as desk:
        done = ending.end(desk, ending.Request(notice))
    say(f"Đã thu hồi đường dẫn của thư {done.message}; {done.out} người đang vào bằng nó đã thoát.")


def retract_command(
    notice: int = typer.Argument(min=1, max=LARGEST, help="Số của thông báo."),
    reason: str = typer.Option(..., "--reason", help="Vì sao rút lại."),
    as_: str = AsOption,
) -> None:
    """Rút lại một thông báo: chưa gửi thì hủy, đã gửi thì đính chính mọi điều đã nói về việc ấy."""
    with context.desk(as_) as desk:
        done, bodies = (
            retracting.retract(desk, retracting.Request(notice, reason)),
            desk.rulebook.bodies,
        )
    if not done.corrected:
        say("Đã hủy trước khi gửi.")
        return
    called_off = f"; hủy {done.cancelled_notices} thông báo chưa gửi"
    say(
        f"Đã đi rồi: đính chính sẽ được gửi tới {done.corrections} nơi đã nhận"
        f"{called_off if done.cancelled_notices else ''}."
    )
    say_named(done.named, bodies)


def why(
    notice: int = typer.Argument(min=1, max=LARGEST, help="Số của thông báo."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Vì sao có thông báo này: chính sách, điều kiện, câu trong văn bản, cách đọc hạn, số liệu."""
    with context.look(Sight.LETTER, as_) as (office, look):
        refuse_hidden(look, *notice_named(look, notice))
        document = why_notice(look.session, office.rulebook, notice)
        kinds = office.rulebook.bodies.kind_names
    if json:
        emit(document)
        return
    owed, basis = document["obligation"], document["basis"]
    say(f"Thông báo số {notice} ({named(document['step'])}) gửi {document['recipient']}")
    reads = document["corrected"] or owed
    say(f"Nhiệm vụ: {owed['bearer_name']}, {reads['place']}: “{reads['quote']}”")
    if document["corrected"]:
        say(document["corrected"]["note"])
    if owed["wording"] is None:
        say("Văn bản không nêu thời hạn, không tính quá hạn")
    else:
        _say_term(owed)
    title = document["policy"]["title"] or "không còn trong bộ quy tắc"
    say(f"Chính sách: {title} ({document['policy']['id']})")
    for leaf in document["because"]:
        name = ATTRIBUTE_NAMES[leaf["attribute"]]
        how = OPERATOR_NAMES[leaf["operator"]]
        wanted, seen = (_word(leaf[key], kinds) for key in ("constant", "value"))
        say(f"  {name} {how} {wanted}: lúc đó là {seen}")
    rests = "quy ước của Văn phòng" if basis["clause"] == "house" else basis["place"]
    say(f"Căn cứ gửi: {rests}" + (f": “{basis['quote']}”" if basis["quote"] else ""))


def _say_term(owed: dict[str, Any]) -> None:
    due, aim = (date.fromisoformat(owed[key]) for key in ("due_on", "aim_on"))
    say(f"Hạn “{owed['wording']}”: ngày ghi {day(due)}, ngày làm việc cuối trước hạn {day(aim)},")
    say(f"  tính quá hạn từ {hour_of_day(datetime.fromisoformat(owed['late_from']))}")
    say(f"  ({_reading(owed['reading'])})")


def _word(value: object, kinds: Mapping[str, str]) -> str:
    """Return a fact's value in words."""
    if isinstance(value, bool):
        return "có" if value else "không"
    return {**OBLIGATION_STATE_NAMES, **kinds}.get(str(value), str(value))


def _reading(reading: dict[str, object]) -> str:
    """Return in words under which reading the deadline was computed."""
    parts = []
    if reading["sense"] == "before":
        strictly = "không " if reading["before"] == "strict" else ""
        parts.append(f"{strictly}tính cả ngày ghi trong văn bản")
    if reading["roll"]:
        parts.append("rơi vào ngày nghỉ thì đến hết ngày làm việc kế tiếp")
    return "cách đọc: " + ("; ".join(parts) or "đúng ngày ghi trong văn bản")
