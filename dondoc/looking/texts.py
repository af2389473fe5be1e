"""Texts: what a registered dispatch reads, and what it read before it was corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.errors import Refused
from language.zone import local
from models import Directive, DirectiveText


@dataclass(frozen=True)
class Version:
    """One text of a dispatch, counted from 1; the last is what it reads now.

    `content` None: it is not shown, or it was registered before texts were kept.
    """

    version: int
    sha256: str
    stored_at: datetime
    by: str
    reason: str | None
    content: str | None


def texts(session: Session, directive: str) -> list[Version]:
    """Return the texts that are kept of the directive with the id `directive`, oldest first.

    Raises:
        Refused: it is not registered.
    """
    if session.get(Directive, directive) is None:
        known = ", ".join(session.scalars(select(Directive.id).order_by(Directive.id)))
        raise Refused(f"chưa theo dõi văn bản nào có mã {directive!r}; có: {known or 'chưa có'}")
    mine = select(DirectiveText).where(DirectiveText.directive_id == directive)
    found = session.scalars(mine.order_by(DirectiveText.id))
    return [
        Version(number, one.sha256, local(one.stored_at), one.by, one.reason, one.content)
        for number, one in enumerate(found, 1)
    ]


def text_of(found: Sequence[Version], directive: str, version: int) -> Version:
    """Return the text with the number `version` among `found`.

    Raises:
        Refused: there is none, or it is not kept.
    """
    if version > len(found):
        raise Refused(f"văn bản {directive} có {len(found)} bản lời văn, không có bản {version}")
    one = found[version - 1]
    if one.content is None:
        raise Refused(
            f"bản {version} của {directive} được đưa vào theo dõi khi chương trình chưa lưu lời "
            f"văn; chỉ còn mã {one.sha256}"
        )
    return one
