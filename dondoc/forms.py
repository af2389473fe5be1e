"""By which form a report is: the one its duty asks now, or the one it was filed by."""

from dondoc.errors import NotPossible, Refused
from language.numbers import count
from language.text import lower_first
from models import Obligation, Report
from rules.meaning.directive import Directive
from rules.meaning.figures import Figures
from rules.meaning.form import COMMON_NAMES, Figure, Form
from rules.meaning.forms import UnknownForm
from rules.rulebook import Rulebook


def asked_form(rulebook: Rulebook, row: Obligation) -> Form | None:
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


def filed_form(rulebook: Rulebook, row: Obligation, report: Report | None) -> Form | None:
    """Return the form that `report` was filed by; where it says none, the one asked now.

    Raises:
        NotPossible: the rules do not hold its form.
    """
    if report is None or report.form is None:
        return asked_form(rulebook, row)
    return _stored(rulebook, report.form)


def figures_of(rulebook: Rulebook, report: Report | None) -> Figures | None:
    """Return the figures of a report, None where there is none or only its paper is known.

    Raises:
        NotPossible: the rules do not hold its form.
    """
    if report is None or report.figures is None or report.form is None:
        return None
    return Figures.from_json(report.figures, _stored(rulebook, report.form))


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
