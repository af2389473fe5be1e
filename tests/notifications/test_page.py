"""The HTML part: what a reader sees at a glance on a phone."""

import re
from dataclasses import replace

from notifications.compose import compose
from notifications.html import Glance, page
from steps import table
from tests.notifications.samples import BHXH_OFFICER, LEADER, OFFICER, letter, sample


def shown(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html.partition("<body")[2].partition(">")[2])


def test_the_date_and_the_action_stand_out() -> None:
    now, item = sample(table.REMINDER)
    composed = compose(letter(OFFICER, now, item))
    html = page(composed.text, composed.glance)
    top, _, rest = shown(html).strip().partition("Kính gửi")
    assert "Còn 02 ngày làm việc: báo cáo tháng BHYT" in top
    assert "Chậm nhất là thứ Bảy, 04/5/2024 (làm bù)" in top
    assert re.search(
        r'<p class="ask"[^>]*><strong>Đề nghị đồng chí[^<]*04/5/2024[^<]*</strong>', html
    )
    assert rest


def test_three_names_and_more_are_a_list() -> None:
    now, item = sample(table.ASK_VIA)
    names = ("UBND xã Đại Phú", "UBND xã Sơn Nam", "UBND thị trấn Sơn Dương")
    items = tuple(replace(item, bearer=name) for name in names)
    composed = compose(letter(BHXH_OFFICER, now, *items))
    html = page(composed.text, composed.glance)
    assert all(f"<li>{name}</li>" in html for name in names)
    assert "các xã Đại Phú, Sơn Nam" not in shown(html)


def test_a_brief_lists_who_is_late_and_says_at_a_glance_what_is_asked() -> None:
    now, item = sample(table.BRIEF)
    late = tuple(f"UBND xã {name}" for name in ("Đại Phú", "Sơn Nam", "Ninh Lai", "Phú Lương"))
    item = replace(item, round=replace(item.round, late=late, urged=late))
    composed = compose(letter(LEADER, now, item))
    assert "(các xã Đại Phú, Sơn Nam, Ninh Lai, Phú Lương)" in composed.text
    html = page(composed.text, composed.glance)
    assert all(f"<li>{name}</li>" in html for name in late)
    assert "(các xã" not in shown(html)
    assert re.search(r"<strong>\d\. Xin ý kiến: [^<]+</strong>", html)


def test_lines_that_are_a_list_in_the_text_are_one_on_the_page() -> None:
    assert "<li>một</li>\n<li>hai</li>" in page("- một\n- hai\n")


def test_a_button_leads_to_the_office_only_where_it_has_an_address() -> None:
    assert "<a " not in page("Kính gửi", Glance("Báo cáo"))
    html = page("Kính gửi", Glance("Báo cáo", link="https://dondoc.example/b?x=1&y=2"))
    assert html.count('href="https://dondoc.example/b?x=1&amp;y=2"') == 1


def test_the_page_fits_a_phone_and_turns_dark_and_loads_nothing() -> None:
    html = page("Kính gửi", Glance("<b>Báo cáo</b>"))
    assert "width=device-width" in html
    assert "prefers-color-scheme:dark" in html
    assert "&lt;b&gt;Báo cáo" in html
    assert not re.search(r"<img|<script|<link|src=|url\(", html)
