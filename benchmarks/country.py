"""A whole country under one directive: communes made up from a seed, or from a real list."""

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path
from unicodedata import normalize

from rules.meaning.body import Body, BodyRegistry
from rules.meaning.deadline import Sense
from rules.meaning.declared_period import DueIn, PeriodRule
from rules.meaning.directive import Directive, InForce
from rules.meaning.dispatch_text import dispatch_text
from rules.meaning.duty import Due, Duty
from rules.meaning.period import PeriodKind
from rules.meaning.scope import Scope
from rules.reading.body_file import load_bodies
from rules.reading.calendar_file import load_calendar
from rules.reading.policy_file import load_policies
from rules.rulebook import CALENDAR, HOME, Rulebook

SEED = 20240531
DIRECTIVE = "toan-quoc"
OFFICE = "van-phong"
# The round that opens on the last working day of May 2024, and the twelve before it.
ROUNDS = 13
FIRST, LAST = date(2023, 6, 1), date(2024, 6, 30)

NAMES = ("commune", "district", "province")
COLUMNS = ("commune_code", *NAMES)
# Six sentences, each with its day; all six open on the last working day of the month before.
DUTIES = {
    "bao-cao-bhyt": (10, "Báo cáo kết quả tham gia bảo hiểm y tế"),
    "ra-soat-ho": (12, "Rà soát, báo cáo danh sách hộ chưa tham gia"),
    "tuyen-truyen": (14, "Báo cáo kết quả tuyên truyền, vận động"),
    "cap-the": (17, "Báo cáo việc lập danh sách, cấp thẻ"),
    "kinh-phi": (20, "Báo cáo nhu cầu kinh phí hỗ trợ mức đóng"),
    "kien-nghi": (25, "Tổng hợp khó khăn, vướng mắc và kiến nghị"),
}


@dataclass(frozen=True, slots=True)
class Commune:
    """One line of the list: the commune's code and the names down to it."""

    code: str
    name: str
    district: str
    province: str


def read_communes(path: Path) -> list[Commune]:
    """Read a UTF-8 CSV with at least the columns of `COLUMNS`; exits naming what is missing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(COLUMNS) - set(reader.fieldnames or ())
        if missing:
            raise SystemExit(f"{path}: no column {', '.join(sorted(missing))}")
        return [
            Commune(row["commune_code"], *(normalize("NFC", row[name]) for name in NAMES))
            for row in reader
        ]


_FIRST = ("Tân", "Phú", "Bình", "Đông", "Hợp", "Thượng", "Vĩnh", "Minh", "Ninh", "Kim", "Hồng")
_SECOND = ("Lợi", "Hòa", "Thành", "Thanh", "Lương", "Ấm", "Đại", "Sơn", "Trào", "Yên", "Phúc")


def made_up_communes(seed: int = SEED) -> Iterator[Commune]:
    """Yield communes that do not exist, without end; the same ones for the same seed."""
    draw = random.Random(seed)
    number = 0
    while True:
        code = f"{number:05}"
        name = f"Xã {draw.choice(_FIRST)} {draw.choice(_SECOND)} {number % 17 + 1}"
        yield Commune(code, name, f"Huyện {number // 17 + 1}", f"Tỉnh {number // 170 + 1}")
        number += 1


def communes_of(number: int, listed: Sequence[Commune] | None) -> list[Commune]:
    """Return the first `number` communes of the list, or as many made-up ones."""
    return list(islice(made_up_communes() if listed is None else listed, number))


def rulebook_of(communes: Sequence[Commune]) -> Rulebook:
    """Return the shipped policies and calendar over `communes`, under one made-up directive."""
    posts = ("chair", "vice-chair", "officer", "mailbox")
    bodies = [Body(OFFICE, "Văn phòng", "office", posts=("office-head", "specialist", "mailbox"))]
    bodies += [
        Body(
            uid=f"{commune.code}@base",
            name=f"{commune.name}, {commune.district}, {commune.province}",
            kind="commune",
            code=commune.code,
            short_name=commune.name,
            posts=posts,
        )
        for commune in communes
    ]
    listing = "\n".join(f"{body.uid} {body.name}" for body in bodies)
    registry = BodyRegistry(bodies, load_bodies(HOME / "bodies").kinds.values())
    return Rulebook(
        directives={DIRECTIVE: _directive()},
        policies=load_policies(HOME / "policies"),
        bodies=registry,
        calendar=load_calendar(HOME / CALENDAR),
        digest=sha256(listing.encode()).hexdigest(),
    )


def _directive() -> Directive:
    wording = {name: f"trước ngày {day:02} hàng tháng" for name, (day, _) in DUTIES.items()}
    quotes = {name: f"{what} {wording[name]}" for name, (_, what) in DUTIES.items()}
    raw = "".join(f"- {quote}.\n" for quote in quotes.values()).encode()
    text = dispatch_text("dispatch.txt", raw)
    duties = {
        name: Duty(
            id=name,
            directive=DIRECTIVE,
            clause=f"T-{number}",
            place=f"gạch đầu dòng thứ {number}",
            kind="report",
            quote=quotes[name],
            span=text.span(quotes[name]),
            bearers=Scope(every=("commune",)),
            action="báo cáo",
            to=OFFICE,
            period=PeriodRule(PeriodKind.MONTH, DueIn.NEXT, assumed="để đo"),
            due=Due(
                wording[name],
                Sense.BEFORE,
                every="month",
                day=day,
                first=FIRST,
                last=LAST,
            ),
        )
        for number, (name, (day, _)) in enumerate(DUTIES.items(), start=1)
    }
    return Directive(
        id=DIRECTIVE,
        title="Văn bản viết ra để đo",
        cited_as="Văn bản viết ra để đo",
        issuer=OFFICE,
        text=text,
        in_force=InForce(date(2023, 1, 1), None, "để đo"),
        duties=duties,
        digest=text.sha256,
    )
