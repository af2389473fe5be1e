"""A photo without its traces: where it was taken, by which device, when, how it looked before.

The picture itself is not touched: what tells of it is cut out around it, so nothing is compressed
once more. JPEG: ITU-T T.81, Annex B; PNG: ISO/IEC 15948.
"""

import struct
from collections.abc import Iterator

from dondoc.errors import Refused

PHOTOS = frozenset({"image/jpeg", "image/png"})
_JPEG_START, _SOS, _EOI = b"\xff\xd8", 0xDA, b"\xff\xd9"
# Application segments that are needed to show the picture.
_SHOWN = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_PNG_START = b"\x89PNG\r\n\x1a\n"
# Every chunk that shows; texts, times, EXIF and whatever a maker added are none.
_PNG_SHOWN = frozenset(
    (
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT"),
        *(b"sRGB", b"cICP", b"bKGD", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT"),
    )
)
_BROKEN = "ảnh hỏng, không đọc được: chụp hoặc lưu lại ảnh rồi gửi"


def without_traces(content: bytes, content_type: str) -> bytes:
    """Return the photo `content` without its traces, turned as it was.

    Raises:
        Refused: it is no whole photo of its kind.
    """
    try:
        parts = _jpeg(content) if content_type == "image/jpeg" else _png(content)
        return b"".join(parts)
    except (struct.error, IndexError, ValueError) as error:
        raise Refused(_BROKEN) from error


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield _JPEG_START
    at, turned = 2, 1
    kept = []
    while True:
        if content[at] != 0xFF:
            raise ValueError
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        if len(segment) < 2 + length or length < 2:
            raise ValueError
        inside = segment[4:]
        if marker == 0xE1 and inside.startswith(_EXIF):
            turned = _orientation(inside[len(_EXIF) :])
        if not _tells(marker, inside):
            kept.append(segment)
        at += 2 + length
        if marker == _SOS:
            break
    # What follows the picture (another one, an archive) is none of it.
    end = _end_of_scans(content, at)
    if turned != 1:
        yield _only_orientation(turned)
    yield from kept
    yield content[at:end]


def _tells(marker: int, inside: bytes) -> bool:
    if marker == 0xFE:
        return True
    if not 0xE0 <= marker <= 0xEF:
        return False
    return not any(marker == one and inside.startswith(name) for one, name in _SHOWN)


def _end_of_scans(content: bytes, at: int) -> int:
    """Return where the picture that is scanned from `at` on ends, its last marker included."""
    while True:
        at = content.index(b"\xff", at)
        marker = content[at + 1]
        if marker == _EOI[1]:
            return at + 2
        if marker == 0 or marker == 0xFF or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
            continue
        # A progressive picture has tables and further scans in between.
        (length,) = struct.unpack_from(">H", content, at + 2)
        at += 2 + length


def _orientation(tiff: bytes) -> int:
    """Return how the picture is to be turned (EXIF 2.32, tag 0x0112), 1 for not at all."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(entries):
            at = first + 2 + 12 * entry
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, at)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _only_orientation(turned: int) -> bytes:
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, _ORIENTATION, 3, 1, turned, 0, 0)
    inside = _EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", 2 + len(inside)) + inside


def _png(content: bytes) -> Iterator[bytes]:
    yield _PNG_START
    at = len(_PNG_START)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise ValueError
        if kind in _PNG_SHOWN:
            yield chunk
        if kind == b"IEND":
            return
        at += 12 + length
