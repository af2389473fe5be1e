"""Reads forms from YAML; roles that contradict each other and figures nobody asks are refused."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rules.errors import Problems
from rules.files.nodes import Path as KeyPath
from rules.files.source import Source, read, validate
from rules.meaning.form import (
    AS_OF,
    NIL,
    Combined,
    Figure,
    Form,
    FormText,
    Lists,
    Measure,
    Percentage,
    Role,
    Words,
)
from rules.meaning.forms import Forms
from rules.reading.form_checks import checks_of
from rules.reading.form_mistakes import mistakes
from rules.reading.form_shape import FormShape

# The addresses and keys of a stored report that are no figure's or text's own.
RESERVED = (AS_OF, NIL, "groups", "report")


def load_forms(folder: Path) -> Forms:
    """Return the forms of every `*.yaml` in `folder`; without such a file there are none.

    Raises: RuleError with the problems of all the files.
    """
    found, problems = list[Form](), Problems()
    for file in sorted(folder.glob("*.yaml")):
        with problems.gather():
            found.append(read_form(read(file)))
    problems.raise_any()
    return Forms(found)


def read_form(source: Source) -> Form:
    """Return the form of one file, with the figures and texts of all its versions.

    Raises: RuleError with every problem of the file.
    """
    shape = validate(source, FormShape)
    problems = Problems()
    for path, what, allowed in (*_misnamed(source, shape), *mistakes(shape)):
        problems.add(source.problem(path, what, allowed))
    problems.raise_any()
    return _form(source, shape)


def _misnamed(source: Source, shape: FormShape) -> Iterator[tuple[KeyPath, str, str]]:
    if shape.cases is not None and shape.cases not in shape.figures:
        yield ("cases",), f'"{shape.cases}" is no figure of this form', ", ".join(shape.figures)
    file = Path(source.file).stem
    if shape.form != file:
        yield ("form",), f'its file is called "{file}.yaml"', file
    for key, ids in (("figures", shape.figures), ("texts", shape.texts)):
        for id_ in ids:
            if id_ in RESERVED or (key == "texts" and id_ in shape.figures):
                yield (key, id_), f'"{id_}" is already taken', "an id of its own"


def _form(source: Source, shape: FormShape) -> Form:
    """Raises: RuleError where a check asks what no row of the form has."""
    whole = Form(
        id=shape.form,
        version=shape.version,
        name=shape.name,
        unit=shape.unit,
        figures=tuple(_figures(shape)),
        texts=tuple(_texts(shape)),
        rows=shape.rows,
        values={id_: _value(shape, id_) for id_ in shape.values},
        percentages=tuple(_percentages(shape)),
        measures={
            id_: Measure(id_, one.figure, one.name, one.alone or one.name, one.follows or "")
            for id_, one in shape.measures.items()
        },
        lists=_lists(shape),
        words=_words(shape),
        cases=shape.cases or "",
    )
    return checks_of(source, shape, whole)


def _lists(shape: FormShape) -> Lists | None:
    """Return how rows compare with lists; where nothing is said, who went is who is covered."""
    if shape.lists is None:
        return None
    figures = _ids(shape, shape.lists.figures or [Role.MINUS])
    return Lists(shape.lists.covered, shape.lists.source, figures)


def _figures(shape: FormShape) -> Iterator[Figure]:
    for id_, one in shape.figures.items():
        yield Figure(
            id=id_,
            name=one.name,
            short=one.short or one.name,
            role=one.role,
            negative=one.negative,
            required=one.required,
            carried_from=one.carried_from or "",
            within=one.within or "",
            from_cards=one.from_cards,
            sums=one.sums,
            reasons=tuple(one.reasons),
            since=one.since,
            until=one.until,
        )


def _texts(shape: FormShape) -> Iterator[FormText]:
    for id_, one in shape.texts.items():
        heading = one.heading or one.name
        yield FormText(id_, one.name, heading, one.required, one.carried, one.since, one.until)


def _percentages(shape: FormShape) -> Iterator[Percentage]:
    for id_, one in shape.percentages.items():
        short = one.short or one.name
        yield Percentage(id_, one.name, short, tuple(one.part), tuple(one.whole))


def _value(shape: FormShape, id_: str) -> Combined:
    one = shape.values[id_]
    return Combined(
        plus=_ids(shape, one.sum),
        minus=_ids(shape, one.less),
        over_rounds=one.over == "rounds",
        beyond_list=one.beyond == "list",
    )


def _ids(shape: FormShape, names: Iterable[str]) -> tuple[str, ...]:
    """Return figure ids; "plus" and "minus" stand for all the figures of that role."""
    found: list[str] = []
    for name in names:
        if name in shape.figures:
            found.append(name)
        else:
            found += [id_ for id_, one in shape.figures.items() if one.role == Role(name)]
    return tuple(found)


def _words(shape: FormShape) -> Words:
    words = shape.words
    return Words(
        summary=words.summary or "",
        remaining=words.remaining or "",
        about=words.about or "",
        overlap=words.overlap or "",
        balance=words.balance or "",
        nil=words.nil or "",
    )
