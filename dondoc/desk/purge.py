"""Purge: what is personal and whose time is over is emptied; the trail keeps what it needs."""

from dataclasses import dataclass

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.setup.settings import RetentionSettings
from dondoc.trail.erasing import erase_persons
from dondoc.trail.purge import purge as empty
from dondoc.trail.retention import PERSONS, Due, dated, due
from models import Event
from models.salt import digests_of
from models.trail import append


@dataclass(frozen=True)
class Request:
    """Why, and whether it is to be done; without `apply` it is counted only."""

    reason: str = ""
    apply: bool = False


@dataclass(frozen=True)
class Counted:
    """Of one kind: how long it is kept, how many rows go, how many must stay for now.

    `months` None: for ever, but persons: until the day that each of their lists says.
    """

    months: int | None
    purged: int
    kept: int


@dataclass(frozen=True)
class Answer:
    """What went, or would go, by kind; counts only."""

    applied: bool
    kinds: dict[str, Counted]


@act("purge")
def purge(desk: Desk, request: Request) -> Answer:
    """Empty what the settings let go; the files go once this is committed (`remains`).

    Raises:
        Refused: the settings keep everything, or no reason is given.
    """
    by = desk.allow("purge")
    settings = desk.settings.retention
    if not (_any(settings) or dated(desk.session)):
        raise Refused("chưa đặt thời hạn lưu nào: khai mục retention trong config.yaml")
    found = due(desk.session, settings, desk.now)
    if request.apply:
        if not request.reason.strip():
            raise Refused("cần nêu lý do")
        _apply(desk, found, by, request.reason)
    return Answer(
        request.apply, {one.kind: Counted(one.months, len(one.ids), one.kept) for one in found}
    )


def _any(settings: RetentionSettings) -> bool:
    return any((settings.contacts, settings.letters, settings.attachments))


def _apply(desk: Desk, found: list[Due], by: str, reason: str) -> None:
    for one in found:
        if one.kind == PERSONS:
            erase_persons(desk.session, one.ids, by, desk.now)
        elif one.ids:
            empty(desk.session, one.model, one.ids, by, desk.now)
    counts = {one.kind: len(one.ids) for one in found if one.months is not None or one.ids}
    data = {"by": by, **digests_of(desk.session, reason=reason), "purged": counts}
    append(desk.session, desk.now, [Event("rows.retention", "retention", data)])
