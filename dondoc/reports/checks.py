"""Check: what the policies say of a filled-in report, each word beside its figure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dondoc.errors import Refused
from dondoc.reports.figure_words import name_of, people
from rules.meaning.condition import Value
from rules.meaning.directive import Directive
from rules.meaning.engine import Match, PolicyEngine
from rules.meaning.figures import FIGURES, Figures, Filled, GroupFigures, group_figures
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
    found = list(_form_mistakes(directive, asked, filled))
    for at, fact in figure_facts(asked, filled, past):
        for match in engine.decide("figure", fact):
            found.append(_remark(directive, filled, at, match, fact))
    if filled.nil:
        return found
    for group, fact in group_facts(asked, filled, past):
        for match in engine.decide("report", fact):
            at = f"{group}.{match.policy.at}"
            found.append(_remark(directive, filled, at, match, fact))
    return found


def standing(remarks: Iterable[Remark], explanations: Mapping[str, str]) -> list[Remark]:
    """Return the remarks that keep a report from being taken: no word explains them."""
    return [
        remark
        for remark in remarks
        if remark.check == Check.BLOCK or not explanations.get(remark.at, "").strip()
    ]


def taken(filled: Filled, asked: Asked, past: Past) -> Figures:
    """Return the figures of a form that passed; of a nil report, what was known carried over."""
    assert filled.as_of is not None  # noqa: S101 - a check of the form
    groups = {}
    for id_ in asked.groups:
        now = _carried(id_, past) if filled.nil else group_figures(filled.groups[id_])
        if now is not None:
            groups[id_] = now
    return Figures(
        as_of=filled.as_of,
        nil=filled.nil,
        groups=groups,
        **{name: text.strip() for name, text in filled.texts.items()},
    )


def _carried(group: str, past: Past) -> GroupFigures | None:
    last = past.last_closing(group)
    if last is None:
        return None
    adjusted = past.adjusted.get(group, 0)
    before = past.of(group)
    refusing = before[-1].not_joining if before else 0
    closing = last + adjusted
    return GroupFigures(
        opening=last, adjusted=adjusted, closing=closing, not_joining=min(refusing, closing)
    )


def _form_mistakes(directive: Directive, asked: Asked, filled: Filled) -> Iterator[Remark]:
    def block(at: str, says: str) -> Remark:
        return Remark(at, filled.place(at), name_of(directive, at), Check.BLOCK, says)

    for group, given in filled.groups.items():
        if group not in asked.groups:
            known = ", ".join(asked.groups) or "không có nhóm nào, báo cáo “Không phát sinh”"
            yield block(group, f"đơn vị không được giao nhóm này; được giao: {known}")
        elif filled.nil and any(given.values()):
            yield block("nil", f"đã chọn “Không phát sinh” mà vẫn ghi số liệu nhóm {group}")
    addresses = {f"{group}.{name}" for group in asked.groups for name in FIGURES}
    for at in filled.explanations:
        if at not in addresses:
            yield block(at, "giải trình cho một ô không có trong báo cáo")


def _remark(
    directive: Directive, filled: Filled, at: str, match: Match, fact: Mapping[str, Value]
) -> Remark:
    policy = match.policy
    says = _VALUE.sub(lambda found: people(fact[found[1]]), policy.says)
    name = name_of(directive, at)
    return Remark(at, filled.place(at), name, Check(policy.step), says, policy.id)
