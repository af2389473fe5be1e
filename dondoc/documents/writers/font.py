"""What a TrueType file tells of its letters: which it has, and how wide they are (OpenType 1.9)."""

import struct
from collections.abc import Mapping


class Face:
    """One face. `glyphs`: code point to glyph number. Raises: ValueError for another format."""

    def __init__(self, font: bytes) -> None:
        tables = _tables(font)
        (self._units,) = struct.unpack_from(">H", font, tables["head"] + 18)
        (count,) = struct.unpack_from(">H", font, tables["hhea"] + 34)
        pairs = struct.unpack_from(f">{2 * count}H", font, tables["hmtx"])
        self._advances = pairs[::2]
        self.glyphs: Mapping[int, int] = _mapping(font, tables["cmap"])

    def advance(self, code: int) -> float:
        """Return the width of a letter in parts of the size; of one it lacks, half of it."""
        glyph = self.glyphs.get(code)
        if glyph is None:
            return 0.5
        advance: int = self._advances[min(glyph, len(self._advances) - 1)]
        return advance / float(self._units)


def _tables(font: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(count))
    return {tag.decode("ascii"): offset for tag, _, offset, _ in entries}


def _mapping(font: bytes, start: int) -> dict[int, int]:
    (count,) = struct.unpack_from(">H", font, start + 2)
    for i in range(count):
        _, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * i)
        if struct.unpack_from(">H", font, start + offset) == (4,):
            return _format_4(font, start + offset)
    raise ValueError("the font has no Unicode mapping of format 4")


def _format_4(font: bytes, at: int) -> dict[int, int]:
    (double,) = struct.unpack_from(">H", font, at + 6)
    n = double // 2
    ends = struct.unpack_from(f">{n}H", font, at + 14)
    starts = struct.unpack_from(f">{n}H", font, at + 16 + double)
    deltas = struct.unpack_from(f">{n}h", font, at + 16 + 2 * double)
    ranges = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{n}H", font, ranges)
    found: dict[int, int] = {}
    for i in range(n):
        for code in range(starts[i], ends[i] + 1):
            glyph = code
            if offsets[i]:
                place = ranges + 2 * i + offsets[i] + 2 * (code - starts[i])
                (glyph,) = struct.unpack_from(">H", font, place)
            glyph = (glyph + deltas[i]) & 0xFFFF if glyph else 0
            if glyph:
                found[code] = glyph
    return found
