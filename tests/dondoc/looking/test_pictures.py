"""The pictures of the README show what the program says today."""

import html
import re

import pytest

from docs.pictures import PICTURES
from tests.dondoc.looking.test_simulated_letters import DAYS
from tests.offices import Scene

TAN_TRAO = "officer.02545-base@noi-bo.invalid"


@pytest.mark.whole
def test_the_picture_of_a_letter_has_the_words_of_that_letter(office: Scene) -> None:
    for day in DAYS:
        office.day(day)
    letter = office.gateway.to(TAN_TRAO)[-1]
    picture = (PICTURES / "thu-qua-han.svg").read_text("utf-8")
    lines = [html.unescape(line) for line in re.findall(r"<text[^>]*>(.*?)</text>", picture)]
    shown = " ".join(lines)
    assert f"[MÔ PHỎNG] {letter.subject}" in lines
    # Who writes and who reads are made up in a demonstration.
    said = letter.text.split("\n\n")[1:]
    said = said[: next(n for n, part in enumerate(said) if part.startswith("Đồng chí trả lời"))]
    assert len(said) == 3
    assert [part for part in said if " ".join(part.split()) not in shown] == []
