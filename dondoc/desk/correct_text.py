"""Correct a text: a registered dispatch had been typed or scanned wrongly; why it reads so now."""

from dataclasses import dataclass

from sqlalchemy import select

from dondoc.desk.context import Desk
from dondoc.desk.registry import act
from dondoc.errors import Refused
from dondoc.obligations.declared_rows import newest_text
from dondoc.obligations.register import register
from dondoc.obligations.registrar import Registration
from models import Directive, DirectiveText, Event
from models.salt import digests_of
from models.trail import append


@dataclass(frozen=True)
class Request:
    """Which directive reads otherwise among the rules now than was registered, and why."""

    directive: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """Which version of its text this is, and the digests of it and of the one before."""

    directive: str
    version: int
    sha256_before: str
    sha256: str


@act("directive.correct_text")
def correct_text(desk: Desk, request: Request) -> Answer:
    """Keep the text as it stands among the rules now as a new version, with its reason.

    The rules were read whole: every sentence that a duty quotes stands in it. Nothing that happened
    moves: dates, notices, and the sentences that they rested on stay, the older text can be read.

    Raises:
        Refused: no reason, not registered, followed no more, the text reads as it did or has its
            reason already, or with it something would be owed otherwise.
    """
    by = desk.allow("directive.correct_text")
    if not request.reason.strip():
        raise Refused("cần nêu lý do")
    stored = desk.session.get(
        Directive, request.directive, with_for_update=True, populate_existing=True
    )
    if stored is None:
        known = ", ".join(desk.session.scalars(select(Directive.id).order_by(Directive.id)))
        raise Refused(
            f"chưa theo dõi văn bản nào có mã {request.directive!r}; có: {known or 'chưa có'}"
        )
    if stored.stopped_on is not None:
        raise Refused(f"văn bản {stored.id} đã ngừng theo dõi: lời văn giữ như khi ngừng")
    done = _register(desk, stored.id, by)
    if done.opened or done.historic or done.moved or done.withdrawn:
        raise Refused(
            "không chỉ sửa lời văn: theo quy tắc hiện có, "
            f"{done.opened + done.historic} việc được mở, {done.moved} việc đổi hạn, "
            f"{done.withdrawn} việc được rút. Sửa lời văn riêng, hoặc chạy dondoc register trước"
        )
    return _enter(desk, stored.id, request.reason, by)


def _register(desk: Desk, directive: str, by: str) -> Registration:
    readings, at = desk.settings.readings_for_rules(), desk.settings.sweep.at
    done = register(desk.session, desk.rulebook, directive, readings, desk.now, at, by)
    desk.session.flush()
    return done


def _enter(desk: Desk, directive: str, reason: str, by: str) -> Answer:
    """Give the newest text its reason; raise Refused where there is none that lacks one."""
    newest = newest_text(desk.session, directive)
    mine = select(DirectiveText).where(DirectiveText.directive_id == directive)
    kept = list(desk.session.scalars(mine.order_by(DirectiveText.id)))
    if newest is None or len(kept) < 2:
        raise Refused(
            f"lời văn của {directive} trong quy tắc vẫn như khi đưa vào theo dõi: sửa tệp lời văn, "
            "và text.sha256 trong directive.yaml, trước"
        )
    if newest.reason is not None:
        raise Refused(
            f"lời văn của {directive} trong quy tắc vẫn là bản {len(kept)}, đã có lý do sửa"
        )
    before = kept[-2].sha256
    newest.reason, newest.by = reason, by
    data = {
        "by": by,
        "version": len(kept),
        "before": before,
        "after": newest.sha256,
        **digests_of(desk.session, reason=reason),
    }
    entered = Event("directive.text_corrected", f"directive:{directive}", data)
    append(desk.session, desk.now, [entered])
    return Answer(directive, len(kept), before, newest.sha256)
