"""Portions of one document joined to one file: the pages of each in turn, all else of the first."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ByteStringObject, StreamObject

# The metadata name the very file and count its pages (XMP; ISO 19005-2, 6.6).
_INSTANCE = re.compile(rb"(?<=<xmpMM:InstanceID>)[^<]*")
_PAGES = re.compile(rb"(?<=<xmpTPg:NPages>)[0-9]*")


def joined(portions: Iterable[tuple[bytes, int | None]]) -> bytes:
    """Return one PDF/A-2b of `portions`: a file each, and how many of its pages count (all: None).

    The same portions give the same bytes. None of them may be tagged.
    """
    each = iter(portions)
    first, pages = next(each)
    writer = PdfWriter(clone_from=BytesIO(first))
    writer.pdf_header = PdfReader(BytesIO(first)).pdf_header
    for place in reversed(range(pages or len(writer.pages), len(writer.pages))):
        writer.remove_page(place, clean=True)
    digest = sha256(first)
    for data, pages in each:
        digest.update(data)
        reader = PdfReader(BytesIO(data))
        writer.append(reader, pages=(0, pages or len(reader.pages)), import_outline=False)
    _name(writer, b64encode(digest.digest()[:16]))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _name(writer: PdfWriter, instance: bytes) -> None:
    """Let the file bear a name of its own: the first portion's says nothing of the others."""
    metadata = writer.root_object["/Metadata"]
    identifiers = writer._ID  # the public way draws them by chance
    assert isinstance(metadata, StreamObject)  # noqa: S101 - so mypy knows
    assert isinstance(identifiers, ArrayObject)  # noqa: S101 - so mypy knows
    identifiers[1] = ByteStringObject(instance)
    said = _INSTANCE.sub(instance, metadata.get_data())
    metadata.set_data(_PAGES.sub(b"%d" % len(writer.pages), said))
