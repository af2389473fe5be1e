"""Numbers by which a person is known: read as they are, mended by nobody, held against the row."""

import pytest

from dondoc.people.identity import (
    Told,
    contradictions,
    insurance_code,
    letters,
    read,
    told,
    walk,
)
from dondoc.people.row import Birth, Number, NumberKind, Personal


@pytest.mark.parametrize(
    ("kind", "written", "number"),
    [
        ("bhxh", "0820123456", Number("bhxh", "0820123456")),
        ("bhxh", "0820 123 456", Number("bhxh", "0820123456")),
        ("card", "cn3080820123456", Number("card", "CN3080820123456")),
        ("card", "CN 3 08 0820123456", Number("card", "CN3080820123456")),
        ("card", "0820123456", Number("card", "0820123456")),
        ("cccd", "008185001234", Number("cccd", "008185001234")),
        ("cccd", "070812345", Number("cmnd", "070812345")),
        ("cmnd", "008185001234", Number("cccd", "008185001234")),
    ],
)
def test_a_number_is_read_as_what_it_is(kind: NumberKind, written: str, number: Number) -> None:
    assert read(kind, written).number == number


@pytest.mark.parametrize(
    ("kind", "written", "with_zero"),
    [
        ("bhxh", "820123456", Number("bhxh", "0820123456")),
        ("card", "820123456", Number("card", "0820123456")),
        ("cccd", "8185001234", Number("cccd", "008185001234")),
        ("cccd", "1850012", None),
        ("cccd", "08185001234", Number("cccd", "008185001234")),
        ("cmnd", "70812345", Number("cmnd", "070812345")),
    ],
)
def test_a_zero_that_was_lost_is_proposed_and_never_put_back(
    kind: NumberKind, written: str, with_zero: Number | None
) -> None:
    found = read(kind, written)
    assert (found.number, found.with_zero) == (None, with_zero)
    assert found.wrong


@pytest.mark.parametrize(
    ("kind", "written", "says"),
    [
        ("cccd", "3.40E+10", "lũy thừa"),
        ("cccd", "3,40e+10", "lũy thừa"),
        ("cccd", "chưa có", "ký tự lạ"),
        ("card", "CN9080820123456", "ký tự lạ"),
        ("bhxh", "08201", "có 5 chữ số, phải có 10"),
        ("cccd", "08201", "có 5 chữ số, phải có 12 hoặc 9"),
        ("card", "08201", "có 5 chữ số, phải có 10 hoặc 15"),
        ("card", "123456789012345", "có 15 chữ số"),
    ],
)
def test_what_is_no_number_says_why_and_repeats_nothing(
    kind: NumberKind, written: str, says: str
) -> None:
    found = read(kind, written)
    assert found.number is None
    assert says in found.wrong
    assert written not in found.wrong


def test_the_insurance_code_is_the_last_ten_of_a_card() -> None:
    assert insurance_code(Number("card", "CN3080820123456")) == "0820123456"
    assert insurance_code(Number("card", "0820123456")) == "0820123456"
    assert insurance_code(Number("cccd", "008185001234")) is None


def test_a_newborn_without_a_code_shares_none_with_others() -> None:
    assert insurance_code(Number("card", "TE1080500000123")) is None


def test_one_code_is_matched_whatever_number_held_it() -> None:
    code, card = Number("bhxh", "0820123456"), Number("card", "CN3080820123456")
    personal = Number("cccd", "008185001234")
    assert walk([code, personal]) == walk([card, personal]) == walk([code, card, personal])


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("008085001234", Told(1985, "nam")),
        ("008185001234", Told(1985, "nữ")),
        ("008205001234", Told(2005, "nam")),
        ("008312001234", Told(2012, "nữ")),
    ],
)
def test_a_personal_id_tells_the_year_and_the_sex(value: str, says: Told) -> None:
    assert told(Number("cccd", value)) == says


def test_an_id_of_old_tells_nothing() -> None:
    assert told(Number("cmnd", "070812345")) is None


def test_an_id_that_contradicts_year_or_sex_is_a_finding_at_that_column() -> None:
    numbers = (Number("cccd", "008185001234"),)
    right = Personal("Hoàng Thị Mai", Birth(1985), "nữ", numbers)
    wrong = Personal("Hoàng Văn Mai", Birth(1986, 2, 3), "nam", numbers)
    assert contradictions(right) == ()
    assert [each.column for each in contradictions(wrong)] == ["birth", "sex"]
    assert contradictions(Personal("Hoàng Thị Mai", numbers=numbers)) == ()


def test_a_card_of_somebody_else_is_a_finding() -> None:
    numbers = Number("bhxh", "0820123457"), Number("card", "CN3080820123456")
    (found,) = contradictions(Personal("Hoàng Thị Mai", numbers=numbers))
    assert (found.column, "mười số cuối" in found.what) == ("bhxh", True)


def test_letters_that_are_not_of_the_group_are_a_finding() -> None:
    card = Number("card", "HN2080820123456")
    person = Personal("Hoàng Thị Mai", numbers=(card,))
    assert letters(card) == "HN"
    assert letters(Number("card", "0820123456")) is None
    assert contradictions(person) == contradictions(person, ["HN", "DT"]) == ()
    (found,) = contradictions(person, ["CN"])
    assert found.what == "thẻ có mã HN, không phải mã của nhóm này (CN)"
