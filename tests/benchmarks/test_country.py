"""The benchmark's country: it builds, and both sides write the same rows."""

from pathlib import Path

import pytest

from benchmarks.country import communes_of, made_up_communes, read_communes, rulebook_of
from benchmarks.store import SqliteStore
from benchmarks.sweep import measure, table


def test_the_same_seed_makes_the_same_country() -> None:
    assert communes_of(50, None) == communes_of(50, None)
    first, other = next(made_up_communes(1)), next(made_up_communes(2))
    assert first.code == other.code
    assert len({commune.code for commune in communes_of(500, None)}) == 500


@pytest.mark.long
def test_a_small_country_is_measured_from_its_history_to_its_table(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, "country").create()
    found = measure(store, communes_of(5, None), tmp_path)
    assert (found.due, found.stored) == (30, 390)
    assert "30" in table("SQLite", [found])


def test_a_real_list_gives_its_names_and_codes(tmp_path: Path) -> None:
    file = tmp_path / "communes.csv"
    file.write_text(
        "province_code,province,district_code,district,commune_code,commune\n"
        "01,Tỉnh Một,001,Huyện Hai,00001,Xã Ba\n",
        "utf-8",
    )
    (commune,) = read_communes(file)
    body = rulebook_of([commune]).bodies.get("00001@base")
    assert (body.name, body.code) == ("Xã Ba, Huyện Hai, Tỉnh Một", "00001")


def test_a_list_without_its_columns_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "communes.csv"
    file.write_text("province,district\na,b\n", "utf-8")
    with pytest.raises(SystemExit, match="no column commune, commune_code"):
        read_communes(file)
