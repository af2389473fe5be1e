"""By which form a report is: the one its duty asks now, or the one it was filed by."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import NotPossible, Refused
from language.numbers import count
from language.text import lower_first
from models import Obligation, Report
from rules.meaning.directive import Directive
from rules.meaning.figures import Figures
from rules.meaning.form import COMMON_NAMES, Figure, Form
from rules.meaning.forms import UnknownForm
from rules.rulebook import Rulebook


class Asked(Protocol):
    """An obligation, or what is read of one, whose bearer is asked a form."""

    @property
    def directive_id(self) -> str: ...
    @property
    def duty(self) -> str: ...
    @property
    def bearer_uid(self) -> str: ...
    @property
    def due_on(self) -> date: ...


class Told(Protocol):
    """A report, or what is read of one, by its form."""

    @property
    def form(self) -> str | None: ...
    @property
    def figures(self) -> Mapping[str, object] | None: ...


def asked_form(rulebook: Rulebook, row: Asked) -> Form | None:
    """Return the form that the duty of `row` asks now, None where it asks none."""
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    return rulebook.forms.get(duty.asks)


def form_asked(rulebook: Rulebook, row: Obligation) -> Form:
    """Return the form that the duty of `row` asks now.

    Raises:
        Refused: it asks none.
    """
    form = asked_form(rulebook, row)
    if form is None:
        raise Refused(f"nhiệm vụ {row.duty} không yêu cầu số liệu theo mẫu")
    return form


def form_to_fill(session: Session, rulebook: Rulebook, row: Obligation) -> Form:
    """Return the form by which a report of `row` is filled in, whatever is asked by now.

    A report that is put right stays by the version it was filed by, and what still comes into a
    round is by the one the others of it were filed by; else it is the form asked now.

    Raises:
        Refused: its duty asks none.
    """
    asked = form_asked(rulebook, row)
    query = (
        select(Report.form, Report.obligation_id)
        .join(Obligation, Report.obligation_id == Obligation.id)
        .where(
            Obligation.directive_id == row.directive_id,
            Obligation.duty == row.duty,
            Obligation.period == row.period,
            Report.form.is_not(None),
            Report.undone_at.is_(None),
        )
        .distinct()
    )
    known = {form.key: form for form in rulebook.forms.versions()}
    filed = [(known[key], of) for key, of in session.execute(query) if key in known]
    own = [form for form, of in filed if of == row.id]
    same = [form for form, _ in filed if form.id == asked.id]
    there = own or same or [form for form, _ in filed]
    return max(there, key=lambda one: one.version, default=asked)


def filed_form(rulebook: Rulebook, row: Obligation, report: Report | None) -> Form | None:
    """Return the form that `report` was filed by; where it says none, the one asked now.

    Raises:
        NotPossible: the rules do not hold its form.
    """
    if report is None or report.form is None:
        return asked_form(rulebook, row)
    return _stored(rulebook, report.form)


def figures_of(rulebook: Rulebook, report: Told | None) -> Figures | None:
    """Return the figures of a report, None where there is none or only its paper is known.

    Raises:
        NotPossible: the rules do not hold its form, or no more all that it was asked.
    """
    if report is None or report.figures is None or report.form is None:
        return None
    try:
        return rulebook.forms.read(report.form, report.figures)
    except UnknownForm as unknown:
        raise NotPossible(str(unknown)) from None


def name_at(form: Form | None, directive: Directive, at: str) -> str:
    """Return what the filer knows the address `at` as."""
    return form.name_of(directive, at) if form else COMMON_NAMES.get(at, at)


def told_in_words(figures: Figures | None, directive: Directive) -> str:
    """Return what a report tells, in a few words: "03 người", "không có trường hợp"."""
    if figures is None:
        return "đã nhận, chưa ghi số liệu"
    form, said = figures.form, []
    for id_, group in figures.groups.items():
        numbers = [_number(form, one, group[one.id]) for one in form.figures if group[one.id]]
        name = form.row_names(directive).get(id_, id_)
        if numbers:
            said.append(", ".join(numbers) + (f" ({name})" if len(figures.groups) > 1 else ""))
    return "; ".join(said) or form.words.nil or "không phát sinh"


def _number(form: Form, figure: Figure, number: int) -> str:
    of = "" if len(form.figures) == 1 else f"{lower_first(figure.short)} "
    return f"{of}{count(number)} {form.unit}"


def _stored(rulebook: Rulebook, key: str) -> Form:
    try:
        return rulebook.forms.stored(key)
    except UnknownForm as unknown:
        raise NotPossible(str(unknown)) from None
