"""Small rule files for the tests, written to a folder and loaded as an office would."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from rules.errors import RuleError
from rules.meaning.body import BodyRegistry
from rules.meaning.calendar import WorkingCalendar
from rules.meaning.directive import Directive
from rules.reading.body_file import load_bodies
from rules.reading.calendar_file import load_calendar
from rules.reading.directive_file import load_directive
from rules.rulebook import CALENDAR, HOME, Rulebook, load
from tests.coverage_form import FORMS

TEXT = """Kính gửi: Ủy ban nhân dân các xã, thị trấn.
- Tổng hợp báo cáo kết quả về huyện
trước **ngày 05 hàng tháng**. Rà soát, thống kê.
- Hoàn thành rà soát đến ngày 30/6/2024; kịp thời
phản ánh vướng mắc. Rà soát, thống kê.
"""
DIRECTIVE = """\
directive: thu-nghiem
title: Thử nghiệm
cited_as: Văn bản thử nghiệm
issuer: ubnd-huyen
text: {file: dispatch.txt, sha256: SHA, source: viết cho thử nghiệm}
in_force: {from: 2024-04-10, until: 2024-12-31, assumed: để thử}
gaps:
  number: văn bản không nêu số
  issued_on: văn bản không nêu ngày ban hành
duties:
  bao-cao:
    clause: T-1
    place: gạch đầu dòng thứ nhất
    short: báo cáo
    kind: report
    quote: Tổng hợp báo cáo kết quả về huyện trước ngày 05 hàng tháng
    bearers: every commune
    action: báo cáo
    to: ubnd-huyen
    due:
      wording: trước ngày 05 hàng tháng
      sense: before
      every: month
      day: 5
      first: 2024-05-05
      last: 2024-07-05
    period: {due: in the next one, assumed: báo cáo đầu tháng là của tháng trước}
  ra-soat:
    clause: T-2
    place: gạch đầu dòng thứ hai
    kind: duty
    quote: Hoàn thành rà soát đến ngày 30/6/2024
    bearers: [Đại Phú, 02536@base]
    action: rà soát
    due: {wording: đến ngày 30/6/2024, sense: by, on: 2024-06-30}
    short: rà soát
"""


@cache
def rulebook() -> Rulebook:
    return load()


@cache
def bodies() -> BodyRegistry:
    return load_bodies(HOME / "bodies")


@cache
def calendar() -> WorkingCalendar:
    return load_calendar(HOME / CALENDAR)


def write_directive(folder: Path, yaml: str = DIRECTIVE, text: str = TEXT) -> Path:
    """The folder `thu-nghiem` with its two files; SHA in the YAML becomes the text's digest."""
    home = folder / "thu-nghiem"
    home.mkdir(exist_ok=True)
    (home / "dispatch.txt").write_text(text, encoding="utf-8")
    digest = sha256(text.encode()).hexdigest()
    (home / "directive.yaml").write_text(yaml.replace("SHA", digest), encoding="utf-8")
    return home


def directive(folder: Path, *changes: tuple[str, str], text: str = TEXT) -> Directive:
    """The small directive, with each (old, new) replaced once in its YAML."""
    return load_directive(
        write_directive(folder, changed(DIRECTIVE, *changes), text), bodies(), FORMS
    )


def changed(yaml: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in yaml, f"{old!r} is not in the file to change"
        yaml = yaml.replace(old, new, 1)
    return yaml


def refusal(folder: Path, *changes: tuple[str, str], text: str = TEXT) -> str:
    """What the loader says of the changed directive, without the folder's own path."""
    with pytest.raises(RuleError) as refused:
        directive(folder, *changes, text=text)
    return str(refused.value).replace(f"{folder}/thu-nghiem/", "")
