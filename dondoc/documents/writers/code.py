"""QR codes (ISO/IEC 18004) as pictures: the same text gives the same bytes."""

from io import BytesIO

import segno

# Half of it may be soiled or torn by a finger: a quarter of the code words are restored.
_RESTORES = "q"


def svg(text: str) -> str:
    """Return the code of `text` as SVG, black on white with its quiet zone."""
    buffer = BytesIO()
    _made(text).save(buffer, kind="svg", xmldecl=False, svgns=True, light="#fff", nl=False)
    return buffer.getvalue().decode()


def png(text: str) -> bytes:
    """Return the code of `text` as PNG, ten points a module."""
    buffer = BytesIO()
    _made(text).save(buffer, kind="png", scale=10)
    return buffer.getvalue()


def _made(text: str) -> segno.QRCode:
    return segno.make(text, error=_RESTORES, micro=False)
