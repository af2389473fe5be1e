"""A form filled into a mould is to the byte the form laid out for that body alone."""

import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.reports.prefill import From, Prefilled, Value
from dondoc.reports.template import FormOf, Heading, lay_out, template
from rules.meaning.form import AS_OF
from tests.coverage_form import COVERAGE

GROUPS = ("can-ngheo", "dtts")
ADDRESSES = [f"{group}.{figure.id}" for group in GROUPS for figure in COVERAGE.figures]
NUMBERS = st.integers(-(10**16), 10**16) | st.integers(0, 3_000)
OFFERED = st.builds(
    Value, NUMBERS | st.none(), st.sampled_from([None, *From]), st.just(date(2024, 4, 30))
)


@settings(max_examples=40)
@given(
    st.lists(OFFERED, min_size=len(ADDRESSES), max_size=len(ADDRESSES)),
    st.sampled_from(["Xã Đại Phú", "Xã A & B <mới>", 'Xã "Hồng Sơn"', " Xã Tân Trào", "\u00a0"]),
)
def test_whatever_is_offered_the_bytes_are_those_of_a_form_laid_out_by_itself(
    offered: list[Value], body: str
) -> None:
    values = {
        AS_OF: Value(date(2024, 4, 30)),
        **dict(zip(ADDRESSES, offered, strict=True)),
        **{text.id: Value("như kỳ trước", From.LAST) for text in COVERAGE.texts},
    }
    prefilled = Prefilled(COVERAGE, GROUPS, values)
    names = dict.fromkeys(GROUPS, "Người thuộc hộ cận nghèo")
    heading = Heading("Báo cáo: BHYT", body, "hạn 05/5/2024", names)
    form = FormOf("van-ban", "bao-cao", "02554@base", date(2024, 5, 5))
    alone = io.BytesIO()
    lay_out(alone, form.mark, f"{body} · {heading.due}", heading, prefilled)
    assert template(form, heading, prefilled) == alone.getvalue()
