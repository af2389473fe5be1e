"""Check: what the policies say of a filled-in report, each word beside its figure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dondoc.errors import Refused
from language.dates import full_day
from language.numbers import decimal, shown
from rules.meaning.condition import Value
from rules.meaning.directive import Directive
from rules.meaning.engine import Match, PolicyEngine
from rules.meaning.figures import Figures, Filled, Given, GroupFigures, group_figures
from rules.meaning.form import NIL, Form, Role
from rules.meaning.list_counts import NO_COUNTS, Counted
from rules.meaning.policy import Check
from rules.meaning.report_facts import Asked, Past, figure_facts, group_facts

_VALUE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Remark:
    """One word at one figure: its address, where the filer finds it, its name, what is said.

    `policy` is "" where the form itself, not a check of the office, speaks.
    """

    at: str
    place: str
    name: str
    check: Check
    says: str
    policy: str = ""

    def __str__(self) -> str:
        where = f"{self.place} ({self.name})" if self.name != self.place else self.place
        asks = "; nếu đúng, ghi giải trình tại đây" if self.check == Check.WARN else ""
        return f"{where}: {self.says}{asks}"


class FiguresRefused(Refused):
    """Figures that were not taken, with a remark at each figure; nothing was changed."""

    def __init__(self, remarks: Iterable[Remark]) -> None:
        self.remarks = tuple(remarks)
        super().__init__("\n" + "\n".join(f"  {remark}" for remark in self.remarks))


def remarks_on(
    engine: PolicyEngine, directive: Directive, asked: Asked, filled: Filled, past: Past
) -> list[Remark]:
    """Return everything the form and the checks say of `filled`, in the order of the form."""
    found = list(_form_mistakes(directive, asked, filled, past))
    if filled.nil:
        found += _never_told(directive, asked, filled, past)
    for at, fact in figure_facts(asked, filled, past):
        for match in engine.decide("figure", fact):
            found.append(_remark(directive, asked.form, filled, at, match, fact))
    if filled.nil:
        return found
    for group, fact in group_facts(asked, filled, past):
        for match in engine.decide(asked.form.fact_kind, fact):
            at = f"{group}.{match.policy.at}"
            found.append(_remark(directive, asked.form, filled, at, match, fact))
    return found


def standing(remarks: Iterable[Remark], explanations: Mapping[str, str]) -> list[Remark]:
    """Return the remarks that keep a report from being taken: no word explains them."""
    return [
        remark
        for remark in remarks
        if remark.check == Check.BLOCK or not explanations.get(remark.at, "").strip()
    ]


def taken(filled: Filled, asked: Asked, past: Past) -> Figures:
    """Return the figures of a form that passed; of a nil report, what was known carried over.

    A form without figures asks for no day: it speaks of the one it was received on.
    """
    form, groups = asked.form, {}
    for id_ in asked.groups:
        now = _carried(form, id_, past) if filled.nil else group_figures(form, filled.groups[id_])
        if now is not None:
            groups[id_] = now
    return Figures(
        form=form,
        as_of=filled.as_of or asked.received_on,
        nil=filled.nil,
        groups=groups,
        texts={id_: text.strip() for id_, text in filled.texts.items()},
    )


def _carried(form: Form, group: str, past: Past) -> GroupFigures | None:
    """Return a row in which nothing happened; None where what it begins with is not known.

    Who never told a closing, and was given a list of nobody, begins with nobody.
    """
    found = dict.fromkeys(form.ids, 0)
    if not form.balanced:
        return GroupFigures(form, found)
    last, listed = past.last_closing(group), _handed_down(past, group)
    if last is None and listed is not None and not listed.people:
        last = 0
    if last is None:
        return None
    adjusted, before = past.corrections.get(group, 0), past.of(group)
    stands = {Role.OPENING: last, Role.ADJUSTMENT: adjusted, Role.CLOSING: last + adjusted}
    if form.only(Role.ADJUSTMENT) is None:
        stands[Role.OPENING] += adjusted
    for figure in form.figures:
        if figure.role in stands:
            found[figure.id] = stands[figure.role]
    for figure in form.figures:
        if figure.within and before:
            found[figure.id] = min(before[-1][figure.id], found[figure.within])
    return GroupFigures(form, found)


def _handed_down(past: Past, group: str) -> Counted | None:
    """Return the list that the body was given of a group, after deductions where there are any."""
    counts = past.counts.get(group, NO_COUNTS)
    return counts.confirmed or counts.listed


def _form_mistakes(
    directive: Directive, asked: Asked, filled: Filled, past: Past
) -> Iterator[Remark]:
    form = asked.form

    def block(at: str, says: str) -> Remark:
        return Remark(at, filled.place(at), form.name_of(directive, at), Check.BLOCK, says)

    if filled.nil and not form.figures:
        yield block(NIL, "mẫu chỉ có phần lời, không có báo cáo “Không phát sinh”: ghi phần lời")
    for group, given in filled.groups.items():
        if group not in asked.groups:
            yield block(group, _not_asked(asked))
        elif filled.nil and (typed := _typed(form, group, given, past)):
            called = form.row_names(directive).get(group, group)
            says = f"đã chọn “Không phát sinh” mà vẫn ghi số liệu {called} ({typed})"
            yield block(NIL, f"{says}; chọn “Không”, hoặc xóa các số ấy")
    addresses = {*form.addresses(asked.groups)} - {NIL, *form.text_ids}
    for at in filled.explanations:
        if at not in addresses:
            yield block(at, "giải trình cho một ô không có trong báo cáo")


def _never_told(directive: Directive, asked: Asked, filled: Filled, past: Past) -> Iterator[Remark]:
    """Ask why there is nothing to report of a group whose list is known to hold people.

    Where it never told a closing, a nil report tells none either.
    """
    opening = asked.form.only(Role.OPENING)
    for group in asked.groups if opening else ():
        listed = _handed_down(past, group)
        if listed is None or not listed.people or past.last_closing(group) is not None:
            continue
        at = f"{group}.{opening}"
        says = (
            f"danh sách đến ngày {full_day(listed.as_of)} có {shown(listed.people)} "
            f"{asked.form.unit} mà đơn vị chưa có số liệu lần nào: ghi số liệu của nhóm này, thay "
            "cho “Không phát sinh”"
        )
        name = asked.form.name_of(directive, at)
        yield Remark(at, filled.place(at), name, Check.WARN, says)


def _typed(form: Form, group: str, given: Mapping[str, Given], past: Past) -> str:
    """Return the figures that a nil report would lose: "Đầu kỳ 41, Đã tham gia 2".

    None is lost that the form began with, that says what a nil report says anyway, or that is 0
    where nothing has to be written.
    """
    carried = _carried(form, group, past)
    told: Mapping[str, int] = (
        carried.people
        if carried
        else dict.fromkeys(set(form.ids) - {*form.of_role(Role.OPENING, Role.CLOSING)}, 0)
    )
    found = []
    for figure in form.figures:
        number = given.get(figure.id)
        same = (None, told.get(figure.id), past.offered.get(f"{group}.{figure.id}"))
        if number not in same and (number or figure.required):
            found.append(f"{figure.short} {_in_words(number)}")
    return ", ".join(found)


def _in_words(number: Given) -> str:
    return decimal(float(number)) if isinstance(number, Fraction) else shown(number)


def _not_asked(asked: Asked) -> str:
    known = ", ".join(asked.groups)
    if asked.form.rows is not None:
        return f"mẫu không có dòng này; có: {known}"
    known = known or "không có nhóm nào, báo cáo “Không phát sinh”"
    return f"đơn vị không được giao nhóm này; được giao: {known}"


def _remark(
    directive: Directive,
    form: Form,
    filled: Filled,
    at: str,
    match: Match,
    fact: Mapping[str, Value],
) -> Remark:
    policy = match.policy
    says = _VALUE.sub(lambda found: shown(fact[found[1]]), policy.says)
    name = form.name_of(directive, at)
    return Remark(at, filled.place(at), name, Check(policy.step), says, policy.id)
