"""Prefill: what a report most likely begins with, each value with where it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from dondoc.forms import form_to_fill
from dondoc.reports.counts import Heirs, counts_by_group
from dondoc.reports.filed import groups_of, past_of
from dondoc.reports.people_figures import told_by_people
from language.dates import full_day
from models import Obligation
from rules.meaning.form import AS_OF, Figure, Form, Role
from rules.meaning.list_counts import NO_COUNTS
from rules.meaning.report_facts import Past
from rules.meaning.rounds import stored_round
from rules.rulebook import Rulebook


class From(StrEnum):
    """Where a value comes from, as the filer reads it."""

    CLOSING = "cuối kỳ trước"
    CORRECTION = "điều chỉnh đã ghi nhận"
    LAST = "số kỳ trước, sửa lại cho kỳ này"
    CARDS = "danh sách thẻ"
    LIST = "danh sách đã giao"
    PEOPLE = "từng người trong danh sách"
    PERIOD = "ngày cuối của kỳ"
    CUT_OFF = "ngày chốt số liệu của kỳ"


@dataclass(frozen=True)
class Value:
    """One value to begin with, None where there is none to offer.

    `on`: the local date its source speaks of, where that is not the round's own.
    """

    value: int | str | date | None
    source: From | None = None
    on: date | None = None

    @property
    def origin(self) -> str:
        """Return where it comes from, as the filer reads it; "" where nothing is offered."""
        if self.source is None:
            return ""
        return f"{self.source} đến ngày {full_day(self.on)}" if self.on else self.source.value


NOTHING = Value(None)


@dataclass(frozen=True)
class Prefilled:
    """The form of one obligation with the values it begins with, by address, in its order."""

    form: Form
    groups: tuple[str, ...]
    values: Mapping[str, Value]


def prefill(session: Session, rulebook: Rulebook, row: Obligation) -> Prefilled:
    """Return the form of `row` with what it begins with, as the form declares it.

    What is not carried over stays empty: it is this round's own.

    Raises:
        Refused: its duty asks no form.
    """
    form = form_to_fill(session, rulebook, row)
    groups = groups_of(rulebook, row) or ()
    past = past_of(session, rulebook, row)
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    cut_off = cut_off_of(rulebook, row)
    named = From.CUT_OFF if duty.cut_off else From.PERIOD
    values: dict[str, Value] = {}
    if form.figures:
        values[AS_OF] = Value(cut_off, named) if cut_off else NOTHING
    values |= figures_to_begin(session, rulebook, row, form, groups, past)
    for text in form.texts:
        said = past.rounds[-1].text(text.id) if past.rounds and text.carried else ""
        values[text.id] = Value(said, From.LAST) if said else NOTHING
    return Prefilled(form, groups, values)


def cut_off_of(rulebook: Rulebook, row: Obligation) -> date | None:
    """Return the last day that the figures of `row` cover, None where nothing tells."""
    duty = rulebook.directives[row.directive_id].duties[row.duty]
    window = stored_round(duty, row.period, row.original_due_on).figures
    return window.last if window else None


def figures_to_begin(
    session: Session,
    rulebook: Rulebook,
    row: Obligation,
    form: Form,
    groups: Iterable[str],
    past: Past,
) -> dict[str, Value]:
    """Return what every figure of the form of `row` begins with, by address.

    What people on the lists tell comes from them, save an opening that a round before has told. A
    figure that tells what a card list grew by comes from there, where two of its counts tell what
    came in this period; the first opening from the list that was handed down.
    """
    cut_off = cut_off_of(rulebook, row)
    cards, lists = (
        _new_cards(session, row, past, cut_off),
        _lists(session, rulebook, row, form, cut_off),
    )
    groups = tuple(groups)
    people = _people(session, rulebook, row, form, groups, past, cut_off)
    values: dict[str, Value] = {}
    for group in groups:
        for figure in form.figures:
            told = people.get(f"{group}.{figure.id}")
            if told is not None and not _told_before(figure, group, past):
                values[f"{group}.{figure.id}"] = told
                continue
            known = cards.get(group) if figure.from_cards else None
            known = known or _carried(form, figure, group, past)
            if known is NOTHING and figure.role == Role.OPENING:
                known = lists.get(group, NOTHING)
            values[f"{group}.{figure.id}"] = known
    return values


def _told_before(figure: Figure, group: str, past: Past) -> bool:
    return figure.role == Role.OPENING and past.last_closing(group) is not None


def _people(
    session: Session,
    rulebook: Rulebook,
    row: Obligation,
    form: Form,
    groups: tuple[str, ...],
    past: Past,
    cut_off: date | None,
) -> dict[str, Value]:
    """Return what people on the lists tell, by address; nothing where none is known."""
    if cut_off is None or not any(figure.reasons for figure in form.figures):
        return {}
    last = past.rounds[-1].as_of if past.rounds else past.last_on
    told = told_by_people(session, rulebook, row, form, groups, cut_off, last)
    return {at: Value(count, From.PEOPLE, cut_off) for at, count in told.figures.items()}


def _lists(
    session: Session, rulebook: Rulebook, row: Obligation, form: Form, cut_off: date | None
) -> dict[str, Value]:
    """Return, per group, the list handed down, as known up to the round's cut-off."""
    if form.lists is None:
        return {}
    heirs = Heirs(rulebook.bodies, rulebook.directives[row.directive_id])
    upto = cut_off or date.max
    counts = counts_by_group(session, row.directive_id, row.bearer_uid, upto, heirs=heirs)
    return {
        group: Value(one.listed.people, From.LIST, one.listed.as_of)
        for group, one in counts.items()
        if one.listed
    }


def _carried(form: Form, figure: Figure, group: str, past: Past) -> Value:
    """Return what `figure` begins with: a correction, a closing, or another of the last round."""
    adjusted = past.corrections.get(group, 0)
    if figure.role == Role.ADJUSTMENT:
        return Value(adjusted, From.CORRECTION if adjusted else None)
    if not figure.carried_from:
        return NOTHING
    if form.figure(figure.carried_from).role == Role.CLOSING:
        closing = past.last_closing(group)
        if closing is not None and form.only(Role.ADJUSTMENT) is None:
            closing += adjusted
        return NOTHING if closing is None else Value(closing, From.CLOSING)
    before = past.of(group)
    last = before[-1].get(figure.carried_from) if before else None
    return NOTHING if last is None else Value(last, From.LAST)


def _new_cards(
    session: Session, row: Obligation, past: Past, cut_off: date | None
) -> dict[str, Value]:
    """Return, per group, by how many the people with a card grew since the last round.

    Only the difference of two counts says what came in this period: the one of the last round's
    very cut-off, and one after it up to this round's. Where the list itself was counted anew in
    between, or fewer have a card than before, nothing is offered.
    """
    if cut_off is None or not past.rounds:
        return {}
    since = past.rounds[-1].as_of
    before = counts_by_group(session, row.directive_id, row.bearer_uid, since)
    found = {}
    for group, now in counts_by_group(session, row.directive_id, row.bearer_uid, cut_off).items():
        then = before.get(group, NO_COUNTS)
        if now.cards is None or then.cards is None or now.whole != then.whole:
            continue
        more = now.cards.people - then.cards.people
        if then.cards.as_of == since < now.cards.as_of and more >= 0:
            found[group] = Value(more, From.CARDS, now.cards.as_of)
    return found
