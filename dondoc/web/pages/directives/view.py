"""What the page of a dispatch shows: each duty with who bears it and why, and what is left out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.documents.parts.carried import STATE_NAMES, Carried, State
from dondoc.looking.marked import Paragraph, Span, paragraphs
from dondoc.obligations.declared import duties_for_people
from dondoc.sending.names import name_in
from language.dates import full_day
from language.text import upper_first
from rules.meaning.body import BodyRegistry
from rules.meaning.deadline import Readings
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.rulebook import Rulebook
from steps.table import STEPS

# What the elements are called that a dispatch may leave out.
GAP_NAMES = {
    "number": "số, ký hiệu",
    "issued_on": "ngày ban hành",
    "header": "phần đầu",
    "until": "thời hạn hiệu lực",
    "first_period": "kỳ đầu",
    "last_period": "kỳ cuối",
    "cut_off": "ngày chốt số liệu",
    "form": "mẫu, đề cương báo cáo",
    "method": "cách gửi",
    "deadline": "thời hạn",
    "frequency": "mấy lần, bao lâu một lần",
    "bearer": "ai thực hiện",
    "baseline": "số ban đầu",
    "attachment": "phụ lục, danh sách kèm theo",
    "reference": "văn bản được dẫn chiếu",
    "cases": "báo cáo từng trường hợp",
    "consequence": "hậu quả khi chậm",
}


# The letter of the cell that goes with each state of a clause.
LETTERS = {
    State.OVERDUE: "Q",
    State.UNKNOWN: "?",
    State.OPEN: "C",
    State.DONE: "Đ",
    State.RECORDED: "N",
    State.NONE: "–",
}


@dataclass(frozen=True)
class DutyShown:
    """One duty of a dispatch. `why`: why just these bear it; `asks`: the form's name, or ""."""

    duty: Duty
    kind: str
    bearers: str
    names: tuple[str, ...]
    why: str
    to: str
    via: str
    asks: str
    gaps: tuple[tuple[str, str], ...]
    basis: tuple[str, ...]


@dataclass(frozen=True)
class DirectiveShown:
    """A dispatch as the page shows it, on the local date `on`."""

    directive: Directive
    issuer: str
    text: tuple[Paragraph, ...]
    marks: dict[str, str]
    duties: tuple[DutyShown, ...]
    gaps: tuple[tuple[str, str], ...]
    readings: tuple[str, ...]
    on: date


def shown(rulebook: Rulebook, id_: str, readings: Readings, today: date) -> DirectiveShown:
    """Return the dispatch `id_` with its bearers as of `today`, or of its days in force."""
    declared = rulebook.directives[id_]
    on = max(today, declared.in_force.from_)
    on = min(on, declared.in_force.until or on)
    spans = [Span(*duty.span, duty.id) for duty in declared.duties.values()]
    rows = duties_for_people(rulebook, id_, on)
    return DirectiveShown(
        directive=declared,
        issuer=name_in(rulebook.bodies, declared.issuer),
        text=tuple(paragraphs(declared.text.content, spans)),
        marks={duty.id: upper_first(duty.place) for duty in declared.duties.values()},
        duties=tuple(_duty(rulebook, declared, row) for row in rows),
        gaps=_gaps(declared.gaps),
        readings=tuple(_readings(readings)),
        on=on,
    )


def states_of(carried: Sequence[Carried]) -> list[tuple[str, int]]:
    """Return how many clauses are in each state that there is, in words, the worst first."""
    counted = Counter(one.state for one in carried)
    return [(STATE_NAMES[state], counted[state]) for state in STATE_NAMES if counted[state]]


def _duty(rulebook: Rulebook, declared: Directive, row: dict[str, object]) -> DutyShown:
    duty, bodies = declared.duties[str(row["duty"])], rulebook.bodies
    form = rulebook.forms.get(duty.asks) if duty.asks else None
    listed = row["bearers"]
    names = [str(one["name"]) for one in listed] if isinstance(listed, list) else []
    return DutyShown(
        duty=duty,
        kind=str(row["kind_name"]),
        bearers=str(row["bearers_name"]),
        names=tuple(names) if duty.bearers.every else (),
        why=_why(bodies, duty),
        to=_to(bodies, duty.to),
        via=name_in(bodies, duty.via),
        asks=form.name if form else "",
        gaps=_gaps(duty.gaps),
        basis=tuple(_basis(bodies, declared, duty)),
    )


def _why(bodies: BodyRegistry, duty: Duty) -> str:
    scope = duty.bearers
    if scope.every:
        kinds = bodies.together(scope.every) or ", ".join(bodies.kind_names[k] for k in scope.every)
        return f"câu này giao chung cho mọi {kinds.removeprefix('UBND các ')} có hiệu lực trong kỳ"
    return "văn bản nêu đích danh"


def _to(bodies: BodyRegistry, to: str | None) -> str:
    every, _, kind = (to or "").partition(" ")
    if every == "every":
        return bodies.together([kind]) or bodies.kind_names.get(kind, kind)
    return name_in(bodies, to) or (to or "")


def _gaps(gaps: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((GAP_NAMES.get(key, key), said) for key, said in gaps.items())


def _basis(bodies: BodyRegistry, declared: Directive, duty: Duty) -> Iterator[str]:
    """Yield by which sentence word goes to those who bear it; what is not named is the office's."""
    kinds = set(duty.bearers.kinds(bodies))
    for ground in declared.grounds:
        if kinds.intersection(ground.kinds):
            steps = [step.name for step in STEPS if step.id in ground.steps]
            place = declared.clause(ground.clause).place
            yield f"{place}: {', '.join(steps)}"


def _readings(readings: Readings) -> Iterator[str]:
    strictly = "không tính" if readings.before == "strict" else "tính cả"
    yield (
        f"“trước ngày D”: tính quá hạn thì {strictly} ngày D là còn trong hạn; nhắc thì theo ngày "
        "làm việc liền trước"
    )
    if readings.roll:
        yield "hạn rơi vào ngày nghỉ: đến hết ngày làm việc kế tiếp mới tính quá hạn"
    else:
        yield "hạn rơi vào ngày nghỉ: giữ nguyên ngày"


def in_force(directive: Directive) -> str:
    """Return from when until when a dispatch is followed, in words."""
    days = directive.in_force
    until = f" đến {full_day(days.until)}" if days.until else ""
    why = f" (Văn phòng xác định: {days.assumed})" if days.assumed else ""
    return f"từ {full_day(days.from_)}{until}{why}"
