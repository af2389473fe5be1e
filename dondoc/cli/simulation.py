"""The command simulate: a directive lived through before it is switched on, letter by letter."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import typer

from dondoc.cli import context
from dondoc.cli.output import Bar, JsonOption, day, emit_lines, parse_day, say, show_table
from dondoc.looking.behaviour import Behaviour, read_behaviour
from dondoc.looking.posted import LetterEvent, Told
from dondoc.looking.simulate import TimelineEvent, simulate
from dondoc.looking.timeline import EVENT_NAMES
from dondoc.obligations.declared import post_name
from dondoc.setup.channels import CHANNEL_NAMES
from dondoc.setup.rules import rules_of
from language.dates import day_and_hour, hour, hour_of_day
from language.zone import local_date
from rules.meaning.directive import Directive
from rules.meaning.policy import HOUSE
from rules.rulebook import Rulebook
from steps.table import named

# So many bodies are named in a row.
_NAMED = 3
_T = TypeVar("_T")
_Key = tuple[str, ...]


def add_to(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command("simulate")(simulate_command)


def simulate_command(
    directive: str = typer.Argument(help="Mã văn bản: tên thư mục trong rules/directives."),
    from_: str = typer.Option(..., "--from", help="Ngày bắt đầu, YYYY-MM-DD."),
    to: str = typer.Option(..., "--to", help="Ngày kết thúc, YYYY-MM-DD."),
    behaviour: Path = typer.Option(
        None, "--behaviour", help="Tệp ai nộp khi nào, số liệu gì, thư có được duyệt (YAML/JSON)."
    ),
    json: bool = JsonOption,
) -> None:
    """Nếu áp dụng văn bản này thì thư nào đi, cho ai, ngày nào. Không gửi gì thật."""
    first, last = parse_day(from_), parse_day(to)
    if last < first:
        raise typer.BadParameter("--to ở trước --from")
    how = read_behaviour(behaviour) if behaviour else Behaviour()
    rulebook = rules_of(context.settings())
    with Bar("Mô phỏng") as bar:
        events = simulate(rulebook, directive, first, last, how, context.settings().settings, bar)
    if json:
        emit_lines(event.as_json() for event in events)
        return
    shown = _Shown(rulebook, rulebook.directives[directive])
    letters = [event for event in events if isinstance(event, LetterEvent)]
    shown.letters(letters, f"Thư sẽ đi, từ {day(first)} đến {day(last)}")
    shown.happenings(event for event in events if event.event not in ("letter", "notice"))
    for line in shown.assumed(letters):
        say(line)


class _Shown:
    """What a person is shown; what is the same for several bodies stands in one row."""

    def __init__(self, rulebook: Rulebook, directive: Directive) -> None:
        self._bodies, self._directive = rulebook.bodies, directive

    def letters(self, letters: Iterable[LetterEvent], title: str) -> None:
        """Print the letters, by the instant at which they leave or begin to wait."""
        show_table(
            f"{self._directive.title}. {title}",
            ("Lúc", "Gửi ai", "Kênh", "Tiêu đề thư", "Gồm", "Duyệt"),
            (
                (at, f"{title}: {_who(one.recipient_name for one in same)}", *rest)
                for (at, title, *rest), same in _grouped(letters, self._letter)
            ),
        )

    def _letter(self, one: LetterEvent) -> _Key:
        return (
            day_and_hour(one.at),
            self._title(one.recipient or ""),
            CHANNEL_NAMES.get(one.channel, one.channel),
            one.subject,
            "\n".join(self._items(one)),
            self._release(one),
        )

    def happenings(self, events: Iterable[TimelineEvent]) -> None:
        """Print what else happens: rounds opened, reports filed, what became late."""
        show_table(
            "Diễn biến khác",
            ("Lúc", "Sự kiện", "Việc", "Hạn", "Đơn vị"),
            (
                (*key, _who(one.bearer_name for one in same))
                for key, same in _grouped(events, self._happening)
            ),
        )

    def _happening(self, one: TimelineEvent) -> _Key:
        what = self._what(one.step, one.duty)
        return day_and_hour(one.at), EVENT_NAMES[one.event], what, day(one.due_on)

    def assumed(self, letters: Sequence[LetterEvent]) -> Iterator[str]:
        """Yield what was supposed of those who let letters go, where any had to be."""
        released = {
            one.released_by for one in letters if one.released_by and "/" in one.released_by
        }
        waiting = {one.release_by for one in letters if one.state == "held"}
        for who in sorted(released):
            yield f"Coi như {self._title(who)} cho gửi mọi thư chờ duyệt ngay trong ngày."
        for who in sorted(filter(None, waiting)):
            yield f"Thư ghi “chờ” không đi khi {self._title(who)} chưa cho gửi."
        if None in waiting:
            yield "Thư ghi “chờ” không đi: bảng quyền chưa nêu ai được cho gửi."

    def _title(self, recipient: str) -> str:
        uid, _, post = recipient.rpartition("/")
        kinds = self._bodies.kinds
        titles = kinds[self._bodies.get(uid).kind].posts if uid in self._bodies else {}
        return titles.get(post, post_name(post))

    def _what(self, step: str | None, duty: str) -> str:
        name = self._directive.called(self._directive.duties[duty])
        return f"{named(step)}: {name}" if step else name

    def _items(self, letter: LetterEvent) -> Iterator[str]:
        own = (letter.recipient or "").rpartition("/")[0]

        def key(one: Told) -> _Key:
            whose = "" if one.bearer == own else "others"
            return self._what(one.step, one.duty), day(one.due_on), self._basis(one.basis), whose

        for (what, due, basis, others), same in _grouped(letter.items, key):
            whose = f", {_who(one.bearer_name for one in same)}" if others else ""
            yield f"{what}, hạn {due}{whose} (căn cứ: {basis})"

    def _release(self, letter: LetterEvent) -> str:
        if letter.state == "held":
            return f"chờ {self._title(letter.release_by)}" if letter.release_by else "chờ"
        if letter.held_since is None:
            return ""
        same_day = local_date(letter.held_since) == local_date(letter.at)
        since = hour(letter.held_since) if same_day else hour_of_day(letter.held_since)
        by = letter.released_by or ""
        let_go = f"{self._title(by)} cho gửi" if "/" in by else "tự đi theo cấu hình"
        return f"chờ từ {since}; {let_go}"

    def _basis(self, basis: str) -> str:
        if basis == HOUSE:
            return "quy ước của Văn phòng"
        return self._directive.clause(basis).place


def _grouped(things: Iterable[_T], key: Callable[[_T], _Key]) -> Iterable[tuple[_Key, list[_T]]]:
    found: dict[_Key, list[_T]] = {}
    for one in things:
        found.setdefault(key(one), []).append(one)
    return found.items()


def _who(names: Iterable[str]) -> str:
    each = list(dict.fromkeys(names))
    if len(each) > _NAMED:
        return f"{len(each)} đơn vị: {each[0]}, {each[1]}, …"
    return ", ".join(each)
