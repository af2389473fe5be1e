"""Lists of people: taken over whole, or shown what that would bring."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from dondoc.desk.context import Desk
from dondoc.desk.list_answer import Answer, answered, failing
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.obligations.handing import settle
from dondoc.people import layouts
from dondoc.people.comparing import Compared, Meant, compare
from dondoc.people.entry import entry_of
from dondoc.people.index import likely_known
from dondoc.people.placing import Places
from dondoc.people.reading.file import read_list
from dondoc.people.reading.match import NO_CORRECTION, Correction
from dondoc.people.safe import Safe, safe_to_compare, safe_to_write
from dondoc.people.storing import Storing, Why
from dondoc.reports.people_counts import record_counts
from dondoc.setup.collector import at_rest
from language.dates import full_day
from models import PeopleListKind, PersonList
from rules.meaning.directive import Directive
from rules.meaning.recipient import Party

_IMPORT = "list.import"
# So many new people are compared with everybody known before a list is kept: a second's work.
_LOOKED_FOR = 2_000


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


@act(_IMPORT)
def take_over(desk: Desk, request: Request) -> Answer:
    """Take the list over, all of it or nothing.

    Raises:
        Refused: no such directive or group, a day that has not come, who brings it may not, or a
            row fails and it was to be kept.
        RuleError: the file is none, or its header is not understood.
        NotPossible: the keys are lost or others.
    """
    # A hundred thousand rows hold no circles, and go together at the end.
    with at_rest():
        return _taken(desk, request)


def _taken(desk: Desk, request: Request) -> Answer:
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
    made, doubles, parts = None, None, compared.by_body()
    if not request.apply:
        doubles = _doubles(desk, safe, compared)
    else:
        _refuse_failing(compared)
        made = _storing(desk, safe, by, request.told).store(
            compared, meant, _why(request, declared), read.sha256, anew=request.anew
        )
        for sheet in read.sheets:
            layouts.remember(desk.session, sheet.match, request.said, by, desk.now)
        _count(desk, made.list, by)
        settle(desk.session, desk.rulebook, declared.id, desk.now, desk.work.at)
    return answered(desk, meant, compared, read, made, doubles, parts)


def _doubles(desk: Desk, safe: Safe, compared: Compared) -> int | None:
    """Return how many who seem new are likely somebody known; None of a list that has too many."""
    new = [line for line in compared.lines if line.person is None]
    if len(new) > _LOOKED_FOR:
        return None
    entries = [entry_of(one.row.personal, one.body, one.row.village) for one in new]
    return likely_known(desk.session, safe, entries)


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
        cache(lambda uid: bodies.current(uid, desk.today).uid),
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
        first = next(failing(compared.failing))
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
