"""How long the files of one consolidated report of 31 communes take, first and again.

Run `python -m benchmarks.documents [COMMUNES]`. Beside each stands how many times longer it takes
than the same figures as CSV, the barest file, made in the same run: between machines compare that.
Goals: the PDF within 2 s, all files within 5 s, each from a standing start.
"""

import random
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

COMMUNES, TINY = 31, 2
AT = datetime(2024, 5, 9, 9, 0, tzinfo=UTC)
GOALS = {"pdf": 2.0, "all": 5.0}

from benchmarks.told import asking  # noqa: E402 - ours, and no part of the program

_started = perf_counter()
# The start-up is part of what is measured.
from dondoc.documents.kind import FORMATS, Content  # noqa: E402
from dondoc.documents.kinds.consolidation.content import (  # noqa: E402
    Absent,
    ConsolidatedReport,
    Punctuality,
    Said,
    SaidOf,
)
from dondoc.documents.parts.clause import Clause  # noqa: E402
from dondoc.documents.parts.coverage import Forecast, Pace, Share  # noqa: E402
from dondoc.documents.parts.four_ways import Return  # noqa: E402
from dondoc.documents.parts.groups import CommuneRow, GroupTable  # noqa: E402
from dondoc.documents.registry import files  # noqa: E402
from dondoc.documents.writers.official import Frame, Heading, Signature  # noqa: E402
from rules.meaning.figures import GroupFigures  # noqa: E402
from rules.meaning.form import Form, Role  # noqa: E402
from rules.reading.form_file import load_forms  # noqa: E402
from rules.rulebook import HOME  # noqa: E402

IMPORTED = perf_counter() - _started


def movement(form: Form, draw: random.Random) -> GroupFigures:
    """Return figures that add up."""
    opening, came = draw.randrange(500), draw.randrange(9)
    went = draw.randrange(opening + 1)
    moved = {Role.OPENING: opening, Role.PLUS: came, Role.MINUS: went}
    figures = dict.fromkeys(form.ids, 0)
    for role, people in {**moved, Role.CLOSING: opening + came - went}.items():
        figures[form.of_role(role)[0]] = people
    return GroupFigures(form, figures)


def group(form: Form, name: str, communes: int, draw: random.Random) -> GroupTable:
    rows = tuple(
        CommuneRow(
            f"Xã {place}", movement(form, draw), date(2024, 4, 30), previous=draw.randrange(500)
        )
        for place in range(1, communes + 1)
    )
    return GroupTable(
        name,
        f"người thuộc nhóm {name}",
        form,
        rows,
        population=Share(9000, 12000),
        listed=Share(200, 800),
        confirmed=Share(190, 780),
        pace=Pace(600, 8.6, 69.8, 40.0),
        forecast=Forecast(date(2024, 6, 30), 4, 300, 220, 390),
    )


def report(communes: int) -> ConsolidatedReport:
    """Return a partial report in which every commune has something to say."""
    draw = random.Random(2024)
    form = next(form for form in load_forms(HOME / "forms") if form.balanced)
    heading = Heading(("Bảo hiểm xã hội", "huyện Sơn Dương"), "BC-BHXH", "Sơn Dương", AT.date())
    clause = Clause("Văn bản số 1", "mục 2", "Tổng hợp báo cáo", "trước ngày 10 hàng tháng")
    names = [f"xã {place}" for place in range(1, communes + 1)]
    return ConsolidatedReport(
        frame=Frame(heading, ("Ủy ban nhân dân huyện",), ("Như trên", "Lưu: VT"), Signature(())),
        clause=clause,
        inputs_clause=clause,
        bearers_as="UBND các xã, thị trấn",
        period="tháng 4 năm 2024",
        matter="thực hiện chính sách bảo hiểm y tế",
        as_of=date(2024, 4, 30),
        closed_at=AT,
        returns=Return(done_on_time=communes - 1, open_overdue=1),
        form=form,
        groups=(group(form, "A", communes, draw), group(form, "B", communes, draw)),
        punctuality=tuple(
            Punctuality(name, "done_on_time", AT - timedelta(hours=draw.randrange(99)), rounds=4)
            for name in names
        ),
        absent=(Absent("xã 1", date(2024, 5, 5)),),
        texts=tuple(
            SaidOf(title, tuple(Said(name, f"{title} {draw.randrange(9)}.") for name in names))
            for title in ("Khó khăn số", "Đề xuất số")
        ),
    )


def timed(make: Callable[[], list[tuple[str, Content]]]) -> tuple[float, int]:
    """Return the seconds and the bytes made."""
    start = perf_counter()
    made = make()
    return perf_counter() - start, sum(len(data) for _, data in made if isinstance(data, bytes))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table; exit 1 when a goal is missed, at the size they are set for or a larger."""
    parser = asking(__doc__)
    parser.add_argument("communes", nargs="?", type=int)
    asked = parser.parse_args(arguments)
    communes = asked.communes or (TINY if asked.tiny else COMMUNES)
    subject = report(communes)
    print(f"{communes} communes, two groups; start-up {IMPORTED:.2f} s")
    print(f"{'':8}{'first, s':>10}{'again, s':>10}{'× CSV':>8}{'KiB':>8}")
    firsts = {}
    timed(lambda: list(files(subject, AT, ("csv",))))
    bare, _ = timed(lambda: list(files(subject, AT, ("csv",))))
    for name in (*FORMATS[:4], "all"):
        formats = FORMATS if name == "all" else (name,)

        def make(formats: tuple[str, ...] = formats) -> list[tuple[str, Content]]:
            return list(files(subject, AT, formats))

        first, size = timed(make)
        again, _ = timed(make)
        firsts[name] = first
        print(f"{name:8}{first:>10.3f}{again:>10.3f}{again / bare:>8.0f}{size / 1024:>8.0f}")
    missed = [name for name, goal in GOALS.items() if IMPORTED + firsts[name] > goal]
    if missed and communes >= COMMUNES:
        sys.exit(f"missed: {', '.join(missed)}")


if __name__ == "__main__":
    main()
