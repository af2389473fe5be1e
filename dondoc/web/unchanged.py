"""A page that has not changed since is not worked out again: its tag is known to hold still.

What a page shows comes from the database, the rules, the instant and who asks. Whatever is done has
an entry in the trail; what has none and is shown, a `Standing` holds beside the head of the trail.
Counted is by the minute, as pages do. A page that shows what lies elsewhere as well says so in the
registry (`Page.anew`), or when it is asked (`Visit.anew`). Where the standing has moved, a page is
worked out and compared as before.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from sqlalchemy import func, select
from starlette.requests import Request

from dondoc.setup.wiring import Office
from dondoc.web.sessions import Signed
from models import Draft, Entry

# As many pages as some hundred people have open; each is remembered by a few hundred bytes.
_MOST = 5_000
# Drafts are saved without an entry: of those that are written, each saving counts one up.
STANDS = (
    select(Entry.hash).order_by(Entry.seq.desc()).limit(1).scalar_subquery(),
    select(func.sum(Draft.version)).where(Draft.ended_at.is_(None)).scalar_subquery(),
)
_MINUTE = "%Y-%m-%dT%H:%M"


class Standing(NamedTuple):
    """All that a page is worked out from, beside who asks for what.

    `stored`: of the database; `rules`: their digest; `minute`, `wall`: by the office's clock and
    the machine's.
    """

    stored: tuple[object, ...]
    rules: str
    minute: str
    wall: str


class Wanted(NamedTuple):
    """Who asks for what: session, post, by whose sign-in, address, language, part of the page."""

    session: int
    said: str
    login: int | None
    address: str
    language: str
    partial: bool

    @classmethod
    def of(cls, request: Request, signed: Signed | None, language: str) -> "Wanted":
        """Return what `request` is, as its tag is remembered."""
        address = f"{request.url.path}?{request.url.query}"
        part = "hx-request" in request.headers
        if signed is None:
            return cls(0, "", None, address, language, part)
        return cls(signed.id, signed.said, signed.login, address, language, part)


class Unchanged(Exception):
    """The browser has this very page; `tag` names it."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag = tag


class Shown:
    """The tags of the pages that were shown last, each with how all stood before."""

    def __init__(self) -> None:
        self._known: OrderedDict[Wanted, tuple[tuple[Standing, str], object]] = OrderedDict()
        self._lock = Lock()

    def keep(self, what: Wanted, standing: Standing, tag: str, route: object = None) -> None:
        """Remember that `what` has this `tag`, worked out after all stood as `standing`.

        Args:
            route: by which it was answered.
        """
        with self._lock:
            self._known[what] = (standing, tag), route
            self._known.move_to_end(what)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)

    def still(self, what: Wanted, standing: Standing, held: str) -> bool:
        """Say whether `what`, of which a browser has `held`, would be worked out the same."""
        with self._lock:
            return bool(held) and self._known.get(what, (None,))[0] == (standing, held)

    def route_of(self, what: Wanted) -> object:
        """Return by which route `what` was answered; None where it is not remembered."""
        with self._lock:
            return self._known.get(what, (None, None))[1]


def standing_of(
    stored: tuple[object, ...], office: Office, now: datetime, wall: datetime
) -> Standing:
    """Return how all stands at `now` and `wall` (aware), where `STANDS` are `stored`."""
    return Standing(stored, office.rulebook.digest, f"{now:{_MINUTE}}", f"{wall:{_MINUTE}}")


def headers_of(tag: str) -> dict[str, str]:
    """Return what is said with a page, or instead of one, that a browser holds and asks about."""
    return {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie, HX-Request"}
