"""Turns the duties of a directive file into duties: each against the text and the bodies."""

from collections.abc import Iterable
from dataclasses import replace

from rules.errors import Problems
from rules.files.nodes import Path as KeyPath
from rules.files.source import Source, folded
from rules.meaning.body import BodyRegistry, UnknownBody
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.dispatch_text import DispatchText, QuoteNotFound
from rules.meaning.duty import Duty, Target
from rules.meaning.forms import Forms
from rules.meaning.rounds import Round, rounds
from rules.meaning.scope import Scope
from rules.reading.arising_check import arising, arising_mistakes
from rules.reading.directive_shape import DirectiveShape, DutyShape
from rules.reading.due_check import due_mistakes
from rules.reading.joining_check import joining_mistakes
from rules.reading.period_check import PeriodCheck

EVERY = "every "
_DECLARED = ("a group declared under `groups`",)
_NAMES = ("every KIND", "an area", "a uid", "the name of a body in force")


class DutyReader:
    """Turns shapes into duties and gathers what does not fit."""

    def __init__(
        self,
        source: Source,
        shape: DirectiveShape,
        text: DispatchText,
        bodies: BodyRegistry,
        forms: Forms,
        calendar: WorkingCalendar | None = None,
    ) -> None:
        self._source, self._shape, self._text, self._bodies = source, shape, text, bodies
        self._forms, self._calendar = forms, calendar
        # Of the duties whose periods are right: when each is due, and what that is about.
        self._rounds: dict[str, list[Round]] = {}
        self.problems = Problems()

    def refuse(self, path: KeyPath, what: str, allowed: Iterable[str]) -> None:
        self.problems.add(self._source.problem(path, what, ", ".join(allowed)))

    def duties(self) -> dict[str, Duty]:
        found = {id_: self._duty(id_, shape) for id_, shape in self._shape.duties.items()}
        self._clauses_once(found)
        for duty in found.values():
            self._periods(duty)
        for duty in list(found.values()):
            if duty.consolidates is not None:
                self._consolidation(duty, found)
        for at, what, allowed in arising_mistakes(found):
            self.refuse(("duties", *at), what, [allowed])
        return arising(found)

    def _duty(self, id_: str, shape: DutyShape) -> Duty:
        at: KeyPath = ("duties", id_)
        quote = folded(shape.quote)
        due = shape.due.due() if shape.due else None
        if due:
            gaps = {*shape.gaps, *self._shape.gaps}
            for key, what, allowed in due_mistakes(due, quote, self._shape.in_force, gaps):
                self.refuse((*at, "due", key), what, [allowed])
        return Duty(
            id=id_,
            directive=self._shape.directive,
            clause=shape.clause,
            place=shape.place,
            kind=shape.kind,
            quote=quote,
            span=self._span((*at, "quote"), shape),
            bearers=self._scope((*at, "bearers"), shape.bearers),
            bearer_post=self._bearer_post(at, shape),
            action=shape.action,
            short=shape.short or "",
            matter=shape.matter or "",
            concerns=self._scope((*at, "concerns"), shape.concerns) if shape.concerns else None,
            to=self._addressee((*at, "to"), shape.to),
            via=self._addressee((*at, "via"), shape.via),
            due=due,
            period=shape.period_rule(),
            cut_off=shape.cut_off.cut_off() if shape.cut_off else None,
            opens=shape.opening(),
            asks=self._form((*at, "asks"), shape.asks),
            consolidates=shape.consolidates,
            follows=shape.follows,
            timeliness=shape.timeliness,
            arises=(opens := shape.opening()) is not None and opens.rule == "report-comes",
            target=self._target((*at, "target"), shape),
            hands_down=self._groups((*at, "hands_down"), shape.hands_down),
            shown_by=tuple(dict.fromkeys(shape.shown_by)),
            cases=tuple(dict.fromkeys(shape.cases)),
            condition=shape.condition,
            cooperators=tuple(shape.cooperators),
            note=shape.note,
            gaps=dict(shape.gaps.items()),
        )

    def _groups(self, at: KeyPath, named: list[str]) -> tuple[str, ...]:
        for group in named:
            if group not in self._shape.groups:
                self.refuse(at, f'unknown group "{group}"', self._shape.groups or _DECLARED)
        return tuple(named)

    def _periods(self, duty: Duty) -> None:
        """Refuse periods and cut-offs that do not hold; keep the rounds of those that do."""
        check = PeriodCheck(duty, lambda words: bool(self._text.spans(words)), self._calendar)
        wrong = list(check.mistakes())
        for key, what, allowed in wrong:
            self.refuse(("duties", duty.id, *key), what, [allowed])
        if not wrong:
            self._rounds[duty.id] = list(rounds(duty, self._calendar))

    def _span(self, at: KeyPath, shape: DutyShape) -> tuple[int, int]:
        try:
            return self._text.span(shape.quote, shape.occurrence)
        except QuoteNotFound as missing:
            self.refuse(at, str(missing), ["a verbatim quote, with `occurrence: n` if it recurs"])
            return (0, 0)

    def _scope(self, at: KeyPath, names: list[str]) -> Scope:
        """`every KIND`, an area declared above, a uid, or a commune's name on the first day."""
        every: list[str] = []
        uids: list[str] = []
        for name in names:
            if name.startswith(EVERY):
                every.extend(self._kind(at, name.removeprefix(EVERY)))
            elif name in self._shape.areas:
                uids.extend(self.named(("areas", name), self._shape.areas[name]))
            else:
                uids.extend(self.named(at, [name]))
        return Scope(tuple(every), tuple(dict.fromkeys(uids)))

    def _kind(self, at: KeyPath, kind: str) -> list[str]:
        if kind in self._bodies.kinds:
            return [kind]
        self.refuse(
            at, f'unknown kind "{kind}"', (f"every {known}" for known in self._bodies.kinds)
        )
        return []

    def kinds(self, at: KeyPath, names: list[str]) -> list[str]:
        """Return the kinds of body that `names` mean as a whole; refuse whatever else they say."""
        found = list[str]()
        for name in names:
            if name.startswith(EVERY):
                found.extend(self._kind(at, name.removeprefix(EVERY)))
            else:
                known = (f"{EVERY}{kind}" for kind in self._bodies.kinds)
                self.refuse(at, f'"{name}" is no kind of body as a whole', known)
        return found

    def named(self, at: KeyPath, names: list[str]) -> list[str]:
        found = []
        for name in names:
            try:
                found.append(self._uid(name))
            except UnknownBody as unknown:
                self.refuse(at, str(unknown), _NAMES)
        return found

    def _uid(self, name: str) -> str:
        if name in self._bodies:
            return name
        return self._bodies.named(name, self._shape.in_force.from_).uid

    def _addressee(self, at: KeyPath, name: str | None) -> str | None:
        if name is None or name.startswith(EVERY):
            return name if name is None or self._kind(at, name.removeprefix(EVERY)) else None
        return next(iter(self.named(at, [name])), None)

    def _bearer_post(self, at: KeyPath, shape: DutyShape) -> str | None:
        post = shape.bearer_post
        kinds = self._scope((*at, "bearers"), shape.bearers).kinds(self._bodies)
        for kind in sorted(kinds) if post else ():
            posts = self._bodies.kinds[kind].posts
            if post not in posts and not (post == "head" and self._bodies.kinds[kind].head):
                self.refuse((*at, "bearer_post"), f'a {kind} has no post "{post}"', posts)
        return post

    def _target(self, at: KeyPath, shape: DutyShape) -> Target | None:
        target = shape.target
        if target is None:
            return None
        if target.group not in self._shape.groups:
            self.refuse(
                (*at, "group"), f'unknown group "{target.group}"', self._shape.groups or _DECLARED
            )
        measures = tuple(dict.fromkeys(target.measures))
        self._measured((*at, "measures"), measures)
        return Target(target.population, target.group, measures, target.percent)

    def _form(self, at: KeyPath, id_: str | None) -> str | None:
        if id_ is not None and id_ not in self._forms:
            known = [form.id for form in self._forms] or ["a form"]
            self.refuse(at, f'unknown form "{id_}"; forms are declared under forms/', known)
        return id_

    def _measured(self, at: KeyPath, measures: Iterable[str]) -> None:
        """Refuse measures that no one form has: of those asked here, where any is."""
        asked = [self._forms.get(duty.asks) for duty in self._shape.duties.values()]
        forms = [form for form in asked if form and form.measures] or list(self._forms)
        if not any(set(measures) <= set(form.measures) for form in forms):
            known = dict.fromkeys(id_ for form in forms for id_ in form.measures)
            what = f"no form has the measures {', '.join(measures)} together"
            self.refuse(at, what, known or ["measures declared by a form under forms/"])

    def _clauses_once(self, duties: dict[str, Duty]) -> None:
        first: dict[str, str] = {}
        called: dict[str, str] = {}
        for duty in duties.values():
            if duty.short and called.setdefault(duty.short, duty.id) != duty.id:
                what = f'"{called[duty.short]}" is called "{duty.short}" already'
                self.refuse(("duties", duty.id, "short"), what, ["a short name of its own"])
        for duty in duties.values():
            if duty.clause in first:
                what = f'clause {duty.clause} is already that of "{first[duty.clause]}"'
                self.refuse(("duties", duty.id, "clause"), what, ["a clause id of its own"])
            first.setdefault(duty.clause, duty.id)

    def _consolidation(self, duty: Duty, duties: dict[str, Duty]) -> None:
        at: KeyPath = ("duties", duty.id, "consolidates")
        inputs = duties.get(duty.consolidates or "")
        if inputs is None or inputs.id == duty.id:
            self.refuse(at, f'"{duty.consolidates}" is no other duty of this directive', duties)
        elif inputs.consolidated_by is not None:
            self.refuse(
                at,
                f'"{inputs.consolidated_by}" consolidates it already',
                ["one duty to consolidate it"],
            )
        elif inputs.via is not None and inputs.via not in duty.bearers.uids:
            self.refuse(
                at,
                f'its reports go via "{inputs.via}", which does not bear this duty',
                [inputs.via],
            )
        else:
            own, theirs = self._rounds.get(duty.id, ()), self._rounds.get(inputs.id, ())
            mistakes = list(joining_mistakes(duty, inputs, own, theirs))
            for key, what, allowed in mistakes:
                self.refuse((*at[:2], *key), what, [allowed])
            if not mistakes:
                duties[inputs.id] = replace(inputs, consolidated_by=duty.id)
                if duty.cut_off is None:
                    figures = {one.label: one.figures for one in theirs if one.figures}
                    duties[duty.id] = replace(duty, cut_off=inputs.cut_off, inputs_figures=figures)

    def in_text(self, at: KeyPath, words: str) -> None:
        """Refuse words that the file says stand in the text, and do not."""
        if not self._text.spans(words):
            self.refuse(at, f"these words are not in {self._text.file}", ["words of the text"])
