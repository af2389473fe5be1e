"""A form: what a report asks, as declared data. Code knows roles, never a figure's id.

opening + adjustment + plus − minus = closing holds of every form whose figures take these roles;
any other figure is a memo. A form without figures asks for words only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from rules.meaning.directive import Directive
from rules.meaning.policy import Policy

# The addresses that every form has beside its own.
AS_OF, NIL = "as_of", "nil"


class Role(StrEnum):
    """What a figure is to the movement of its row."""

    OPENING = "opening"
    ADJUSTMENT = "adjustment"
    PLUS = "plus"
    MINUS = "minus"
    CLOSING = "closing"
    MEMO = "memo"


MOVING = frozenset({Role.PLUS, Role.MINUS})
_BEFORE = (Role.OPENING, Role.ADJUSTMENT, Role.PLUS)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a row, a whole number.

    `negative`: it may be below 0. `required`: it must be filled in; otherwise left out is 0.
    `carried_from`: the figure of the last round with which it is prefilled, "" for none.
    `within`: the figure that it is a part of; a nil report keeps it as far as that leaves it.
    `from_cards`: prefilled with what a card list grew by, where one tells.
    `sums`: bodies' figures may be added up. `reasons`: of a list of people, for which reasons
    (`rules.meaning.reason`) whoever it counts moved; none: people tell nothing of it.
    `since`, `until`: the versions that ask it.
    """

    id: str
    name: str
    short: str
    role: Role = Role.MEMO
    negative: bool = False
    required: bool = True
    carried_from: str = ""
    within: str = ""
    from_cards: bool = False
    sums: bool = True
    reasons: tuple[str, ...] = ()
    since: int = 1
    until: int | None = None


@dataclass(frozen=True, slots=True)
class FormText:
    """Words that a report asks for. `heading`: what they are called in documents."""

    id: str
    name: str
    heading: str
    required: bool = False
    carried: bool = False
    since: int = 1
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Combined:
    """A number made of figures: those of `plus` less those of `minus`, both figure ids.

    `over_rounds`: of this round and all before. `beyond_list`: less the narrowest list that is
    known; 0 without one.
    """

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    over_rounds: bool = False
    beyond_list: bool = False


@dataclass(frozen=True, slots=True)
class Percentage:
    """`part` in percent of `whole` (sums of figures): counted anew from sums, never added up."""

    id: str
    name: str
    short: str
    part: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a target may be measured by: the figure that says it, and its words.

    `name` beside others ("tham gia và được cấp thẻ"), `alone` by itself ("có thẻ"). `follows`: the
    figure whose people wait for this one ("được cấp thẻ" after "đã tham gia"); "" of a figure of
    the movement: who is not there yet stands in the closing.
    """

    id: str
    figure: str
    name: str
    alone: str
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """How rows compare with lists of people that are handed over apart from the reports.

    `covered`: who of a list is covered ("đã tham gia"); `figures`: those that count them; `source`:
    where the count beside it is from ("dữ liệu thẻ").
    """

    covered: str
    source: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """How documents speak of the figures.

    `summary`: one sentence of a row, with {figures}, {plus}, {minus} and {adjustment}; "": the
    figures one after the other. `remaining`: who the closing counts ("chưa tham gia"), `about`
    what in ("BHYT"). `overlap`: why rows are not added up; "" where nothing has to be said.
    `balance`: how the movement adds up, for who fills it in; "": from the short names. `nil`: what
    a report says in which nothing is to be reported; "": "không phát sinh".
    """

    summary: str = ""
    remaining: str = ""
    about: str = ""
    overlap: str = ""
    balance: str = ""
    nil: str = ""


@dataclass(frozen=True)
class Form:
    """One version of a form.

    `rows`: its own, name by id; None: the groups of which the bearer has a target. `unit`: what is
    counted ("người"). `values`: named numbers for checks. `cases`: the figure that counts cases
    which a dispatch may have reported one by one, "" for none. `checks`: policies of `fact_kind`.
    """

    id: str
    version: int
    name: str
    unit: str
    figures: tuple[Figure, ...]
    texts: tuple[FormText, ...]
    rows: Mapping[str, str] | None = field(default=None, hash=False)
    values: Mapping[str, Combined] = field(default_factory=dict, hash=False)
    percentages: tuple[Percentage, ...] = ()
    measures: Mapping[str, Measure] = field(default_factory=dict, hash=False)
    lists: Lists | None = None
    words: Words = Words()
    cases: str = ""
    checks: tuple[Policy, ...] = field(default=(), compare=False, repr=False)

    @property
    def key(self) -> str:
        """Return what a stored report says of its form: "coverage@1"."""
        return f"{self.id}@{self.version}"

    @property
    def fact_kind(self) -> str:
        """Return the kind of the facts about one of its rows."""
        return f"report-{self.id}"

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of its figures, in order."""
        return tuple(figure.id for figure in self.figures)

    @cached_property
    def text_ids(self) -> tuple[str, ...]:
        """Return the ids of its texts, in order."""
        return tuple(text.id for text in self.texts)

    @cached_property
    def _by_id(self) -> dict[str, Figure]:
        return {figure.id: figure for figure in self.figures}

    def figure(self, id_: str) -> Figure:
        """Return the figure `id_`; raise KeyError where it asks none."""
        return self._by_id[id_]

    def text(self, id_: str) -> FormText | None:
        """Return the text `id_`, None where it asks none."""
        return next((text for text in self.texts if text.id == id_), None)

    def of_role(self, *roles: Role) -> tuple[str, ...]:
        """Return the ids of the figures that take one of `roles`, in order."""
        return tuple(figure.id for figure in self.figures if figure.role in roles)

    def only(self, role: Role) -> str | None:
        """Return the one figure of a role that stands once, None where the form has none."""
        return next(iter(self.of_role(role)), None)

    @cached_property
    def balanced(self) -> bool:
        """Tell whether its figures are a movement: an opening, a closing, what came between."""
        return self.only(Role.CLOSING) is not None

    @property
    def balance(self) -> str:
        """Return how the movement adds up: "Tồn đầu + Tiếp nhận − Đã giải quyết = Tồn cuối"."""
        came = [one.short for one in self.figures if one.role in _BEFORE]
        went = "".join(f" − {one.short}" for one in self.figures if one.role == Role.MINUS)
        end = "".join(one.short for one in self.figures if one.role == Role.CLOSING)
        return self.words.balance or f"{' + '.join(came)}{went} = {end}."

    def at(self, version: int) -> "Form":
        """Return the form as `version` asks it; an earlier one has no checks any more."""
        return replace(
            self,
            version=version,
            figures=tuple(one for one in self.figures if _asked(one, version)),
            texts=tuple(one for one in self.texts if _asked(one, version)),
            checks=self.checks if version == self.version else (),
        )

    def row_names(self, directive: Directive) -> dict[str, str]:
        """Return its rows, name by id, in order: its own, or the groups of `directive`."""
        if self.rows is not None:
            return dict(self.rows)
        return {id_: group.name for id_, group in directive.groups.items()}

    def name_of(self, directive: Directive, at: str) -> str:
        """Return what the filer knows the address `at` ("can-ngheo.closing", "done") as."""
        row, _, id_ = at.rpartition(".")
        name = self.name_at(at) or id_
        known = self.row_names(directive).get(row)
        return f"{known}: {name}" if known else name

    def name_at(self, at: str) -> str | None:
        """Return what is asked at the address `at`, without its row; None of another's address."""
        id_ = at.rpartition(".")[2]
        if id_ in self._by_id:
            return self._by_id[id_].name
        text = self.text(id_)
        return text.name if text else COMMON_NAMES.get(id_)

    def addresses(self, rows: Iterable[str]) -> tuple[str, ...]:
        """Return every address of the form for `rows`, in its order."""
        common = (AS_OF, NIL) if self.figures else ()
        return (*common, *(f"{row}.{id_}" for row in rows for id_ in self.ids), *self.text_ids)

    def measured(self, measures: Iterable[str], *, briefly: bool = False) -> str:
        """Return `measures` in words: "tham gia và được cấp thẻ BHYT".

        `briefly`: of a single one as a letter says it: "có thẻ BHYT".
        """
        found = [self.measures[id_] for id_ in measures]
        names = [one.alone if briefly and len(found) == 1 else one.name for one in found]
        return f"{' và '.join(names)} {self.words.about}".rstrip()

    def lacking(self, measures: Iterable[str]) -> str:
        """Return in words who is not there yet: "chưa tham gia hoặc chưa được cấp thẻ BHYT"."""
        found = [self.measures[id_] for id_ in measures]
        names = [f"chưa {one.alone if len(found) == 1 else one.name}" for one in found]
        return f"{' hoặc '.join(names)} {self.words.about}".rstrip()


# What every form calls what is not its own.
COMMON_NAMES = {AS_OF: "Số liệu tính đến ngày", NIL: "Không phát sinh", "report": "Báo cáo"}


def _asked(one: Figure | FormText, version: int) -> bool:
    return one.since <= version and (one.until is None or version <= one.until)
