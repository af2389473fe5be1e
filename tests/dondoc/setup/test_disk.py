"""A disk that takes nothing is told in words, with what to do; so is a database that lies there."""

import subprocess
import sys
from pathlib import Path

from dondoc.setup.disk import refusal, room
from tests.program import Dondoc

# A real refusal by the system: no file of this process may be longer than a page.
_LIMITED = """
import resource, signal, sys
from pathlib import Path
from dondoc.setup.disk import refusal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
print(refusal(Path(sys.argv[1])))
"""


def test_a_folder_that_takes_a_file_refuses_nothing_and_keeps_nothing(tmp_path: Path) -> None:
    assert refusal(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
    assert room(tmp_path)[1].startswith("còn ")


def test_what_cannot_be_written_says_why_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refusal(tmp_path / "file") == (
        f"không ghi được vào {tmp_path / 'file'}: đường dẫn đi qua một tệp; xem lại thư mục ấy"
    )
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == (
        f"không ghi được vào {tmp_path}: vượt giới hạn cỡ tệp; xem lại thư mục ấy"
    )


def test_doctor_looks_at_the_disk_where_the_database_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "dondoc.sqlite").write_bytes(b"not a database" * 100)
    done = Dondoc(tmp_path).run("doctor", code=1)
    assert "cơ sở dữ liệu: không mở được: file is not a database" in done.stdout
    assert "đĩa: còn" in done.stdout
