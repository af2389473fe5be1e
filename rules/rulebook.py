"""Everything the office has declared, read whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from os import R_OK, access
from pathlib import Path

from rules.errors import Problem, Problems, RuleError
from rules.files.source import LARGEST
from rules.kept import Shelf
from rules.meaning.amendment import amended
from rules.meaning.basis import check_basis
from rules.meaning.body import BodyRegistry
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.case import NO_ROAD, CaseRoad
from rules.meaning.contribution import NO_HELPING, Helping
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.form import Form
from rules.meaning.forms import NO_FORMS, Forms
from rules.meaning.incident import NO_TERM, IncidentTerm
from rules.meaning.letterhead import NO_LETTERHEADS, Letterheads
from rules.meaning.list_titles import NO_LISTS, ListTitles
from rules.meaning.policy import Policy, post_of
from rules.meaning.reason import NO_REASONS, Reasons
from rules.meaning.recipient import check_recipients
from rules.meaning.right import NO_RIGHTS, Rights
from rules.meaning.routing import BY_EMAIL, Routing
from rules.meaning.visiting import NO_VISITING, Visiting
from steps.posts import USUAL

HOME = Path(__file__).parent
CALENDAR = Path("calendars") / "vn.yaml"
_PARTS = ("bodies", "calendars", "directives", "policies")
# What a situation should lead to is checked against the rules; it is not one of them.
_CASES = "cases.yaml"
# How many sets of rules a process keeps: its own, and those it tries.
_KEPT = 8


@dataclass(frozen=True)
class Rulebook:
    """Directives by id, policies in their order, bodies, calendar, the ways word takes, what stands
    around official documents, the forms of reports, why people come to a list or leave it, how the
    columns of such lists are called, how soon an incident is to be reported, what contributions
    cost, what a visit can say, and what the road of whoever does not join is like.

    The checks of the forms are among the policies, last. `digest` names this version.
    """

    directives: Mapping[str, Directive]
    policies: tuple[Policy, ...]
    bodies: BodyRegistry
    calendar: WorkingCalendar
    digest: str
    routing: Routing = BY_EMAIL
    letterheads: Letterheads = NO_LETTERHEADS
    forms: Forms = NO_FORMS
    rights: Rights = NO_RIGHTS
    reasons: Reasons = NO_REASONS
    lists: ListTitles = NO_LISTS
    incidents: IncidentTerm = NO_TERM
    helping: Helping = NO_HELPING
    visiting: Visiting = NO_VISITING
    road: CaseRoad = NO_ROAD

    def directive(self, id_: str) -> Directive:
        """Raises: KeyError naming the directives there are."""
        try:
            return self.directives[id_]
        except KeyError:
            known = ", ".join(self.directives)
            raise KeyError(f"no directive {id_}; there are {known}") from None

    @property
    def told(self) -> frozenset[str]:
        """Return the posts that word goes to: the usual ones, and those of policies and routes."""
        by_policy = (post_of(to) for policy in self.policies for to in policy.to)
        by_route = (post for route in self.routing.routes for post in route.copies)
        return frozenset((*USUAL, *by_policy, *by_route))

    def duty_name(self, directive: str, duty: str) -> str:
        """Return what lists call a duty; its id where it is no longer declared."""
        declared = self.directives.get(directive)
        known = declared.duties.get(duty) if declared else None
        return known.name if known else duty

    def collecting(self, directive: Directive) -> str | None:
        """Return who collects the figures that a directive asks of others (uid), None for nobody.

        A report of single cases may go by way of somebody else.
        """
        by_way = [(duty.via, self.forms.get(duty.asks)) for duty in directive.duties.values()]
        counted = (via for via, form in by_way if via and form and form.balanced)
        return next(counted, None) or next((via for via, _ in by_way if via), None)

    def measuring(self, duty: Duty) -> Form:
        """Return the form that has the measures of the target `duty`: one asked beside it first.

        Raises: LookupError where there is none; the reader refuses such a target.
        """
        wanted = set(duty.target.measures) if duty.target else set()
        duties = self.directives[duty.directive].duties.values()
        candidates = [self.forms.get(other.asks) for other in duties]
        candidates += self.forms
        for form in candidates:
            if form is not None and wanted and wanted <= set(form.measures):
                return form
        raise LookupError(f"no form measures {duty.directive}/{duty.id}")


_loaded: dict[tuple[Path, str], Rulebook] = {}


def load(folder: Path = HOME, shelf: Shelf | None = None) -> Rulebook:
    """The rules of `folder`: `bodies/`, `calendars/vn.yaml`, `directives/*/`, `policies/`,
    `routing/`, `letterheads/`, `forms/`, `rights/`, `people/`, `lists/` (the last six may be left
    out; without rights, reasons and titles of lists those shipped hold).

    They are read once in a process, and again as soon as any byte of theirs differs; not even once
    where they lie on `shelf` as they are now. What is read goes there.

    Raises: RuleError with every located problem of every file that could be read.
    """
    _refuse_other_folder(folder)
    before = _digest(folder) if _readable(folder) else None
    if before and (known := _loaded.get((folder, before))):
        return known
    # What is kept names its files as `folder` was spelt.
    label = f"{before} {folder.as_posix()}"
    kept = shelf.fetch(label) if before and shelf else None
    found = kept if isinstance(kept, Rulebook) else _read(folder)
    if found.digest == before:
        if shelf and found is not kept:
            shelf.keep(label, found)
        _loaded[folder, before] = found
        while len(_loaded) > _KEPT:
            del _loaded[next(iter(_loaded))]
    return found


def _read(folder: Path) -> Rulebook:
    # What reads the files is a quarter of a start; who finds them kept does not need it.
    from rules.reading.body_file import load_bodies
    from rules.reading.calendar_file import load_calendar
    from rules.reading.case_road_file import load_case_road
    from rules.reading.form_file import load_forms
    from rules.reading.help_file import load_helping
    from rules.reading.incident_file import load_incident_term
    from rules.reading.letterhead_file import load_letterheads
    from rules.reading.list_file import load_lists
    from rules.reading.policy_file import load_policies, refuse_together
    from rules.reading.reason_file import check_forms, load_reasons
    from rules.reading.rights_file import load_rights
    from rules.reading.routing_file import load_routing
    from rules.reading.visiting_file import load_visiting

    problems = Problems()
    bodies, calendar, policies = BodyRegistry(()), None, tuple[Policy, ...]()
    routing, letterheads, rights = BY_EMAIL, NO_LETTERHEADS, NO_RIGHTS
    forms: Forms | None = None
    reasons: Reasons | None = None
    lists, incidents, helping = NO_LISTS, NO_TERM, NO_HELPING
    visiting, road = NO_VISITING, NO_ROAD
    with problems.gather():
        calendar = load_calendar(folder / CALENDAR)
    with problems.gather():
        bodies = load_bodies(folder / "bodies")
    posts = tuple(dict.fromkeys((*USUAL, *bodies.posts)))
    with problems.gather():
        policies = load_policies(folder / "policies", posts)
    with problems.gather():
        routing = load_routing(folder / "routing", posts)
    with problems.gather():
        forms = load_forms(folder / "forms")
    # Without bodies or forms every name of one in a directive would be called unknown.
    known = bodies.all() and forms is not None
    directives = (
        _directives(folder / "directives", bodies, forms or NO_FORMS, calendar, problems)
        if known
        else {}
    )
    with problems.gather():
        letterheads = (
            load_letterheads(folder / "letterheads", bodies) if bodies.all() else letterheads
        )
    with problems.gather():
        rights = load_rights(folder / "rights", HOME / "rights", bodies) if bodies.all() else rights
    with problems.gather():
        reasons = load_reasons(folder / "people", HOME / "people")
    if reasons and forms is not None:
        for problem in check_forms(forms, reasons, folder / "forms"):
            problems.add(problem)
    with problems.gather():
        if reasons:
            visiting = load_visiting(folder / "people", HOME / "people", reasons)
    with problems.gather():
        lists = load_lists(folder / "lists", HOME / "lists")
    with problems.gather():
        incidents = load_incident_term(folder / "people", HOME / "people")
    with problems.gather():
        helping = load_helping(folder / "people", HOME / "people")
    with problems.gather():
        road = load_case_road(folder / "people", HOME / "people")
    if forms is not None and policies:
        policies = (*policies, *(check for form in forms for check in form.checks))
        with problems.gather():
            refuse_together(policies)
    if not problems:
        mistakes = check_basis(policies, directives.values(), bodies, calendar)
        for problem in (*mistakes, *check_recipients(policies, bodies)):
            problems.add(problem)
    problems.raise_any()
    assert calendar is not None  # noqa: S101 - or its problems were just raised
    digest = _digest(folder)
    return Rulebook(
        directives,
        policies,
        bodies,
        calendar,
        digest,
        routing,
        letterheads,
        forms or NO_FORMS,
        rights,
        reasons or NO_REASONS,
        lists,
        incidents,
        helping,
        visiting,
        road,
    )


def _refuse_other_folder(folder: Path) -> None:
    """Raises: RuleError, once, where each missing part would otherwise be told by itself."""
    if any((folder / part).is_dir() for part in _PARTS):
        return
    single = (folder / "directive.yaml").is_file()
    what = "this is the folder of one directive" if single else "this is no rules folder"
    allowed = f"a rules folder holding {', '.join(f'{part}/' for part in _PARTS)}"
    raise RuleError([Problem(str(folder), 1, "(folder)", what, allowed)])


def _directives(
    folder: Path,
    bodies: BodyRegistry,
    forms: Forms,
    calendar: WorkingCalendar | None,
    problems: Problems,
) -> dict[str, Directive]:
    from rules.reading.directive_file import load_directive

    found = {}
    folders = sorted(path for path in folder.glob("*") if path.is_dir())
    if not folders:
        problems.add(Problem(str(folder), 1, "(folder)", "no directives here", "ID/directive.yaml"))
    for path in folders:
        with problems.gather():
            found[path.name] = load_directive(path, bodies, forms, calendar)
    with problems.gather():
        return amended(found)
    return found


def _files(folder: Path) -> list[Path]:
    files = [*folder.rglob("*.yaml"), *folder.rglob("*.txt")]
    return sorted(file for file in files if file.name != _CASES)


def _readable(folder: Path) -> bool:
    """Say whether all rule files are ordinary ones; who reads the others says what is wrong."""
    return all(
        path.is_file() and path.stat().st_size <= LARGEST and access(path, R_OK)
        for path in _files(folder)
    )


def _digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of all rule files."""
    digest = sha256()
    for path in _files(folder):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
