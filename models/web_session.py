"""A visit in a browser: opaque, revocable, found by the digest of what the browser holds."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.instant import UtcInstant
from models.proof import Proof


class WebSession(Base):
    """Somebody signed in, by the machine's clock.

    `token`: SHA-256 of the cookie's value, which nobody keeps. `said`: who acts, as `uid/post`.
    `seen_at`: when something was last asked for; `ends_at`: when it ends whatever is done.
    `locked_at`: since when the password is asked for again, the name still shown. `receipt`: what
    was just done, to be shown once. `login_id`: by whose password, NULL for a role of a
    demonstration. `waits_for`: what is asked before anything else is shown: the second factor, its
    first setting, or the choice of a post. `only`: numbers of the obligations that somebody sees
    and drafts who came by a link in a letter (`message_id`), NULL for who is signed in; `code`:
    SHA-256 of what was sent to the post's own address until `code_ends_at`, by which they may
    file, `proven` once they may.
    """

    __tablename__ = "web_session"
    __proof__: ClassVar = Proof(nothing="who looks just now; what they do is entered")

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    said: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UtcInstant)
    seen_at: Mapped[datetime] = mapped_column(UtcInstant)
    ends_at: Mapped[datetime] = mapped_column(UtcInstant)
    locked_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    receipt: Mapped[str | None]
    login_id: Mapped[int | None] = mapped_column(ForeignKey("login.id"))
    waits_for: Mapped[str | None]
    only: Mapped[str | None]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    code: Mapped[str | None]
    code_ends_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    proven: Mapped[bool] = mapped_column(default=False, server_default=false())
