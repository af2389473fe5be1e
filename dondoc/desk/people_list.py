"""Lists of people: taken over whole, or shown what that would bring; received by the communes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.people import layouts, receiving
from dondoc.people.comparing import Compared, Meant, compare
from dondoc.people.knowing import Line
from dondoc.people.placing import Places
from dondoc.people.reading.file import ListRead, read_list
from dondoc.people.reading.match import NO_CORRECTION, Correction
from dondoc.people.reading.shown import ReadSheet, shown
from dondoc.people.safe import Safe, safe_to_compare, safe_to_write
from dondoc.people.storing import Stored, Storing, Why
from dondoc.reports.people_counts import record_counts
from language.dates import full_day
from models import PeopleListKind, PersonList
from rules.meaning.directive import Directive
from rules.meaning.recipient import Party

_IMPORT, _RECEIVE = "list.import", "list.receive"
# So many rows that fail are named; a file with more is another kind of file.
_NAMED = 200


@dataclass(frozen=True)
class Request:
    """A file with a list of people; without `apply` nothing is kept.

    `body`: the one commune (uid or name) that all of it is of; None: each row says its own.
    `as_of`: the local date its rows are of, None for today. `source`: by which paper it came.
    `anew`: a new standard: the group's list begins anew with it, on its day.
    `said`: how the file's columns are meant where its titles do not say it; kept with the list.
    `content`: what the file holds, where it was sent and lies nowhere in plain.
    """

    file: Path
    directive: str
    group: str
    kind: PeopleListKind = PeopleListKind.UNCOVERED
    as_of: date | None = None
    body: str | None = None
    source: str = ""
    purpose: str = ""
    ground: str = ""
    retain_until: date | None = None
    said: Correction = NO_CORRECTION
    anew: bool = False
    content: bytes | None = None
    apply: bool = False
    told: Callable[[int], None] = lambda _: None


@dataclass(frozen=True)
class Failing:
    """A row that cannot be taken: its sheet and number in the file, and why; nothing of it."""

    sheet: int
    line: int
    column: str
    what: str


@dataclass(frozen=True)
class Part:
    """A commune's part (uid): how many rows, and how many of them are nobody known."""

    body: str
    name: str
    people: int
    new: int


@dataclass(frozen=True)
class Answer:
    """What the list brings or would bring, in counts; persons by their case numbers alone.

    `came`, `stayed`, `gone`: against the version before. `again`: taken off the list before, for a
    reason that was confirmed, and in this one once more. `findings`: how many rows are odd in
    which way. `list`: its number, None where nothing was kept.
    """

    applied: bool
    list: int | None
    directive: str
    group: str
    kind: PeopleListKind
    as_of: date
    version: int
    sha256: str
    people: int
    new: int
    known: int
    failing: tuple[Failing, ...]
    fail: int
    findings: dict[str, int]
    came: int
    stayed: int
    gone: tuple[int, ...]
    again: tuple[int, ...]
    parts: tuple[Part, ...]
    sheets: tuple[ReadSheet, ...]
    aside: dict[str, str]


@act(_IMPORT)
def take_over(desk: Desk, request: Request) -> Answer:
    """Take the list over, all of it or nothing.

    Raises:
        Refused: no such directive or group, a day that has not come, who brings it may not, or a
            row fails and it was to be kept.
        RuleError: the file is none, or its header is not understood.
        NotPossible: the keys are lost or others.
    """
    declared = _declared(desk, request)
    whole = body_uid(desk.bodies, request.body, _as_of(desk, request)) if request.body else None
    meant = _meant(desk, request, declared, whole)
    read = read_list(
        request.file,
        desk.rulebook.lists,
        corrections=layouts.remembered(desk.session),
        said=request.said,
        as_of=meant.as_of,
        content=request.content,
    )
    if request.apply:
        safe = safe_to_write(desk.session, desk.state, desk.now)
    else:
        safe = safe_to_compare(desk.session, desk.state)
    places = Places(desk.bodies, meant.as_of, meant.whole)
    compared = compare(desk.session, safe, read.rows, meant, places)
    by = desk.allow(_IMPORT, parties=_parties(desk, declared, meant, compared))
    _refuse_anew(request, meant)
    made = None
    if request.apply:
        _refuse_failing(compared)
        made = _storing(desk, safe, by, request.told).store(
            compared, meant, _why(request, declared), read.sha256, anew=request.anew
        )
        for sheet in read.sheets:
            layouts.remember(desk.session, sheet.match, request.said, by, desk.now)
        _count(desk, made.list, by)
    return _answer(desk, meant, compared, read, made)


def _refuse_anew(request: Request, meant: Meant) -> None:
    """Raise Refused where a list begins a group anew that is not the list of all of it."""
    if request.anew and (meant.whole is not None or request.kind is not PeopleListKind.UNCOVERED):
        raise Refused(
            "lập lại từ đầu (--anew) cần danh sách chưa tham gia của mọi xã, do nơi tổng hợp nhập"
        )


def _count(desk: Desk, made: PersonList, by: str) -> None:
    """Count, for whoever reads counts, what the lists come to after this one."""
    kind, group = PeopleListKind(made.kind), made.group_id
    session, rulebook, directive = desk.session, desk.rulebook, made.directive_id
    record_counts(session, rulebook, directive, made.as_of, by, desk.now, group, kind)


def _storing(desk: Desk, safe: Safe, by: str, told: Callable[[int], None]) -> Storing:
    reasons, bodies = desk.rulebook.reasons, desk.bodies
    return Storing(
        desk.session,
        safe,
        reasons,
        lambda uid: bodies.current(uid, desk.today).uid,
        by,
        desk.now,
        told,
    )


def _declared(desk: Desk, request: Request) -> Directive:
    declared = desk.rulebook.directives.get(request.directive)
    if declared is None:
        known = ", ".join(desk.rulebook.directives)
        raise Refused(f"không có văn bản {request.directive!r}; có: {known}")
    if request.group not in declared.groups:
        known = ", ".join(declared.groups)
        raise Refused(f"văn bản {declared.id} không có nhóm {request.group!r}; có: {known}")
    return declared


def _as_of(desk: Desk, request: Request) -> date:
    as_of = request.as_of or desk.today
    if as_of > desk.today:
        raise Refused(f"danh sách tính đến {full_day(as_of)}: ngày này chưa tới")
    return as_of


def _meant(desk: Desk, request: Request, declared: Directive, whole: str | None) -> Meant:
    """Return which list it is; whoever collects nothing from others brings its own."""
    who = desk.acting(_IMPORT).body.uid
    return Meant(
        directive=declared.id,
        group=request.group,
        kind=request.kind,
        as_of=_as_of(desk, request),
        body=who,
        whole=whole or (None if who == desk.rulebook.collecting(declared) else who),
    )


def _parties(desk: Desk, declared: Directive, meant: Meant, compared: Compared) -> list[Party]:
    """Return whom the list concerns: every commune with a row in it, and who collects from them."""
    bodies = {line.body for line in (*compared.lines, *compared.failing) if line.body}
    via, office = desk.rulebook.collecting(declared), desk.work.office
    return [Party(uid, via=via, office=office) for uid in sorted(bodies or {meant.whole or ""})]


def _refuse_failing(compared: Compared) -> None:
    if not compared.lines:
        raise Refused("danh sách không có dòng nào nhận được; không ghi gì")
    if compared.failing:
        first = next(_failing(compared.failing))
        raise Refused(
            f"{len(compared.failing)} dòng chưa nhận được, nên không ghi dòng nào; dòng đầu: trang "
            f"{first.sheet}, dòng {first.line}: {first.what}; xem đủ: chạy lại với --dry-run"
        )


def _why(request: Request, declared: Directive) -> Why:
    """Return why the people are kept; what nobody said follows from the directive."""
    return Why(
        source=request.source,
        purpose=request.purpose or declared.title,
        ground=request.ground or declared.cited_as or declared.title,
        retain_until=request.retain_until,
    )


def _answer(
    desk: Desk, meant: Meant, compared: Compared, read: ListRead, made: Stored | None
) -> Answer:
    odd = Counter(
        finding.code for line in compared.lines for finding in line.findings if not finding.grave
    )
    failing = tuple(one for one, _ in zip(_failing(compared.failing), range(_NAMED), strict=False))
    known = len(compared.difference.came) + len(compared.difference.stayed)
    return Answer(
        applied=made is not None,
        list=made.list.id if made else None,
        directive=meant.directive,
        group=meant.group,
        kind=meant.kind,
        as_of=meant.as_of,
        version=made.list.version
        if made
        else 1 + (compared.before.version if compared.before else 0),
        sha256=read.sha256,
        people=len(compared.lines),
        new=len(compared.lines) - known,
        known=known,
        failing=failing,
        fail=len(compared.failing),
        findings=dict(sorted(odd.items())),
        came=len(compared.lines) - len(compared.difference.stayed),
        stayed=len(compared.difference.stayed),
        gone=compared.difference.gone,
        again=tuple(sorted(made.coming.again)) if made else (),
        parts=tuple(
            Part(uid, desk.bodies.get(uid).name, people, new)
            for uid, (people, new) in compared.by_body().items()
        ),
        sheets=tuple(shown(read, desk.rulebook.lists)),
        aside=dict(read.aside),
    )


def _failing(lines: Iterable[Line]) -> Iterator[Failing]:
    for line in lines:
        for one in line.findings:
            if one.grave:
                yield Failing(line.sheet, line.row.line, one.column, one.what)


@dataclass(frozen=True)
class Receiving:
    """A commune (uid or name) has its part of the list numbered `list`; `at` None: now."""

    list: int
    body: str
    at: datetime | None = None


@dataclass(frozen=True)
class Received:
    """Of which list, which commune has how many people, since when, and entered by whom."""

    list: int
    body: str
    people: int
    received_at: datetime
    by: str


@act(_RECEIVE)
def receive(desk: Desk, request: Receiving) -> Received:
    """Enter that a commune has its part of a list.

    Raises:
        Refused: no such list, none of it is that commune's, it has it already, or before it came.
    """
    body = body_uid(desk.bodies, request.body, desk.today)
    found = desk.session.get(PersonList, request.list)
    # Who may not is told so, whether there is such a list or not.
    of = [found.directive_id] if found else desk.rulebook.directives
    declared = (desk.rulebook.directives.get(id_) for id_ in of)
    via = next((uid for one in declared if one and (uid := desk.rulebook.collecting(one))), None)
    by = desk.allow(_RECEIVE, parties=[Party(body, via=via, office=desk.work.office)])
    one = receiving.list_of(desk.session, request.list)
    done = receiving.receive(desk.session, one, body, request.at or desk.now, by, desk.now)
    return Received(one.id, body, done.people, request.at or desk.now, by)
