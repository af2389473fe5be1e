"""A visit: one request of one person, and what a page does with it: look, act, show."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Annotated, TypeVar

from fastapi import Depends
from jinja2 import Environment
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dondoc.desk.context import Desk
from dondoc.desk.context import desk as open_desk
from dondoc.desk.look import Look
from dondoc.desk.look import look as look_at
from dondoc.errors import DonDocError
from dondoc.setup.settings import WebSettings
from dondoc.setup.wiring import Office
from dondoc.visible import Sight
from dondoc.web import sessions
from dondoc.web.guard import form_token
from dondoc.web.jobs import Item, Job, Jobs
from dondoc.web.log import Write
from dondoc.web.navigation import may_do, parts, who_of
from dondoc.web.registry import Page
from dondoc.web.rendering import ENGLISH, VIETNAMESE, environment, written
from dondoc.web.sessions import Signed
from dondoc.web.unchanged import Shown, Standing, Wanted, headers_of
from rules.errors import RuleError

R = TypeVar("R")
A = TypeVar("A")
COOKIE = "dondoc"
# Beside it: in which language this browser reads, until it is closed.
LANGUAGE = "dondoc-language"
# What a person is told, at the form they filled in, instead of a page of its own.
WRONG = (DonDocError, RuleError)


@dataclass
class House:
    """What all requests share. `static`: where the files that never change are.

    `open_doors`: roles are entered with one click (demonstration).

    `log`: takes a line of what happens. `acting`: acts go one after the other; a database has one
    writer, the rules one engine. `shown`: the tags of the pages that were shown last.
    """

    office: Office
    static: str
    open_doors: bool
    log: Write
    acting: Lock = field(default_factory=Lock)
    shown: Shown = field(default_factory=Shown)

    @cached_property
    def jobs(self) -> Jobs:
        """Return the long work that is under way."""
        return Jobs(self.office.settings.state_folder)

    def templates(self, language: str) -> Environment:
        """Return the pages in a language."""
        return environment(self.static, language)

    @property
    def settings(self) -> WebSettings:
        """Return what the office says of its web."""
        return self.office.settings.settings.web


@dataclass
class Visit:
    """One request. `signed`: who is signed in, None for nobody; `asked`: for which page.

    `newcomer`: the browser held no `token` yet; it gets this one. `seats`: as
    which posts the login may act today, as `uid/post`. `standing`: how all stood before the page
    was begun, None where it is worked out each time.
    """

    request: Request
    house: House
    token: str
    signed: Signed | None
    now: datetime
    asked: Page | None = None
    newcomer: bool = False
    seats: tuple[str, ...] = ()
    standing: Standing | None = None
    _desks: list[Desk] = field(default_factory=list)

    @property
    def office(self) -> Office:
        """Return the office that is visited."""
        return self.house.office

    @property
    def language(self) -> str:
        """Return in which language the pages are read: Vietnamese, unless switched."""
        return language_of(self.request)

    @property
    def form_token(self) -> str:
        """Return what every form of this browser carries."""
        return form_token(self.token)

    @property
    def said(self) -> str:
        """Return who acts and looks, as `uid/post`; "" for nobody."""
        return self.signed.said if self.signed else ""

    @property
    def login(self) -> int | None:
        """Return by whose sign-in it is, None for a role of a demonstration and for nobody."""
        return self.signed.login if self.signed else None

    @property
    def form(self) -> FormData:
        """Return the fields that were sent; none where nothing was."""
        sent: FormData = self.request.state.form
        return sent

    def field(self, name: str) -> str:
        """Return one field that was sent, trimmed; "" where it is missing or is a file."""
        given = self.form.get(name)
        return given.strip() if isinstance(given, str) else ""

    def secret(self, name: str) -> str:
        """Return one field as it was typed, every space with it."""
        given = self.form.get(name)
        return given if isinstance(given, str) else ""

    @property
    def partial(self) -> bool:
        """Say whether htmx asks for a part of the page only."""
        return "hx-request" in self.request.headers

    @property
    def wanted(self) -> Wanted:
        """Return who asks for what, as its tag is remembered."""
        return Wanted.of(self.request, self.signed, self.language)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Open the desk to look, as whoever is signed in; nothing is kept."""
        by, now = self.login, self.now
        with open_desk(self.office, now, self.said, looks=True, login=by, crowd=True) as opened:
            self._desks.append(opened)
            yield opened

    @contextmanager
    def look(self, sight: Sight) -> Iterator[Look]:
        """Look at `sight` as whoever is signed in; raise Refused where they may not."""
        with self.desk() as opened:
            yield look_at(opened, sight)

    def may_do(self, act: str) -> bool:
        """Say whether the table gives who is signed in that `act`: whether its button is shown."""
        with self.desk() as opened:
            return may_do(opened, act)

    def show(
        self, template: str, *, status: int = 200, block: str = "", **context: object
    ) -> Response:
        """Return a page, or its `block` alone; 304 where the browser has this very one.

        Args:
            template: below `pages/`, as "system/system.html".
        """
        body = written(self.house.templates(self.language), template, self._around(context), block)
        if self.signed and self.signed.receipt and not block:
            self._write(lambda session, id_: sessions.leave_receipt(session, id_, None))
        if status != 200 or self.newcomer:
            return self.give_token(HTMLResponse(body, status), self.token)
        tag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
        if self.standing is not None and not any(one.logged for one in self._desks):
            # Each look at a person is logged, though the browser holds the page.
            route = self.request.scope.get("route")
            self.house.shown.keep(self.wanted, self.standing, tag, route)
        if self.request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers_of(tag))
        return HTMLResponse(body, headers=headers_of(tag))

    def _around(self, context: Mapping[str, object]) -> dict[str, object]:
        """Return what the frame of every page needs, and what this one shows."""
        frame: dict[str, object] = {
            "office_name": self.office.house.name,
            "mark": self.office.mark,
            "form_token": self.form_token,
            "now": self.now,
            "receipt": self.signed.receipt if self.signed else None,
            "who": None,
            "menu": (),
        }
        frame["seats"] = self.seats
        frame["idle"] = idle = self.house.settings.idle_minutes
        frame["warned_after"] = sessions.warned_after(idle)
        # Where the language is switched one stays, unless a form was just sent.
        frame["here"] = str(self.request.url.path) if self.request.method == "GET" else "/"
        frame["linked"] = self.signed is not None and self.signed.only is not None
        frame["proven"] = self.signed is not None and self.signed.proven
        if self.signed and not self.signed.locked and not self.signed.waits_for:
            with self.desk() as opened:
                frame["who"] = who_of(opened)
                if not frame["linked"]:
                    frame["menu"] = parts(opened, self.asked)
        return {**frame, **context}

    def anew(self) -> None:
        """Let what is shown be worked out each time: it comes from elsewhere as well."""
        self.standing = None

    def act(self, act: Callable[[Desk, R], A], request: R) -> A:
        """Do an act of the desk as whoever is signed in and return its answer."""
        opening = open_desk(self.office, self.now, self.said, login=self.login)
        with self.house.acting, opening as opened:
            return act(opened, request)

    def do(
        self,
        act: Callable[[Desk, R], A],
        request: R,
        *,
        to: str | Callable[[A], str],
        receipt: str | Callable[[A], str],
        again: Callable[[str], Response] | None = None,
    ) -> Response:
        """Do an act of the desk as whoever is signed in, then send them on.

        Args:
            to: the page that comes next, a path of ours.
            receipt: what it says there once: what was done.
            again: shows the form again with what is wrong with it; None: a page of its own.
        """
        try:
            answer = self.act(act, request)
        except WRONG as wrong:
            if again is None:
                raise
            return again(str(wrong))
        return self.go(
            to if isinstance(to, str) else to(answer),
            receipt if isinstance(receipt, str) else receipt(answer),
        )

    def at_length(self, title: str, did: str, back: str, items: Sequence[Item]) -> Response:
        """Do many items, one after the other, on a page that says how far it is.

        Args:
            title, did: what is done to each, what was: "tiếp nhận báo cáo", "đã tiếp nhận".
            back: the page that is come from, a path of ours.
        """
        job = Job("", self.said, self.login, title, did, back, len(items), 0)
        return self.go(f"/viec-lau/{self.house.jobs.start(job, items)}")

    def go(self, to: str, receipt: str = "") -> Response:
        """Send the browser on to `to`, a path of ours, where it reads `receipt` once."""
        if receipt:
            self._write(lambda session, id_: sessions.leave_receipt(session, id_, receipt))
        return RedirectResponse(own_path(to), status_code=303)

    def give_token(self, answer: Response, token: str) -> Response:
        """Let the browser hold `token` from this answer on: no script reads it, no other site."""
        if token != self.token or self.newcomer:
            secure = self.request.url.scheme == "https"
            answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure)
        return answer

    def give_language(self, answer: Response, language: str) -> Response:
        """Let this browser read in `language` from this answer on."""
        secure = self.request.url.scheme == "https"
        answer.set_cookie(LANGUAGE, language, httponly=True, samesite="lax", secure=secure)
        return answer

    def _write(self, write: Callable[..., None]) -> None:
        if self.signed:
            with self.office.writing(lasting=False) as session:
                write(session, self.signed.id)


def language_of(request: Request) -> str:
    """Return in which language the browser that asks reads the pages."""
    return ENGLISH if request.cookies.get(LANGUAGE) == ENGLISH else VIETNAMESE


def own_path(text: str) -> str:
    """Return `text` where it is a path of ours, else "/": nobody is sent elsewhere."""
    inside = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if inside and text.isprintable() and "\\" not in text else "/"


def visit_of(request: Request) -> Visit:
    """Return the visit that the gate has found."""
    found: Visit = request.state.visit
    return found


Here = Annotated[Visit, Depends(visit_of)]
