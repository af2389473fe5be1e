"""The page of refused entries: each mistake made on a copy of the real 2024 directive."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.mistakes import MISTAKES, Mistake
from rules.errors import RuleError
from rules.meaning.body import BodyRegistry
from rules.reading.body_file import load_bodies
from rules.reading.directive_file import load_directive
from rules.reading.form_file import load_forms
from rules.rulebook import HOME

DIRECTIVE = "son-duong-bhyt-2024"
# A list of everything allowed can fill a page; its beginning shows what it is.
SHOWN = 110

HEAD = """# Lỗi khi nhập văn bản và cách sửa

Trang này do `make docs` viết ra: mỗi lỗi dưới đây được cố ý gây ra trên một bản sao của
`son-duong-bhyt-2024`, rồi chép lại đúng lời máy báo. Lời báo luôn có dạng

```
TỆP:DÒNG: đường.dẫn.tới.khóa: sai gì; allowed: được phép ghi gì
```

`allowed` là những gì được phép ghi ở chỗ đó. Số dòng ở đây được thay bằng `DÒNG`. Một lần
`dondoc check` báo hết các lỗi tìm được; sửa xong một lượt rồi chạy lại. Có lỗi thì không văn bản
nào được nạp, việc đang theo dõi không bị động đến.
"""


def refusals_page() -> str:
    """Return docs/vi/loi-nhap-van-ban.md as it should be."""
    return HEAD + "".join(_sections())


def _sections() -> Iterator[str]:
    bodies = load_bodies(HOME / "bodies")
    with TemporaryDirectory() as folder:
        for number, mistake in enumerate(MISTAKES, start=1):
            said = _told(Path(folder) / DIRECTIVE, mistake, bodies)
            yield f"\n## {number}. {mistake.title}\n\n```\n{said}\n```\n\n{mistake.remedy}\n"


def _told(copy: Path, mistake: Mistake, bodies: BodyRegistry) -> str:
    """Make the mistake and return what is said of it."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(HOME / "directives" / DIRECTIVE, copy)
    path = copy / mistake.file
    content = path.read_bytes()
    before, after = mistake.before.encode(), mistake.bytes_after
    if before not in content:
        raise LookupError(f"{mistake.title}: {mistake.before!r} is no longer in {mistake.file}")
    path.write_bytes(content.replace(before, after, 1) if before else after)
    try:
        load_directive(copy, bodies, load_forms(HOME / "forms"))
    except RuleError as error:
        return "\n".join(_shown(str(problem), copy) for problem in error.problems)
    raise LookupError(f"{mistake.title}: it is no longer refused")


def _shown(problem: str, copy: Path) -> str:
    """One line without the machine's own path and numbers, long lists cut."""
    text = re.sub(r":\d+: ", ":DÒNG: ", problem.replace(f"{copy.as_posix()}/", ""), count=1)
    text = re.sub(r"line \d+", "line DÒNG", text)
    head, mark, allowed = text.partition("; allowed: ")
    return head + mark + (allowed if len(allowed) <= SHOWN else f"{allowed[:SHOWN]}…")
