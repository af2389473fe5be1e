"""Which commands there are, as help lists them, each with the module that has it.

Nothing of a command is loaded before it is called: what one needs would cost every other. What a
list of commands says of each is taken from the commands themselves by `make docs` (helps.json).
"""

import gc
import json
from collections import UserDict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from dondoc.setup.collector import loaded

HELPS = Path(__file__).parent / "helps.json"


@dataclass(frozen=True)
class Group:
    """A command over others that lie in several modules: what it says of itself, and those."""

    help: str
    below: Mapping[str, str]


_REPORT = Group(
    "Báo cáo của các đơn vị: ghi nhận, chấp nhận, trả lại, xem, hủy ghi nhầm.",
    {
        "accept": "reports",
        "return": "reports",
        "undo": "reports",
        "record": "recording",
        "take": "returned",
        "attachment": "returned",
        "list": "filed",
        "show": "filed",
    },
)
_NOTICE = Group(
    "Từng thông báo: xem, cho gửi.",
    {
        "show": "notice",
        "release": "notice",
        "retract": "notice",
        "unlink": "notice",
        "settle": "doubts",
        "unsettle": "doubts",
    },
)
_PEOPLE = Group(
    "Từng người trong danh sách: tìm, hai hồ sơ là một người hay không, ai đã xem, khóa mã hóa.",
    {
        "find": "found",
        "doubles": "doubles",
        "merge": "doubles",
        "unmerge": "doubles",
        "apart": "doubles",
        "count": "people_counts",
        "seen": "people_seen",
        "rekey": "people_keys",
        "support": "person_facts",
        "category": "person_facts",
        "untell": "person_facts",
        "request": "person_requests",
        "change": "person_changes",
    },
)
_SPONSOR = Group(
    "Hỗ trợ kinh phí: nhà tài trợ, tiền hứa, nhận, dùng, trả lại, đã vận động ai.",
    {
        **dict.fromkeys(
            ("add", "pledge", "receive", "use", "return", "undo", "balance"), "sponsors"
        ),
        **dict.fromkeys(("agree", "seek", "answer", "outside", "strike"), "helping"),
    },
)
_CASE = Group(
    "Từng trường hợp chưa tham gia: xem, báo cáo, trả lại, tổng hợp, đề xuất, quyết định.",
    {
        "show": "cases",
        **dict.fromkeys(("report", "sign", "drop", "annex"), "case_reports"),
        **dict.fromkeys(("return", "consolidate", "propose", "forward", "decide"), "case_answers"),
    },
)
_VISIT = Group(
    "Thăm hộ: ghi lần thăm, xem, gạch lần ghi nhầm, trả lời khi hai lần thăm trái nhau.",
    {
        **dict.fromkeys(("record", "take", "form"), "visits"),
        "list": "visits_made",
        "survey": "visits_made",
        "strike": "visits",
        **dict.fromkeys(("question", "settle"), "visits_made"),
    },
)
# A module's `add_to` adds its commands, of which the one of that name is taken.
COMMANDS: Mapping[str, str | Group] = {
    "init": "beginning",
    "check": "rules",
    "duties": "rules",
    "occurrences": "rules",
    "wording": "rules",
    "simulate": "simulation",
    "register": "registering",
    "event": "registering",
    "dispatch": "dispatched",
    "board": "board",
    "doctor": "doctor",
    "status": "status",
    "rates": "status",
    "clauses": "clauses",
    "answer": "decisions",
    "call": "decisions",
    "suspend": "decisions",
    "extend": "decisions",
    "move": "decisions",
    "brief": "decisions",
    "up": "run",
    "web": "run",
    "tick": "ticking",
    "deploy": "ticking",
    "backup": "backups",
    "restore": "backups",
    "purge": "purging",
    "template": "filed",
    "consolidation": "consolidation",
    "sign": "signing",
    "unsign": "signing",
    "issue": "issuing",
    "notices": "notices",
    "why": "notice",
    "sending": "decisions",
    "counts": "counts",
    "coverage": "coverage",
    "cases": "cases",
    "case": _CASE,
    "list": "lists",
    "sheet": "sheets",
    "incident": "incidents",
    "activity": "activities",
    "inspection": "inspections",
    "committee": "inspections",
    "visit": _VISIT,
    "assign": "assignments",
    "decision": "decided",
    "sweep": "sweeping",
    "directive": "directives",
    "report": _REPORT,
    "document": "documents",
    "notice": _NOTICE,
    "account": "accounts",
    "token": "tokens",
    "device": "devices",
    "contacts": "contacts",
    "people": _PEOPLE,
    "sponsor": _SPONSOR,
    "card": "cards",
    "reconcile": "reconciling",
    "audit": "trail",
}


class Contents(TyperGroup):
    """A group of which only the command that is called is loaded."""

    def __init__(
        self,
        *,
        contents: Mapping[str, str | Group] = COMMANDS,
        above: str = "",
        commands: object = None,  # what typer found added: nothing
        **settings: Any,
    ) -> None:
        super().__init__(commands=_Unloaded(contents), **settings)  # type: ignore[arg-type]
        self._above = above

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Load the command that is called; what is loaded is no garbage (`dondoc.__main__`)."""
        found = super().resolve_command(ctx, args)
        if not isinstance(found[1], Contents) and not gc.isenabled():
            loaded()
            gc.enable()
        return found

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write what each command is for, none of them loaded."""
        said = json.loads(HELPS.read_bytes())
        listed = [TyperCommand(name, help=said.get(self._above + name)) for name in self.commands]
        TyperGroup(commands=listed).format_commands(ctx, formatter)


class _Unloaded(UserDict[str, Any]):
    """The commands by name, of which each is loaded when it is asked for."""

    def __init__(self, contents: Mapping[str, str | Group]) -> None:
        super().__init__(contents)
        self._loaded: dict[str, TyperCommand | TyperGroup] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            where = super().__getitem__(name)
            self._loaded[name] = (
                _over(name, where) if isinstance(where, Group) else _command(name, where)
            )
        return self._loaded[name]


def _over(name: str, group: Group) -> TyperGroup:
    return Contents(
        contents=group.below,
        above=f"{name} ",
        name=name,
        help=group.help,
        no_args_is_help=True,
        rich_markup_mode=None,
    )


def _command(name: str, module: str) -> Any:
    home = typer.Typer(add_completion=False, rich_markup_mode=None)
    import_module(f"dondoc.cli.{module}").add_to(home)
    return typer.main.get_group(home).commands[name]


def helps(group: TyperGroup, above: str = "") -> dict[str, str]:
    """Return what helps.json should hold: the first paragraph of each listed command's help."""
    found = {}
    for name, command in group.commands.items():
        found[above + name] = (command.help or "").partition("\n\n")[0]
        if isinstance(command, Contents):
            found |= helps(command, f"{name} ")
    return found
