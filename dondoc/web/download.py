"""A file that a page gives: what it is, and under which name it is kept."""

from urllib.parse import quote

from starlette.responses import Response

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: bytes, name: str) -> Response:
    """Return `content` to be kept under the file name `name`; its ending says what it is."""
    kind = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    said = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=kind, headers={"Content-Disposition": said})
