"""The page docs/cli.md, written from the command tree itself."""

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from dondoc.cli.app import command

HEAD = """# Các lệnh / Commands

Trang này do `make docs` viết ra từ chính các lệnh; sửa lời ở `dondoc/cli/`.
This page is written by `make docs` from the commands themselves.

```
.venv/bin/dondoc [--config TỆP] LỆNH …
```

{config}

Chung cho mọi lệnh / common to all commands:

- Kết quả ra stdout; tiến độ, giải thích và lỗi ra stderr. Results go to stdout; progress,
  explanations and errors to stderr.
- `--json` in một tài liệu JSON, UTF-8 (riêng `simulate` in mỗi sự kiện một dòng). One JSON document
  (`simulate`: one event a line).
- Thời điểm theo ISO 8601; không ghi múi giờ là giờ Việt Nam. Ngày là `YYYY-MM-DD`. Instants without
  a zone are local (Asia/Ho_Chi_Minh); JSON carries `+07:00`.
- Đơn vị gọi theo mã (`02617@base`, `bhxh-huyen`), người nhận theo `đơn-vị/chức-danh`
  (`02617@base/officer`). Bodies by uid, recipients by `uid/post`.

| Mã thoát / exit | Nghĩa / meaning |
|---|---|
| 0 | xong / done |
| 1 | `check`, `audit verify` tìm ra lỗi; dữ liệu bị từ chối / found something, or refused |
| 2 | gõ lệnh sai / wrong usage |
| 3 | không thực hiện được: đồng hồ, cơ sở dữ liệu, lượt khác đang chạy / not carried out |
"""


def cli_page() -> str:
    """Return docs/cli.md as it should be."""
    tree: TyperGroup = command()
    top = typer.Context(tree, info_name="dondoc")
    config = "\n".join(_options(tree, top))
    return HEAD.format(config=config) + "".join(_sections(tree, top))


def _sections(group: TyperGroup, context: typer.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        found = group.commands[name]
        below = typer.Context(found, info_name=name, parent=context)
        if isinstance(found, TyperGroup):
            yield from _sections(found, below)
        else:
            yield "\n".join(["", f"## `{below.command_path}`", "", *_body(found, below), ""])


def _body(found: Any, context: typer.Context) -> Iterator[str]:
    yield (found.help or "").strip()
    usage = " ".join([context.command_path, *found.collect_usage_pieces(context)])
    yield f"\n```\n{usage}\n```\n"
    yield from _options(found, context)


def _options(found: Any, context: typer.Context) -> Iterator[str]:
    """A row for each argument and option, `--help` left out: every command has it."""
    records = [parameter.get_help_record(context) for parameter in found.get_params(context)]
    rows = [record for record in records if record is not None and record[0] != "--help"]
    if rows:
        yield "| | |\n|---|---|"
    for name, help_text in rows:
        yield f"| `{name.replace('|', ' / ')}` | {' '.join(help_text.split())} |"
