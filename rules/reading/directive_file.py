"""Reads one directive: its file against its own text, its bodies and itself."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from rules.errors import RuleError
from rules.files.nodes import Path as KeyPath
from rules.files.source import Source, read, read_text, validate
from rules.meaning.body import BodyRegistry
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.directive import Amendment, Basis, Copy, Directive, Ground, Group, InForce
from rules.meaning.dispatch_text import DispatchText, dispatch_text
from rules.meaning.duty import Duty
from rules.meaning.forms import Forms
from rules.reading.directive_shape import DirectiveShape, GroundShape, GroupShape
from rules.reading.duty_reader import EVERY, DutyReader


def load_directive(
    folder: Path, bodies: BodyRegistry, forms: Forms, calendar: WorkingCalendar | None = None
) -> Directive:
    """The dispatch of one folder (`directive.yaml` and its text), every clause found in the text.

    Without a calendar, dates counted in working days are held against others as the earliest days
    they can be.

    Raises: RuleError with every located problem.
    """
    source = read(folder / "directive.yaml")
    shape = validate(source, DirectiveShape)
    text = _read_text(folder, source, shape)
    reader = DutyReader(source, shape, text, bodies, forms, calendar)
    duties = reader.duties()
    _check_header(folder.name, shape, reader)
    reader.problems.raise_any()
    return replace(_directive(shape, text, duties), source=source)


def _read_text(folder: Path, source: Source, shape: DirectiveShape) -> DispatchText:
    read_text(folder / shape.text.file)
    raw = (folder / shape.text.file).read_bytes()
    text = dispatch_text(shape.text.file, raw, shape.text.source)
    if text.sha256 != shape.text.sha256:
        what = f"the text is not the one that was declared: its sha256 is {text.sha256}"
        allowed = "the text as it was declared, or its new sha256"
        raise RuleError([source.problem(("text", "sha256"), what, allowed)])
    return text


def _check_header(folder: str, shape: DirectiveShape, reader: DutyReader) -> None:
    """What the head of the file says of the text and of other bodies."""
    if shape.directive != folder:
        reader.refuse(("directive",), f'its folder is called "{folder}"', [folder])
    reader.named(("issuer",), [shape.issuer])
    for index, basis in enumerate(shape.legal_basis):
        reader.in_text(("legal_basis", index, "citation"), basis.citation)
    for index, copy in enumerate(shape.copies):
        reader.in_text(("copies", index, "line"), copy.line)
        reader.named(("copies", index, "bodies"), copy.bodies)
    if shape.signer:
        reader.in_text(("signer", "name"), shape.signer.name)
        reader.in_text(("signer", "capacity"), shape.signer.capacity)
    clauses = [duty.clause for duty in shape.duties.values()]
    for name, group in shape.groups.items():
        _check_group(("groups", name), group, clauses, reader)
    _check_grounds(shape, clauses, reader)


def _check_group(at: KeyPath, group: GroupShape, clauses: list[str], reader: DutyReader) -> None:
    if group.baseline:
        reader.in_text((*at, "baseline", "quote"), group.baseline.quote)
    if group.villages:
        reader.in_text((*at, "villages", "by"), group.villages.by)
    for part, one in (("shares", group.shares), ("villages", group.villages)):
        if one and one.clause not in clauses:
            reader.refuse((*at, part, "clause"), f"unknown clause {one.clause}", clauses)


def _check_grounds(shape: DirectiveShape, clauses: list[str], reader: DutyReader) -> None:
    """Every sentence named is the dispatch's own; a step to one kind of body rests on one."""
    taken: dict[tuple[str, str], str] = {}
    for index, ground in enumerate(shape.basis):
        at = ("basis", index)
        if ground.clause not in clauses:
            reader.refuse((*at, "clause"), f"unknown clause {ground.clause}", clauses)
        for kind in reader.kinds((*at, "bearers"), ground.bearers):
            for place, step in enumerate(ground.steps):
                if (step, kind) in taken:
                    what = f'"{step}" to every {kind} rests on {taken[step, kind]} already'
                    reader.refuse((*at, "steps", place), what, ["each step once for a kind"])
                taken.setdefault((step, kind), ground.clause)


def _directive(shape: DirectiveShape, text: DispatchText, duties: dict[str, Duty]) -> Directive:
    in_force, signer = shape.in_force, shape.signer
    return Directive(
        id=shape.directive,
        title=shape.title,
        cited_as=shape.cited_as,
        topic=shape.topic or "",
        matter=shape.matter or shape.title[:1].lower() + shape.title[1:],
        issuer=shape.issuer,
        text=text,
        in_force=InForce(in_force.from_, in_force.until, in_force.assumed),
        duties=duties,
        digest=sha256(shape.model_dump_json().encode() + text.sha256.encode()).hexdigest(),
        number=shape.number,
        issued_on=shape.issued_on,
        signer=signer.name if signer else None,
        signer_capacity=signer.capacity if signer else None,
        legal_basis=tuple(Basis(basis.citation, basis.issued_on) for basis in shape.legal_basis),
        copies=tuple(Copy(copy.line, tuple(copy.bodies)) for copy in shape.copies),
        groups={id_: _group(id_, group) for id_, group in shape.groups.items()},
        grounds=tuple(_ground(ground) for ground in shape.basis),
        amends=tuple(Amendment(a.directive, a.from_, tuple(a.clauses)) for a in shape.amends),
        gaps=dict(shape.gaps.items()),
    )


def _ground(shape: GroundShape) -> Ground:
    kinds = tuple(name.removeprefix(EVERY) for name in shape.bearers)
    return Ground(shape.clause, kinds, frozenset(str(step) for step in shape.steps))


def _group(id_: str, shape: GroupShape) -> Group:
    baseline, shares, villages = shape.baseline, shape.shares, shape.villages
    return Group(
        id=id_,
        name=shape.name,
        baseline=baseline.people if baseline else None,
        baseline_on=baseline.on if baseline else None,
        own_percent=shares.own if shares else None,
        state_percent=shares.state if shares else None,
        shares_clause=shares.clause if shares else None,
        villages_by=villages.by if villages else None,
        villages_clause=villages.clause if villages else None,
    )
