"""The villages whose people a group means are entered, as the decision lists them."""

from dataclasses import dataclass
from datetime import date

from dondoc.desk.context import Desk
from dondoc.desk.own_people import declared_of
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.named import body_uid
from dondoc.people import eligible
from rules.meaning.recipient import Party


@dataclass(frozen=True)
class Request:
    """People of these `villages` (names) of a commune (uid or name) are meant.

    From the local date `since` up to the end of `until` (None: no end is known). `source`: the
    decision they are taken from.
    """

    directive: str
    group: str
    body: str
    villages: tuple[str, ...]
    since: date
    source: str
    until: date | None = None


@dataclass(frozen=True)
class Answer:
    """Of which commune (uid) how many villages were entered, how many earlier lines gave way."""

    body: str
    entered: int
    struck: int


@act("villages.enter")
def enter(desk: Desk, request: Request) -> Answer:
    """Enter the villages; what stood of one of them on the same days gives way.

    Raises:
        Refused: no such directive, group or commune; the group means people wherever they live;
            no village, no source, or it ends before it begins.
    """
    declared = declared_of(desk, request.directive)
    via = desk.rulebook.collecting(declared)
    by = desk.allow("villages.enter", parties=[Party("", via=via, office=desk.work.office)])
    group = declared.groups.get(request.group)
    if group is None or group.villages_by is None:
        known = ", ".join(one.id for one in declared.groups.values() if one.villages_by) or "không"
        raise Refused(
            f"văn bản {declared.id} không giới hạn nhóm {request.group!r} theo thôn; "
            f"nhóm có giới hạn: {known}"
        )
    names = tuple(filter(None, (name.strip() for name in request.villages)))
    _refuse_empty(request, names)
    uid = body_uid(desk.bodies, request.body, desk.today)
    ground = eligible.Ground(declared.id, group.id, by, desk.now)
    stretch = eligible.Stretch(request.since, request.until, request.source.strip())
    struck = eligible.enter(desk.session, ground, uid, names, stretch)
    return Answer(uid, len(names), struck)


def _refuse_empty(request: Request, names: tuple[str, ...]) -> None:
    if not names:
        raise Refused("chưa nêu thôn nào")
    if not request.source.strip():
        raise Refused("chưa nêu nguồn: số, ngày của quyết định nêu các thôn này")
    if request.until is not None and request.until < request.since:
        raise Refused("ngày cuối trước ngày đầu; xem lại hai ngày")
