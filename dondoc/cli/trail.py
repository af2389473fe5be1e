"""Commands over the trail."""

from dataclasses import asdict

import typer

from dondoc.cli import context
from dondoc.cli.output import JsonOption, emit, say, tell
from dondoc.verify import verify as verify_trail

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Dấu vết của mọi quyết định, thông báo và thay đổi."""


@app.command()
def verify(json: bool = JsonOption) -> None:
    """Tính lại chuỗi từ mục đầu; chỉ ra mục bị sửa, bị xóa hoặc chèn thêm. Mã thoát 1 nếu có."""
    with context.office() as office, office.reading() as session:
        verdict = verify_trail(session)
    if json:
        emit(
            {
                "ok": verdict.ok,
                "entries": verdict.entries,
                "head": verdict.head,
                "anchored_to": None,
                "problems": [asdict(problem) for problem in verdict.problems],
            }
        )
    else:
        for problem in verdict.problems:
            tell(f"Mục {problem.entry}: {problem.kind}: {problem.detail}")
        state = "nguyên vẹn" if verdict.ok else f"{len(verdict.problems)} chỗ không khớp"
        say(f"Dấu vết có {verdict.entries} mục, {state}; mục cuối {verdict.head[:16]}…")
    if not verdict.ok:
        raise typer.Exit(1)
