"""The checks of a form: its identities, and what it declares, as policies of its own kind."""

from collections.abc import Iterator
from dataclasses import replace

from rules.errors import Problem, Problems
from rules.files.nodes import Path as KeyPath
from rules.files.source import Source
from rules.meaning.condition import Condition, Leaf, Operator
from rules.meaning.form import Combined, Form, Role
from rules.meaning.policy import Check, Policy
from rules.meaning.report_facts import BALANCE, OF_EVERY_ROW, row_schema
from rules.reading.form_mistakes import IN_WORDS
from rules.reading.form_shape import FormShape
from rules.reading.grammar import RESERVED, Schema, parse

# A form that says nothing of its balance is held to it all the same.
_BALANCE_ID = "can-doi"
_BALANCE_TITLE = "Tăng, giảm không khớp với cuối kỳ"


def checks_of(source: Source, shape: FormShape, form: Form) -> Form:
    """Return `form` with its checks and with the numbers that its identities need.

    Raises: RuleError with every check that cannot be asked of it.
    """
    numbers = {
        _number(id_): Combined((*one.sum,), (*one.less, one.equals or ""))
        for id_, one in shape.identities.items()
        if one.of is None
    }
    form = replace(form, values={**form.values, **numbers})
    now, problems = form.at(form.version), Problems()
    schema = row_schema(now)
    for name in (RESERVED | OF_EVERY_ROW) & {*form.ids, *form.values}:
        key = "figures" if name in form.ids else "values"
        problems.add(source.problem((key, name), f'"{name}" is a reserved name', "another id"))
    found = [*_identities(shape, now)]
    for policy in found:
        for problem in _bad_words(source, ("identities", policy.id), policy.says, form, schema):
            problems.add(problem)
    for id_, one in shape.checks.items():
        at: KeyPath = ("checks", id_)
        if one.at not in now.ids:
            what = f'unknown figure "{one.at}"'
            problems.add(source.problem((*at, "at"), what, ", ".join(now.ids)))
        for problem in _bad_words(source, at, one.says, form, schema):
            problems.add(problem)
        with problems.gather():
            when = parse(source, (*at, "when"), one.when, {form.fact_kind: schema})
            found.append(_check(form, id_, one.title, when, one.check, one.at, one.says))
    problems.raise_any()
    return replace(form, checks=tuple(replace(one, source=source) for one in found))


def _bad_words(
    source: Source, at: KeyPath, says: str, form: Form, schema: Schema
) -> Iterator[Problem]:
    for name in IN_WORDS.findall(says):
        if name not in schema:
            what = f'a row of the form "{form.id}" has no attribute "{name}"'
            yield source.problem((*at, "says"), what, ", ".join(sorted(schema)))


def _identities(shape: FormShape, form: Form) -> Iterator[Policy]:
    closing = form.only(Role.CLOSING)
    written = False
    for id_, one in shape.identities.items():
        written = written or one.of is not None
        at = closing or "" if one.of else one.equals or ""
        number = BALANCE if one.of else _number(id_)
        says = one.says if one.of else one.says.replace("{difference}", "{" + number + "}")
        yield _check(form, id_, one.title, _apart(number), Check.BLOCK, at, says)
    if closing and not written:
        yield _check(
            form,
            f"{_BALANCE_ID}-{form.id}",
            _BALANCE_TITLE,
            _apart(BALANCE),
            Check.BLOCK,
            closing,
            f"không khớp, lệch {{{BALANCE}}} {form.unit}: {form.balance.rstrip('.')}",
        )


def _number(identity: str) -> str:
    return f"{identity.replace('-', '_')}_apart"


def _apart(number: str) -> Condition:
    return Leaf(number, Operator.NEQ, 0)


def _check(
    form: Form, id_: str, title: str, when: Condition, check: Check, at: str, says: str
) -> Policy:
    return Policy(
        id=id_,
        title=title,
        for_=(form.fact_kind,),
        when=when,
        step=check,
        rung=None,
        to=(),
        at=at,
        says=says,
    )
