"""What was loaded is no garbage: nobody has it looked through again."""

import gc

from dondoc.setup.collector import standing


def test_what_is_spared_to_the_end_is_still_spared_after_a_dispatch() -> None:
    # All that the tests load: see tests/conftest.py.
    before = gc.get_freeze_count()
    assert before > 100_000
    with standing():
        assert gc.get_threshold()[0] > 10_000
    assert gc.get_freeze_count() >= before // 2
    assert gc.get_threshold()[0] <= 10_000
