"""What stands around official documents: the heading from a body's official name, the declared
letterhead, and the dispatch's own copies."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dondoc.documents.parts.clause import Clause
from dondoc.documents.writers.official import NOT_ISSUED, Frame, Heading, Issued, Signature
from dondoc.errors import Refused
from dondoc.sending.names import name_of
from language.naming import UNITS
from models import Report
from notifications.wording import listed, official
from rules.meaning.body import Body, BodyRegistry
from rules.meaning.copies import copies_of, is_fixed
from rules.meaning.directive import Directive
from rules.meaning.duty import Duty
from rules.meaning.letterhead import DOCUMENT_NAMES, Document, Form, Letterhead
from rules.rulebook import Rulebook

_UNIT = re.compile(rf"(?:^|(?<=\s))({UNITS})\s+(?=\S)", re.IGNORECASE)


def clause_of(directive: Directive, duty: Duty) -> Clause:
    """Return the sentence a document rests on."""
    wording = duty.due.wording if duty.due else ""
    return Clause(directive.cited_as, duty.place, duty.quote, wording)


def issued(report: Report) -> Issued:
    """Return what was recorded of a report on paper; its capacity line by line, between ";"."""
    lines = (line.strip() for line in (report.capacity or "").split(";"))
    return Issued(
        number=report.number or "",
        dated=report.dated,
        signer=report.signer or "",
        capacity=tuple(line for line in lines if line),
        copies=tuple(report.copies or ()),
    )


def agency_frame(
    rulebook: Rulebook, body: Body, to: Body, month: date, known: Issued = NOT_ISSUED
) -> Frame:
    """Return the frame of a report of the agency `body` to the People's Committee `to`."""
    to_ = (official(to.organ),)
    return framed(rulebook, body, Document.CONSOLIDATION, month, to_, known=known)


def committee_frame(rulebook: Rulebook, directive: Directive, month: date) -> Frame:
    """Return the frame of a công văn of the People's Committee that issued the directive.

    Whom it addresses is written from the absent; nobody addressed gets a copy of the dispatch's.
    """
    issuer = rulebook.bodies.get(directive.issuer)
    return framed(rulebook, issuer, Document.URGING, month, directive=directive)


def framed(
    rulebook: Rulebook,
    body: Body,
    document: Document,
    month: date,
    to: tuple[str, ...] = (),
    directive: Directive | None = None,
    known: Issued = NOT_ISSUED,
) -> Frame:
    """Return the frame `body` declared for a kind of document.

    Args:
        month: any day of the month of issue.
        directive: whose own "Nơi nhận" the copies may come from.
        known: what was recorded of its issue; number, day and name are else left for the clerk.
    Raises:
        Refused: no letterhead is declared for the body, or none for this kind of document.
    """
    letterhead, form = declared(rulebook, body, document)
    return Frame(
        heading=_heading(body, letterhead, form, month, known),
        to=to,
        copies=known.copies or tuple(copies_of(form, directive)),
        signature=Signature(known.capacity or form.signature, known.signer),
    )


def chosen(
    rulebook: Rulebook, body: Body, document: Document, directive: Directive, lines: Sequence[str]
) -> tuple[str, ...]:
    """Return the "Nơi nhận" of a document whose signer chose these `lines` of those there are.

    Whoever it is addressed to and the file copy are always among them; the order is the declared.
    Raises:
        Refused: no letterhead is declared, or one of `lines` is none of those there are.
    """
    there = choices(rulebook, body, document, directive)
    if strange := [line for line in lines if line not in there]:
        raise Refused(f"nơi nhận {strange[0]!r} không có để chọn; có: {'; '.join(there)}")
    kept = {*lines, *(line for line in there if is_fixed(line))}
    return tuple(line for line in there if line in kept)


def choices(
    rulebook: Rulebook, body: Body, document: Document, directive: Directive
) -> tuple[str, ...]:
    """Return the lines a signer may choose among: those declared, and those of the dispatch."""
    _, form = declared(rulebook, body, document)
    own = [*copies_of(form, directive)]
    theirs = [copy.line for copy in directive.copies if copy.bodies and not is_fixed(copy.line)]
    # "Lưu: …" stands last.
    return tuple(dict.fromkeys([*own[:-1], *theirs, own[-1]]))


def addressee(rulebook: Rulebook, duty: Duty, on: date) -> str:
    """Return to whom a report of the local date `on` goes, and through whom, in one line."""
    bodies = rulebook.bodies
    to = _organ(bodies, duty.to, on) if duty.to and duty.to in bodies else ""
    via = f" (qua {_organ(bodies, duty.via, on)})" if duty.via else ""
    return f"{to}{via}"


def receivers(rulebook: Rulebook, duty: Duty, on: date) -> str:
    """Return who gets a named annex of the local date `on`: its addressee, who collects it."""
    return listed([_organ(rulebook.bodies, uid, on) for uid in (duty.to, duty.via) if uid])


def _organ(bodies: BodyRegistry, uid: str, on: date) -> str:
    return official(bodies.current(uid, on).organ)


def in_person(frame: Frame) -> Frame:
    """Return the frame of what a post reports itself: it signs for nobody else."""
    lines = tuple(line for line in frame.signature.capacity if not line.startswith("TM."))
    return replace(frame, signature=replace(frame.signature, capacity=lines))


def declared(rulebook: Rulebook, body: Body, document: Document) -> tuple[Letterhead, Form]:
    """Return what `body` declared for a kind of document; raise `Refused` where it did not."""
    letterhead = rulebook.letterheads.of(body)
    form = letterhead.documents.get(document) if letterhead else None
    if letterhead is None or form is None:
        called, where = DOCUMENT_NAMES[document], f"{body.uid} hoặc {body.kind}"
        raise Refused(
            f"chưa khai báo thể thức {called} của {name_of(body)}: thêm vào thư mục "
            f"letterheads của bộ quy tắc (for: {where}; {document.value})"
        )
    return letterhead, form


def _heading(body: Body, letterhead: Letterhead, form: Form, month: date, known: Issued) -> Heading:
    found = heading(body.name, form.symbol, month)
    return Heading(
        issuer=letterhead.name or found.issuer,
        symbol=form.symbol,
        place=letterhead.place or found.place,
        month=known.dated or month,
        above=letterhead.above,
        number=known.number,
        dated=known.dated,
    )


def heading(name: str, symbol: str, month: date, above: str = "") -> Heading:
    """Return the heading of the body called `name`.

    Args:
        name: "Xã Đại Phú" (its People's Committee issues), "Bảo hiểm xã hội tỉnh Hà Giang".
        symbol: what follows the number ("BC-UBND").
        month: any day of the month of issue.
        above: the direct superior's name; a People's Committee has none (Annex I, II.2.a).
    """
    return Heading(issuer(name), symbol, place(name), month, issuer(above) if above else ())


def issuer(name: str) -> tuple[str, ...]:
    """Return the name in lines, the unit on its own: ("Ủy ban nhân dân", "xã Đại Phú")."""
    full = official(name)
    found = _unit(full)
    if found is None:
        return (full,)
    organ = full[: found.start()].strip() or "Ủy ban nhân dân"
    return organ, f"{found[1].lower()} {full[found.end() :]}"


def place(name: str) -> str:
    """Return the unit's own name: "Đại Phú" (Annex I, II.4.a); empty where there is no unit."""
    full = official(name)
    found = _unit(full)
    return full[found.end() :] if found else ""


def _unit(name: str) -> re.Match[str] | None:
    """Find the unit's word before a capital: "Bảo hiểm xã hội" names no commune."""
    return next((m for m in _UNIT.finditer(name) if name[m.end()].isupper()), None)
