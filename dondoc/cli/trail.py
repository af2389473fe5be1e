"""Commands over the trail."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import typer

from dondoc.cli import context
from dondoc.cli.output import AsOption, Bar, JsonOption, ViewerOption, emit, say, tell
from dondoc.desk import renew as desk_renew
from dondoc.desk.context import desk as open_desk
from dondoc.errors import NotPossible, why
from dondoc.setup.wiring import Office
from dondoc.trail.anchor import anchor, begin_anew
from dondoc.trail.anchors import Anchors, read_anchors, trouble
from dondoc.trail.export import export as export_trail
from dondoc.trail.export import refuse_used
from dondoc.trail.signing import next_key, signer, take_next_key
from dondoc.trail.verify import Verdict
from dondoc.trail.verify import verify as verify_trail
from dondoc.visible import Sight
from language.dates import full_day, hour_of_day
from language.zone import local
from models.proof import PURGED_NAME

app = typer.Typer(no_args_is_help=True)
# The tables that hold what may be purged.
_PURGED = {
    "message": "thư",
    "attachment": "tệp kèm báo cáo",
    "contact": "người trong danh bạ",
    "person": "người trong các danh sách",
}
Reason = typer.Option(..., "--reason", help="Vì sao các điểm kiểm cũ không còn.")


@app.callback()
def _group() -> None:
    """Dấu vết của mọi quyết định, thông báo và thay đổi."""


@app.command()
def verify(as_: str = ViewerOption, json: bool = JsonOption) -> None:
    """Tính lại chuỗi từ mục đầu và đối chiếu với các điểm kiểm đã ký. Mã thoát 1 nếu có lỗi.

    Chỉ ra mọi mục bị sửa, bị xóa, chèn thêm, đổi chỗ hay bị cắt khỏi phần đã ký.
    """
    with context.look(Sight.TRAIL, as_) as (office, look):
        look.refuse_part()
        # Before the trail: a checkpoint signed in between would speak of entries not yet seen.
        anchors = read_anchors(
            office.settings.state_folder, office.database, office.settings.second_folder
        )
        with office.reading() as session:
            verdict = verify_trail(session, anchors)
    if json:
        emit(
            {
                "ok": verdict.ok,
                "entries": verdict.entries,
                "head": verdict.head,
                "anchored_to": verdict.anchored_to,
                "rows": verdict.rows,
                "proven_since": verdict.proven_since,
                "purged": dict(verdict.purged),
                "renewed": [one._asdict() for one in verdict.keys],
                "problems": [problem._asdict() for problem in verdict.problems],
            }
        )
    else:
        _tell(verdict, anchors)
    if not verdict.ok:
        raise typer.Exit(1)


def _tell(verdict: Verdict, anchors: Anchors) -> None:
    for problem in verdict.problems:
        where = f"Mục {problem.entry}: " if problem.entry else ""
        tell(f"{where}{problem.kind}: {problem.detail}")
    state = "nguyên vẹn" if verdict.ok else f"{len(verdict.problems)} chỗ không khớp"
    say(f"Dấu vết có {verdict.entries} mục, {state}; mục cuối {verdict.head[:16]}…")
    if verdict.rows is not None:
        say(f"Đã đối chiếu {verdict.rows} dòng của các bảng với dấu vết.")
    if verdict.proven_since is not None:
        since = local(datetime.fromisoformat(verdict.proven_since)).date()
        say(f"Dữ liệu có từ trước: chưa chứng minh trước ngày {full_day(since)} (ngày nâng cấp).")
    if verdict.purged:
        rows = ", ".join(
            f"{count} {_PURGED[table]}"
            for table, count in verdict.purged.items()
            if table in _PURGED
        )
        say(f"{PURGED_NAME.capitalize()}: {rows}; mã băm của chúng vẫn còn trong dấu vết.")
    for one in verdict.keys:
        hour = hour_of_day(local(datetime.fromisoformat(one.at)))
        reason = f"khóa ký mới {one.key[:16]}…" if one.key else "không còn khớp"
        say(f"Các điểm kiểm bắt đầu lại lúc {hour} (mục {one.seq}): {reason}.")
    signed = verdict.anchored_to or 0
    if not signed:
        say("Chưa có mục nào được ký" + ("; lượt quét sau sẽ ký." if verdict.ok else "."))
        return
    said = next(one.at for one in anchors.checkpoints if one.entries == signed)
    at = local(datetime.fromisoformat(said))
    rest = verdict.entries - signed
    later = f"{rest} mục sau đó chưa ký" if rest else "không còn mục nào chưa ký"
    say(f"Đã ký đến mục {signed} (điểm kiểm lúc {hour_of_day(at)}); {later}.")


@app.command()
def key() -> None:
    """In khóa công khai (PEM, và 64 chữ số hệ 16) để công bố; khóa được tạo nếu chưa có."""
    with context.office() as office:
        state = office.settings.state_folder
        # A key made in the place of one that was taken away would hide that it was.
        if said := trouble(office.database, state, office.settings.second_folder):
            raise NotPossible(said)
        public = signer(state)
    say(public.public_pem.decode().rstrip())
    say(public.public)


@app.command()
def renew(
    reason: str = Reason,
    new_key: bool = typer.Option(False, "--new-key", help="Đổi sang một khóa ký mới."),
    as_: str = AsOption,
) -> None:
    """Bắt đầu lại các điểm kiểm khi chúng không còn khớp, hoặc với một khóa ký mới (--new-key).

    Lý do và điểm kiểm cũ nằm trong dấu vết; tệp điểm kiểm cũ (và khóa cũ) được cất cạnh tệp mới.
    """
    with context.office() as office:
        now, state = office.clock.now(), office.settings.state_folder
        second = office.settings.second_folder
        key = next_key(state).public if new_key else ""
        with open_desk(office, now, as_, at_any_hour=True) as desk:
            answer = desk_renew.renew(desk, desk_renew.Request(reason, key))
        away = begin_anew(state, now, second)
        old = take_next_key(state, now) if new_key else None
        with office.reading() as session:
            anchor(session, state, now, second)
    kept = f"; tệp cũ: {away}" if away else ""
    if old is not None:
        say(f"Từ bây giờ dấu vết được ký bằng khóa mới {key}{kept}.")
        say(f"Công bố khóa này (dondoc audit key); cất khóa cũ {old} ra khỏi máy rồi xoá ở đây.")
        return
    say(f"Các điểm kiểm bắt đầu lại từ bây giờ (trước đó: {answer.wrong}){kept}.")


@app.command()
def export(
    folder: Path = typer.Argument(metavar="DIR", help="Thư mục trống hoặc chưa có."),
    as_: str = ViewerOption,
    json: bool = JsonOption,
) -> None:
    """Xuất dấu vết, các điểm kiểm, khóa công khai và chương trình kiểm tra chạy độc lập."""
    refuse_used(folder)
    with context.look(Sight.TRAIL, as_) as (office, look):
        look.refuse_part()
        state = office.settings.state_folder
        anchors = _signed(office)
        try:
            with office.reading() as session, Bar("Xuất dấu vết") as bar:
                done = export_trail(session, anchors, signer(state), folder, bar, office.mark)
        except OSError as error:
            raise NotPossible(f"không ghi được {folder}: {why(error)}") from error
    if json:
        emit({"folder": str(done.folder), "entries": done.entries, "signed": done.signed})
    else:
        say(f"Đã xuất {done.entries} mục vào {done.folder}; đã ký đến mục {done.signed}.")


def _signed(office: Office) -> Anchors:
    """Sign the trail as it stands and return its checkpoints.

    What cannot be signed is exported all the same: an inspector wants to see just that.
    """
    state, second = office.settings.state_folder, office.settings.second_folder
    try:
        with office.reading() as session:
            anchor(session, state, office.clock.now(), second)
    except (NotPossible, OSError) as error:
        tell(f"Bản xuất không được ký thêm: {error}")
        return replace(read_anchors(state, office.database, second), checkpoints=())
    return read_anchors(state, office.database, second)


def add_to(parent: typer.Typer) -> None:
    """Add `audit` to the commands."""
    parent.add_typer(app, name="audit", help="Dấu vết: kiểm tra chuỗi.")
