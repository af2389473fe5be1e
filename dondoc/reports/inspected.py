"""A file on its way in, looked at: what is taken out of a photo, whose signature a PDF bears."""

from dataclasses import replace

from dondoc.reports.attach import Examined
from dondoc.reports.pdf_signature import signatures
from dondoc.reports.photo import PHOTOS, without_traces


def inspected(file: Examined) -> tuple[Examined, str]:
    """Return the file as it is kept, and in words what was done and found; "" for nothing.

    Only a photo is changed; anything else is kept byte for byte.
    """
    if file.content_type in PHOTOS:
        content = without_traces(file.content, file.content_type)
        told = "" if content == file.content else "đã xóa vị trí, tên máy, giờ chụp trong ảnh"
        return replace(file, content=content), told
    if file.content_type == "application/pdf":
        found = signatures(file.content)
        return file, "; ".join(map(str, found)) or "giữ nguyên từng byte; không có chữ ký số"
    return file, ""
