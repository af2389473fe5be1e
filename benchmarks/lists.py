"""Lists of people: read as an office made them, and taken over whole, at 1,000 and 100,000 rows.

Run `python -m benchmarks.lists [ROWS …]`. The file has seventeen columns, a title above and totals
below. "cells" is the spreadsheet reader alone, "rows" our reader with everything it finds, then
the commands as a person runs them: a first look, the list kept, and the same list once more, in
which everybody is known. Seconds are of the processor and of the clock, the start of a process
with them: each way is one of its own. × is the processor against that of the cells.
"""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import python_calamine

from benchmarks.country import Commune
from benchmarks.growth import Command, Taken, launched, run
from benchmarks.people.maker import COMMUNES, Resident, people
from benchmarks.people.sheets import SheetForm, made
from benchmarks.province import DIRECTIVE, Province, found
from benchmarks.told import asking, say
from dondoc.people.reading.file import read_list
from dondoc.people.row import Number
from rules.rulebook import load

ROWS, TINY = (1_000, 100_000), (50, 200)
# What was promised of taking a list over: rows → seconds and MiB at most.
PROMISED = {1_000: (2.0, 500), 100_000: (30.0, 500)}
_GROUP, _WHO = "can-ngheo", "tong-hop/officer"
_TITLES = (
    "STT|Họ và tên|Ngày tháng năm sinh|Giới tính|Mã số BHXH|Số thẻ BHYT|CCCD|Địa chỉ|Xã|Thôn|"
    "Số điện thoại|Dân tộc|Quan hệ với chủ hộ|Mã hộ|Thẻ từ ngày|Thẻ đến ngày|Ghi chú"
)
_CELLS = (
    "name|birth|sex|bhxh|card|cccd|address|commune|village|"
    "phone|ethnicity|relation|household|from|until|"
)
_WIDE = SheetForm(
    "mười bảy cột",
    ("CƠ QUAN TỔNG HỢP", "DANH SÁCH NGƯỜI CHƯA THAM GIA BHYT", "(Kèm theo Công văn số 45)"),
    (tuple(_TITLES.split("|")),),
    tuple(_CELLS.split("|")),
    ends=(("", "Tổng cộng"), ("Người lập biểu", "", "", "Thủ trưởng")),
)


def prepared(folder: Path, rows: int) -> tuple[Province, Path]:
    """Return an office of the communes that people live in, and the file of so many of them."""
    say(f"{rows:,} rows: writing the file")
    office = found(folder / f"office_{rows}", [_commune(n + 1) for n in range(COMMUNES)])
    file = folder / f"danh-sach-{rows}.xlsx"
    file.write_bytes(made(_WIDE, list(islice(_unlike(people(rows + rows // 100)), rows))).content)
    return office, file


def _unlike(residents: Iterable[Resident]) -> Iterator[Resident]:
    """Yield whoever shares no number with one before: made up of so many, a few do."""
    taken = set[Number]()
    for one in residents:
        if taken.isdisjoint(one.all_numbers):
            yield one
        taken.update(one.all_numbers)


def _commune(number: int) -> Commune:
    return Commune(f"{number:05}", f"Xã số {number:02}", "", "")


def measured(office: Province, file: Path) -> dict[str, Taken]:
    """Return what each way takes, in the order in which they are run."""
    named = ("--directive", DIRECTIVE, "--group", _GROUP, "--as", _WHO, "--json")
    asked = ("list", "import", str(file), *named)
    say("cells, rows")
    found = {
        way: launched([sys.executable, "-m", "benchmarks.lists", "--only", way, str(file)])
        for way in ("cells", "rows")
    }
    for name, more in (("first look", ("--dry-run",)), ("kept", ()), ("the same again", ())):
        say(name)
        found[name] = run(office, Command(name, (*asked, *more)))
    return found


def go_through(way: str, file: Path) -> None:
    """Go through `file` in this process, by one of the two ways that are no command."""
    if way == "rows":
        read_list(file, load().lists)
        return
    with python_calamine.CalamineWorkbook.from_filelike(BytesIO(file.read_bytes())) as book:
        for name in book.sheet_names:
            for _ in book.get_sheet_by_name(name).iter_rows():
                pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table; exits with what a bound was missed by."""
    parser = asking(__doc__)
    parser.add_argument("rows", nargs="*", type=str)
    parser.add_argument("--only", choices=("cells", "rows"), help="go through one file, silently")
    asked = parser.parse_args(arguments)
    if asked.only:
        go_through(asked.only, Path(asked.rows[0]))
        return
    sizes = [int(one) for one in asked.rows] or list(TINY if asked.tiny else ROWS)
    print(f"{'rows':>9}  {'way':16}{'CPU s':>8}{'clock s':>9}{'MiB':>6}{'rows/s':>10}{'×':>7}")
    missed = []
    with TemporaryDirectory() as folder:
        for rows in sizes:
            office, file = prepared(Path(folder), rows)
            begun = time.perf_counter()
            taken = measured(office, file)
            say(f"measured in {time.perf_counter() - begun:.0f} s")
            for name, one in taken.items():
                ratio = one.processor / taken["cells"].processor
                print(
                    f"{rows:>9,}  {name:16}{one.processor:>8.2f}{one.clock:>9.2f}"
                    f"{one.megabytes:>6.0f}{rows / one.processor:>10,.0f}{ratio:>7.1f}"
                )
            seconds, megabytes = PROMISED.get(rows, (float("inf"), sys.maxsize))
            most = taken["kept"]
            if most.processor > seconds or most.megabytes > megabytes:
                missed.append(f"{rows:,} rows in {seconds} s and {megabytes} MiB: {most}")
    if missed:
        sys.exit("; ".join(missed))


if __name__ == "__main__":
    main()
