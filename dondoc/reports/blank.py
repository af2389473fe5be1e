"""The prefilled form of one obligation as a file, whoever hands it out."""

from dataclasses import replace

from sqlalchemy.orm import Session

from dondoc.reports.prefill import prefill
from dondoc.reports.template import FormOf, Heading, template
from language import naming
from models import Obligation
from models.standing import has_term
from rules.meaning.duty import Duty
from rules.meaning.rounds import in_words, stored_round
from rules.rulebook import Rulebook


def blank_form(session: Session, rulebook: Rulebook, row: Obligation, mark: str = "") -> bytes:
    """Return the XLSX form of the report of `row`, with what it begins with.

    Args:
        mark: stands before the title of what is no real form.
    Raises:
        Refused: its duty asks no form.
    """
    declared = rulebook.directives[row.directive_id]
    prefilled = prefill(session, rulebook, row)
    duty = declared.duties[row.duty]
    heading = Heading(
        title=" ".join(filter(None, (mark, f"Báo cáo: {declared.title}"))),
        body=rulebook.bodies.get(row.bearer_uid).name,
        due=_due(duty, row),
        group_names=prefilled.form.row_names(declared),
    )
    return template(FormOf.of(row), heading, prefilled)


def _due(duty: Duty, row: Obligation) -> str:
    if not has_term(row.late_from):
        return "văn bản không nêu thời hạn"
    # With the date that counts now.
    one = replace(stored_round(duty, row.period, row.original_due_on), due_on=row.due_on)
    return in_words(duty, one, "hạn")


def blank_name(rulebook: Rulebook, row: Obligation) -> str:
    """Return a file name without diacritics that says whose form it is."""
    body = rulebook.bodies.get(row.bearer_uid)
    named = naming.slug(body.short_name or body.name)
    due = f"-{row.original_due_on.isoformat()}" if has_term(row.late_from) else ""
    return f"{named}-{body.code or body.uid}-{row.duty}{due}.xlsx"
