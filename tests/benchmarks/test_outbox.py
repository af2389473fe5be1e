"""The benchmark of the outbox: it sends what it counts, to a real sink."""

from pathlib import Path

from benchmarks.outbox import measure, table


def test_a_small_outbox_is_measured_beside_the_standard_library(tmp_path: Path) -> None:
    line = measure("a bare sink", "tests.sinks.fast", 20, 2, tmp_path)
    assert min(line.outbox, line.sendmail, line.script) > 0
    assert "a bare sink" in table([line], 20, 2)
