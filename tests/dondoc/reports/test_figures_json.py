"""Figures as JSON: read, or refused with the path of each mistake."""

from datetime import date
from fractions import Fraction
from typing import Any
from unicodedata import normalize

import orjson
import pytest
from jsonschema import Draft202012Validator

from docs.shapes import schemas
from dondoc.errors import Refused
from dondoc.reports.checks import FiguresRefused
from dondoc.reports.figures_file import read_content
from dondoc.reports.template import FormOf
from rules.meaning.figures import Filled
from tests.coverage_form import COVERAGE
from tests.offices import D2024, DAI_PHU, MONTHLY
from tests.reporting import MAY

FORM = FormOf(D2024, MONTHLY, DAI_PHU, date(2024, 5, 5))
GOOD: dict[str, Any] = {
    "bearer": DAI_PHU,
    "due_on": "2024-05-05",
    "as_of": "2024-04-30",
    "groups": MAY.groups,
    "done": "Đã tuyên truyền tại 12 thôn",
}


def read(data: object) -> Filled:
    content = data if isinstance(data, bytes) else orjson.dumps(data)
    return read_content("so-lieu.json", content, FORM, COVERAGE)


def test_figures_are_read() -> None:
    found = read(GOOD)
    assert (found.as_of, found.groups, found.nil) == (MAY.as_of, MAY.groups, False)
    assert read(b"\xef\xbb\xbf" + orjson.dumps(GOOD)) == found


def test_words_written_in_nfd_are_taken_in_nfc() -> None:
    found = read(normalize("NFD", orjson.dumps(GOOD).decode()).encode())
    assert found.texts["done"] == "Đã tuyên truyền tại 12 thôn"


def test_a_fraction_and_a_figure_left_out_are_left_to_the_checks() -> None:
    found = read({"as_of": "2024-04-30", "groups": {"can-ngheo": {"closing": 1.5, "left": 2.0}}})
    group = found.groups["can-ngheo"]
    assert (group["closing"], group["left"], group["opening"]) == (Fraction(3, 2), 2, None)
    assert group["adjusted"] == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", r"JSON sai ở dòng 1, cột"),
        (b'{"groups": {"can-ngheo": {"closing": 1, "closing": 2}}}', "khóa 'closing' có hai lần"),
        (b'{"nil": false, "nil": true}', "khóa 'nil' có hai lần"),
        (b'{"groups": ' + b"[" * 100_000, "JSON sai"),
        (b'{"count": NaN}', "JSON sai"),
        (b'{"as_of": "30/4/2024"}', "as_of .*: phải là ngày dạng YYYY-MM-DD"),
        (b'{"as_of": "2024-04-31"}', "2024-04-31 không có trong lịch"),
        (b'{"asof": "2024-04-30"}', "asof: khóa lạ"),
        (b'{"nil": "yes"}', "nil .*: phải là true hoặc false"),
        (
            b'{"groups": {"can-ngheo": {"closing": "15"}}}',
            "groups.can-ngheo.closing .*: phải là số",
        ),
        (b'{"groups": {"can-ngheo": {"closing": true}}}', "groups.can-ngheo.closing"),
        (b'{"groups": {"can-ngheo": {"total": 1}}}', "groups.can-ngheo.total: khóa lạ"),
        (b'{"groups": {"can-ngheo": {"closing": 1e30}}}', "số quá lớn"),
        (b'{"bearer": "02620@base"}', "nhầm mẫu: mẫu của đơn vị 02620@base"),
        (b'{"due_on": "2024-04-05"}', "mẫu của kỳ hạn 05/4/2024, báo cáo này của kỳ hạn 05/5/2024"),
        ('{"\u00e1": 1, "a\u0301": 2}'.encode(), "chỉ khác nhau ở cách ghép dấu"),
        (b"[1]", "cũng không phải JSON"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(data)


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(FiguresRefused) as refused:
        read({"nil": 1, "groups": {"can-ngheo": {"closing": "x", "left": []}}, "extra": 1})
    assert {remark.place for remark in refused.value.remarks} == {
        "nil",
        "groups.can-ngheo.closing",
        "groups.can-ngheo.left",
        "extra",
    }


def test_what_is_read_fits_the_schema() -> None:
    validator = Draft202012Validator(schemas()["figures-coverage.schema.json"])
    assert validator.is_valid(GOOD)
    for wrong in ({"groups": {"a": {"closing": "1"}}}, {"as_of": 2024}, {"extra": 1}):
        assert not validator.is_valid(wrong)
