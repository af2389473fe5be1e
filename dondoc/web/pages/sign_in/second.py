"""The second factor: set up once with a picture or by hand, asked for at every sign-in."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

import segno
from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from dondoc.errors import DonDocError, Refused
from dondoc.logins import book
from dondoc.logins import second as factor
from dondoc.logins.seats import seats_of
from dondoc.setup.seal import Broken, Seal
from dondoc.trail.signing import signer
from dondoc.web.pages.sign_in.entering import ENROL, SECOND, begin, count_try, was_right
from dondoc.web.visit import Here, Visit
from language.zone import local_date

router = APIRouter()
_PURPOSE = "second factors"
_BACK = RedirectResponse("/dang-nhap", status_code=303)
_WRONG = "mã chưa đúng, hoặc vừa dùng rồi; chờ mã kế tiếp trên điện thoại rồi nhập lại"


def _waiting(visit: Visit, asked: str) -> int | None:
    """Return the login that waits for `asked`, None where nobody does."""
    signed = visit.signed
    fits = signed is not None and not signed.locked and signed.waits_for == asked
    return signed.login if signed and fits else None


@router.get(f"/{SECOND}")
def ask(visit: Here) -> Response:
    """Ask for the code that the telephone shows."""
    if _waiting(visit, SECOND) is None:
        return _BACK
    return visit.show("sign_in/second.html", wrong="")


@router.post(f"/{SECOND}")
def take(visit: Here) -> Response:
    """Take the code."""
    number = _waiting(visit, SECOND)
    if number is None:
        return _BACK
    try:
        _use(visit, number)
    except DonDocError as wrong:
        return visit.show("sign_in/second.html", status=400, wrong=str(wrong))
    return _on(visit, number)


def _use(visit: Visit, number: int) -> None:
    """Use up the code that was sent; raise Refused where it is none."""
    what = f"second:{number}"
    count_try(visit, what)
    with visit.office.writing() as session:
        login = book.the_one(session, number)
        secret = _seal(visit).open(login.second or b"", _about(number))
        now = visit.office.wall.now()
        step = factor.step_of(secret, visit.field("ma"), now, login.second_step)
        if step is None:
            raise Refused(_WRONG)
        login.second_step = step
    was_right(visit, what)


@router.get(f"/{ENROL}")
def begin_setting(visit: Here) -> Response:
    """Show a new secret, as a picture and to be typed."""
    number = _waiting(visit, ENROL)
    if number is None:
        return _BACK
    return _setting(visit, number, factor.new_secret())


def _setting(visit: Visit, number: int, secret: bytes, wrong: str = "") -> Response:
    with visit.office.reading() as session:
        name = book.the_one(session, number).name
    picture = segno.make(factor.address(secret, name, "Đôn Đốc"), error="m")
    return visit.show(
        "sign_in/enrol.html",
        status=400 if wrong else 200,
        picture=picture.svg_data_uri(scale=5, border=4, light="#fff"),
        typed=factor.typed(secret),
        sealed=urlsafe_b64encode(_seal(visit).close(secret, _new(visit))).decode(),
        wrong=wrong,
    )


@router.post(f"/{ENROL}")
def end_setting(visit: Here) -> Response:
    """Keep the secret, once a code of it shows that the telephone has it."""
    number = _waiting(visit, ENROL)
    if number is None:
        return _BACK
    try:
        secret = _seal(visit).open(urlsafe_b64decode(visit.field("bi_mat")), _new(visit))
    except (Broken, Error, ValueError):
        return _setting(visit, number, factor.new_secret(), "Trang đã cũ; quét lại hình này.")
    step = factor.step_of(secret, visit.field("ma"), visit.office.wall.now(), 0)
    if step is None:
        return _setting(visit, number, secret, f"M{_WRONG[1:]}.")
    with visit.house.acting, visit.office.writing() as session:
        login = book.the_one(session, number)
        if login.second is None:
            sealed = _seal(visit).close(secret, _about(number))
            book.set_second(session, login, sealed, step, visit.now)
    return _on(visit, number)


def _on(visit: Visit, number: int) -> Response:
    with visit.office.reading() as session:
        seats = seats_of(session, number, local_date(visit.now))
    return begin(visit, number, seats) if seats else _BACK


def _seal(visit: Visit) -> Seal:
    return Seal(signer(visit.office.settings.state_folder).derived(_PURPOSE))


def _about(number: int) -> str:
    return f"login:{number}"


def _new(visit: Visit) -> str:
    return f"session:{visit.signed.id if visit.signed else 0}"
