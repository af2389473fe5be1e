"""Bodies as people name them: found, or refused with who has taken their place."""

from collections.abc import Iterable
from datetime import date, timedelta

from dondoc.errors import Refused
from language.dates import full_day
from models import Obligation, ObligationState
from rules.meaning.body import Body, BodyRegistry, UnknownBody
from rules.rulebook import Rulebook

NOT_OWED = "nghĩa vụ này đã được rút: văn bản không còn giao việc này cho đơn vị"


def body_uid(bodies: BodyRegistry, name: str, on: date) -> str:
    """Return the uid of a body named by uid or by name on the local date `on`.

    Raises:
        Refused: no body is called that, or none on that day; suggestions are given.
    """
    try:
        return name if name in bodies else bodies.named(name, on).uid
    except UnknownBody as error:
        if (known := bodies.called(name)) and not any(body.in_force(on) for body in known):
            raise Refused("; ".join(not_there(body, bodies, on) for body in known)) from error
        meant = ", ".join(error.suggestions)
        hint = f"; có phải: {meant}?" if meant else ""
        raise Refused(f"không có đơn vị {name!r}{hint}") from error


def not_there(body: Body, bodies: BodyRegistry, on: date) -> str:
    """Return why `body` does not exist on the local date `on`, in words; "" where it does."""
    if body.valid_from is not None and on < body.valid_from:
        return (
            f"ngày {full_day(on)} chưa có {body.name} ({body.uid}): đơn vị này có từ "
            f"{full_day(body.valid_from)}"
        )
    if body.valid_to is None or on <= body.valid_to:
        return ""
    ended = full_day(body.valid_to + timedelta(days=1))
    heirs = ", ".join(f"{bodies.get(uid).name} ({uid})" for uid in body.succeeded_by)
    hint = f"; thay bằng: {heirs}" if heirs else ""
    return f"{body.name} ({body.uid}) không còn từ ngày {ended}{hint}"


def refuse_withdrawn(bodies: BodyRegistry, row: Obligation) -> None:
    """Refuse what is laid on its bearer no more; of one that has ended, the heir is named."""
    if row.state not in ObligationState.ended():
        return
    body = bodies.get(row.bearer_uid) if row.bearer_uid in bodies else None
    ended = not_there(body, bodies, row.due_on) if body else ""
    raise Refused(ended or NOT_OWED)


def refuse_others(
    bodies: BodyRegistry, named: Iterable[str], rows: Iterable[Obligation], due: date
) -> None:
    """Refuse uids that owe nothing in the round of `rows`, due on `due`; heirs are named."""
    strangers = sorted(set(named) - {row.bearer_uid for row in rows})
    if strangers:
        said = (not_there(bodies.get(uid), bodies, due) or uid for uid in strangers)
        raise Refused(f"không thuộc đợt báo cáo này: {'; '.join(said)}")


def named_on(rulebook: Rulebook, directive: str, due: date | None) -> date:
    """Return the local date on which a body is meant by its name: `due`, or the directive's first.

    Raises:
        Refused: `due` None, and there is no such directive.
    """
    declared = rulebook.directives.get(directive)
    if due is None and declared is None:
        raise Refused(f"không có văn bản {directive!r}; có: {', '.join(rulebook.directives)}")
    return due or declared.in_force.from_  # type: ignore[union-attr] # one of the two is there


def refuse_no_post(
    bodies: BodyRegistry, home: str | None, uid: str, post: str, today: date
) -> None:
    """Refuse a post that no body with this uid has on the local date `today`.

    Args:
        home: the uid of the office itself, which goes on where the list of bodies says it ended.
    """
    if uid not in bodies:
        raise Refused(f"không có đơn vị {uid!r}")
    body = bodies.get(uid)
    if uid != home and (why := not_there(body, bodies, today)):
        raise Refused(why)
    if post not in body.posts:
        raise Refused(f"{body.name} không có chức danh {post!r}; có: {', '.join(body.posts)}")
