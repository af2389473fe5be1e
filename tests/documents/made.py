"""One file of a document, as its kind makes it."""

from datetime import datetime

from dondoc.documents.kind import Content
from dondoc.documents.registry import files


def _made(document: object, at: datetime, name: str) -> bytes:
    ((_, content),) = files(document, at, (name,))
    return _whole(content)


def _whole(content: Content) -> bytes:
    return content if isinstance(content, bytes) else b"".join(content)


def docx(document: object, at: datetime) -> bytes:
    return _made(document, at, "docx")


def pdf(document: object, at: datetime) -> bytes:
    return _made(document, at, "pdf")


def xlsx(document: object, at: datetime) -> bytes:
    return _made(document, at, "xlsx")


def ics(document: object, at: datetime) -> bytes:
    return _made(document, at, "ics")
