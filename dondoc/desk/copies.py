"""Copies: the "Nơi nhận" that the signer of a document chose, held against the lines there are."""

from dataclasses import dataclass, replace

from dondoc.desk.context import Desk
from dondoc.desk.receipt import Receipt
from dondoc.documents.parts.frames import choices, chosen, declared
from dondoc.errors import Refused
from models import Obligation
from rules.meaning.copies import copies_of, is_fixed
from rules.meaning.letterhead import Document


def with_copies(desk: Desk, row: Obligation, document: Document, receipt: Receipt) -> Receipt:
    """Return `receipt` with the lines its signer chose in full: the fixed ones are among them.

    Raises:
        Refused: a line that there is not, or no letterhead is declared.
    """
    if not receipt.copies:
        return receipt
    bodies = desk.rulebook.bodies
    directive = desk.rulebook.directives[row.directive_id]
    body = bodies.get(row.bearer_uid)
    lines = chosen(desk.rulebook, body, document, directive, receipt.copies)
    return replace(receipt, copies=lines)


@dataclass(frozen=True)
class Line:
    """One line a signer finds: `fixed` is no choice, `usual` is declared for this document."""

    text: str
    fixed: bool
    usual: bool


def lines_to_choose(desk: Desk, row: Obligation, document: Document) -> list[Line]:
    """Return the lines of "Nơi nhận" of a document; none where no letterhead is declared."""
    rulebook = desk.rulebook
    directive, body = rulebook.directives[row.directive_id], rulebook.bodies.get(row.bearer_uid)
    try:
        _, form = declared(rulebook, body, document)
        there = choices(rulebook, body, document, directive)
    except Refused:
        return []
    usual = set(copies_of(form, directive))
    return [Line(line, is_fixed(line), line in usual) for line in there]
