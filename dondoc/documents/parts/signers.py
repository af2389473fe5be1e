"""Signers: who signs a document, in which capacity and by which name, on a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.documents.parts.frames import declared
from dondoc.documents.writers.official import Issued
from dondoc.errors import Refused
from language.dates import full_day
from language.text import folded
from models import Capacity, Contact
from rules.meaning.body import Body
from rules.meaning.letterhead import Document, Form, Signing
from rules.rulebook import Rulebook


def signing(
    session: Session,
    rulebook: Rulebook,
    body: Body,
    document: Document,
    on: date,
    post: str | None = None,
) -> Issued:
    """Return who signs a draft of `body` on the local date `on`; the clerk numbers and dates it.

    An acting holder signs "Q.", a deputy in charge as a deputy does ("KT.", Decree 30/2020/NĐ-CP,
    art. 13.1). The name is left open where the address book has none.

    Args:
        post: who is chosen of those the letterhead declares; None: who usually signs.
    Raises:
        Refused: no letterhead is declared, that post may not sign it, or its authorisation ended.
    """
    _, form = declared(rulebook, body, document)
    one, chosen = _chosen(form, post, on), post or form.signer
    holder = _holder(session, body, chosen, on) if chosen else None
    capacity = Capacity(holder.capacity) if holder else Capacity.HOLDER
    return Issued(
        signer=(holder.person or "") if holder else "",
        capacity=tuple(_lines(one.lines, capacity)),
    )


def as_signed(
    session: Session, rulebook: Rulebook, body: Body, document: Document, known: Issued, on: date
) -> Issued:
    """Return who signed: as recorded (`known`), its capacity written out as the letterhead has it.

    What was not recorded is what the post says on the local date `on`.
    """
    _, form = declared(rulebook, body, document)
    recorded = {folded(line) for line in known.capacity}
    for post, lines in _ways(form):
        if recorded <= {spelling for line in lines for spelling in _spellings(line)}:
            usual = signing(session, rulebook, body, document, on, post)
            signer = known.signer or usual.signer
            capacity = lines if recorded else usual.capacity
            return replace(known, signer=signer, capacity=capacity)
    return known


def _ways(form: Form) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """Yield how the document may be signed: as declared, then by who acts or is in charge."""
    declared_ways = [(None, form.signature), *((p, one.lines) for p, one in form.signers.items())]
    for capacity in Capacity.in_turn():
        for post, lines in declared_ways:
            yield post, tuple(_lines(lines, capacity))


def _spellings(line: str) -> tuple[str, str]:
    """Return a line as it is matched: in full, and as offices shorten it ("KT. CT", "PCT")."""
    *marks, title = line.rpartition(". ")
    return folded(line), folded("".join(marks)) + folded("".join(w[0] for w in title.split()))


def _chosen(form: Form, post: str | None, on: date) -> Signing:
    if post is None or post == form.signer:
        return Signing(form.signature)
    one = form.signers.get(post)
    if one is None:
        known = ", ".join(filter(None, (form.signer, *form.signers))) or "chưa khai báo ai"
        raise Refused(f"thể thức không cho {post!r} ký tài liệu này; ký được: {known}")
    if one.until is not None and on > one.until:
        raise Refused(
            f"ủy quyền ký cho {post!r} ({one.authority}) đã hết ngày {full_day(one.until)}"
        )
    return one


def _holder(session: Session, body: Body, post: str, on: date) -> Contact | None:
    uid, _, name = post.rpartition("/")
    query = select(Contact).where(
        Contact.body_uid == (uid or body.uid), Contact.post == name, Contact.held_on(on)
    )
    held = {Capacity(one.capacity): one for one in session.scalars(query.order_by(-Contact.id))}
    return next((held[capacity] for capacity in Capacity.in_turn() if capacity in held), None)


def _lines(lines: tuple[str, ...], capacity: Capacity) -> Iterator[str]:
    """Yield the lines as who fills the post signs: itself, acting, or as a deputy in charge."""
    *above, last = lines
    yield from above
    if capacity is Capacity.ACTING:
        yield f"Q. {last}"
    elif capacity is Capacity.DEPUTY:
        yield f"KT. {last}"
        yield f"Phó {last}"
    else:
        yield last
