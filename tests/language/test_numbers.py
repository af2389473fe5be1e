"""Numbers as an office writes them."""

from language.numbers import count, decimal, grouped, percent


def test_counts_have_two_digits_at_least() -> None:
    assert [count(n) for n in (0, 2, 31, 282, 3571)] == ["00", "02", "31", "282", "3.571"]


def test_thousands_take_a_full_stop_and_a_loss_a_true_minus() -> None:
    assert [grouped(n) for n in (0, 1240, -3)] == ["0", "1.240", "−3"]


def test_a_share_short_of_the_whole_is_not_rounded_up_to_it() -> None:
    assert [percent(s) for s in (98.66, 99.99, 100)] == ["98,7%", "99,9%", "100,0%"]
    assert decimal(1234.5) == "1.234,5"
