"""All files of a document, one after the other, so that a caller can tell how far it is."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from dondoc.documents.content import (
    Agenda,
    CommuneReport,
    ConsolidatedReport,
    Dossier,
    LeadersBrief,
    Urging,
)
from dondoc.documents.csv import csv_files
from dondoc.documents.docx import docx_bytes
from dondoc.documents.ics import ics
from dondoc.documents.papers import Document
from dondoc.documents.pdf import pdf
from dondoc.documents.xlsx import xlsx

# The PDF first: it is what people wait for.
FORMATS = ("pdf", "docx", "xlsx", "csv", "ics")
_WRITERS: dict[str, Callable[[Document, datetime], bytes]] = {
    "docx": docx_bytes,
    "pdf": pdf,
    "xlsx": xlsx,
}
_STEMS: dict[type, str] = {
    CommuneReport: "bao-cao",
    ConsolidatedReport: "tong-hop",
    Urging: "don-doc",
    LeadersBrief: "bao-cao-nhanh",
    Dossier: "ho-so",
    Agenda: "lich",
}


def files(
    document: Document, at: datetime, formats: Sequence[str] = FORMATS, stem: str = ""
) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, bytes) for each format the document has.

    Args:
        at: the instant of making (aware).
        formats: some of FORMATS; only an `Agenda` has "ics".
        stem: the file names' beginning; by default what the document is ("tong-hop"). CSV files
            are "STEM-TABLE.csv".

    Raises:
        ValueError: an unknown format.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise ValueError(f"unknown format {', '.join(unknown)}; known: {', '.join(FORMATS)}")
    start = stem or _STEMS[type(document)]
    for name in formats:
        if name in _WRITERS:
            yield f"{start}.{name}", _WRITERS[name](document, at)
        elif name == "csv":
            yield from ((f"{start}-{table}", data) for table, data in csv_files(document).items())
        elif isinstance(document, Agenda):
            yield f"{start}.ics", ics(document)
