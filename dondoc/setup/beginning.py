"""The folder a new office begins with: its settings, and a copy of the shipped rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns

from dondoc.errors import NotPossible, Refused, why
from rules.rulebook import HOME

# Python beside the rules is the program's.
_CODE = ("reading", "meaning", "files", "__pycache__")
_SETTINGS = """\
# Cấu hình của Văn phòng. Mọi khóa đều có mặc định, trừ `directives`; giải thích: docs/operating.md.
# Khóa viết sai bị từ chối khi khởi động, nêu rõ tệp, dòng, khóa và lý do.

# Bộ quy tắc riêng: đơn vị, văn bản, lịch, cách nhắc, mẫu, thể thức, quyền. Sửa xong: dondoc check
rules: rules

# Những văn bản đưa vào theo dõi: tên thư mục trong rules/directives.
directives: [{directives}]

# office:
#   name: tên Văn phòng theo dõi, như ở cuối thư
#   body: mã đơn vị của Văn phòng trong rules/bodies
"""


@dataclass(frozen=True)
class Begun:
    """The folder that was made, and which directives it follows."""

    folder: Path
    directives: tuple[str, ...]


def begin(folder: Path, directives: Sequence[str] = ()) -> Begun:
    """Make `folder` with config.yaml and a copy of the shipped rules.

    Args:
        directives: those to follow; none named: all that are shipped.
    Raises:
        Refused: the folder is there and not empty, or there is no such directive.
        NotPossible: it cannot be written.
    """
    shipped = sorted(one.name for one in (HOME / "directives").iterdir() if one.is_dir())
    if strange := [one for one in directives if one not in shipped]:
        raise Refused(f"không có văn bản {strange[0]!r}; có: {', '.join(shipped)}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} đã có và không trống: chọn thư mục khác")
    followed = tuple(directives or shipped)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part in HOME.iterdir():
            if part.is_dir() and part.name not in _CODE:
                copytree(part, folder / "rules" / part.name, ignore=ignore_patterns("*.py", "__*"))
        said = _SETTINGS.format(directives=", ".join(followed))
        (folder / "config.yaml").write_text(said, "utf-8")
    except OSError as failure:
        raise NotPossible(f"không ghi được {folder}: {why(failure)}") from failure
    return Begun(folder, followed)
