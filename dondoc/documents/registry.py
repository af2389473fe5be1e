"""The kinds of documents there are: one line each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from dondoc.documents.kind import FORMATS, Content, Kind, Telling
from dondoc.documents.kinds import (
    agenda,
    amend,
    annex,
    brief,
    cases,
    consolidation,
    dossier,
    fulfilment,
    minutes,
    processing,
    register,
    report,
    sponsored,
    tables,
    urge,
    village,
)
from dondoc.documents.writers.paper import Paper
from dondoc.documents.writers.sheet import Sheet

KINDS: tuple[Kind[Any], ...] = (
    consolidation.KIND,
    urge.KIND,
    amend.KIND,
    brief.KIND,
    report.KIND,
    dossier.KIND,
    agenda.KIND,
    fulfilment.KIND,
    register.KIND,
    processing.KIND,
    tables.KIND,
    village.KIND,
    minutes.KIND,
    sponsored.KIND,
    cases.KIND,
    annex.KIND,
)
_BY_CONTENT = {kind.content: kind for kind in KINDS}


def kind_of(document: object) -> Kind[Any]:
    """Return the kind of `document`.

    Raises:
        TypeError: it is of none.
    """
    kind = _BY_CONTENT.get(type(document))
    if kind is None:
        raise TypeError(f"no kind of document is known for {type(document).__name__}")
    return kind


def paper_of(document: object) -> Paper:
    """Return `document` as it is set out on paper; raises TypeError where it never is."""
    kind = kind_of(document)
    if kind.paper is None:
        raise TypeError(f"no paper is known for {type(document).__name__}")
    return kind.paper(document)


def sheets_of(document: object) -> tuple[Sheet, ...]:
    """Return the tables of values of `document`; empty where its kind has none."""
    kind = kind_of(document)
    return kind.sheets(document) if kind.sheets else ()


def files(
    document: object,
    at: datetime,
    formats: Sequence[str] = FORMATS,
    telling: Telling | None = None,
) -> Iterator[tuple[str, Content]]:
    """Yield every file of `document`: see `Kind.files`."""
    return kind_of(document).files(document, at, formats, telling)
