"""Headings from the names of bodies."""

from datetime import date
from pathlib import Path

import pytest

from dondoc.documents.parts.frames import heading, issuer, place
from rules.reading.body_file import load_bodies


@pytest.mark.parametrize(
    ("name", "lines", "where"),
    [
        ("Xã Đại Phú", ("Ủy ban nhân dân", "xã Đại Phú"), "Đại Phú"),
        ("Thị trấn Sơn Dương", ("Ủy ban nhân dân", "thị trấn Sơn Dương"), "Sơn Dương"),
        ("UBND xã Ninh Lai", ("Ủy ban nhân dân", "xã Ninh Lai"), "Ninh Lai"),
        ("Ủy ban nhân dân huyện Sơn Dương", ("Ủy ban nhân dân", "huyện Sơn Dương"), "Sơn Dương"),
        ("Bảo hiểm xã hội huyện Sơn Dương", ("Bảo hiểm xã hội", "huyện Sơn Dương"), "Sơn Dương"),
        (
            "Văn phòng HĐND và UBND huyện Sơn Dương",
            ("Văn phòng HĐND và UBND", "huyện Sơn Dương"),
            "Sơn Dương",
        ),
        ("Huyện ủy Sơn Dương", ("Huyện ủy Sơn Dương",), ""),
    ],
)
def test_the_unit_stands_on_its_own_line(name: str, lines: tuple[str, ...], where: str) -> None:
    assert issuer(name) == lines
    assert place(name) == where


def test_every_commune_has_a_heading() -> None:
    folder = Path(__file__).parents[2] / "rules" / "bodies"
    for body in load_bodies(folder).all():
        if body.kind == "commune":
            made = heading(body.name, "BC-UBND", date(2024, 5, 1))
            assert made.place == body.short_name
            assert made.issuer[0] == "Ủy ban nhân dân"
            assert made.above == ()
