"""Keeping a program running: real children, time moved by hand."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.running.children import Program
from dondoc.running.keeping import Kept, Patience

PATIENCE = Patience(first=1, longest=4, deaths=3, calm=100)


class Hand:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def keep(tmp_path: Path, hand: Hand) -> Iterator[Callable[[str], Kept]]:
    kept: list[Kept] = []

    def keep(command: str) -> Kept:
        words = (sys.executable, "-c", command) if command else (str(tmp_path / "absent"),)
        program = Program("one", words, os.environ, tmp_path / "one.log")
        kept.append(Kept(lambda: program, PATIENCE, hand))
        return kept[-1]

    yield keep
    for each in kept:
        each.stop(grace=0)


def die(kept: Kept) -> None:
    """Start the child, wait for its end, and let the keeper see it."""
    assert kept.tick()
    assert kept.child is not None
    assert kept.child.wait(30)
    assert kept.tick()


def test_a_living_child_is_let_be(keep: Callable[[str], Kept]) -> None:
    kept = keep("import time; time.sleep(600)")
    assert kept.tick()
    child = kept.child
    assert not kept.tick()
    assert kept.child is child


def test_a_dead_child_is_started_again_after_a_while(
    keep: Callable[[str], Kept], hand: Hand
) -> None:
    kept = keep("pass")
    die(kept)
    assert not kept.tick()
    hand.at += PATIENCE.first
    assert kept.tick()
    assert kept.child is not None


def test_patience_ends(keep: Callable[[str], Kept], hand: Hand) -> None:
    kept = keep("pass")
    for _ in range(PATIENCE.deaths):
        assert not kept.given_up
        die(kept)
        hand.at += PATIENCE.longest
    assert kept.given_up
    assert not kept.tick()


def test_a_long_calm_restores_patience(keep: Callable[[str], Kept], hand: Hand) -> None:
    kept = keep("pass")
    for _ in range(PATIENCE.deaths * 2):
        assert kept.tick()
        assert kept.child is not None
        assert kept.child.wait(30)
        hand.at += PATIENCE.calm
        assert kept.tick()
        hand.at += PATIENCE.longest
    assert not kept.given_up


def test_a_program_that_cannot_start_counts_as_dead(
    keep: Callable[[str], Kept], hand: Hand
) -> None:
    kept = keep("")
    for _ in range(PATIENCE.deaths):
        assert kept.tick()
        hand.at += PATIENCE.longest
    assert kept.given_up


def test_a_child_that_does_not_answer_is_ended_and_counted(keep: Callable[[str], Kept]) -> None:
    kept = keep("import time; time.sleep(600)")
    for _ in range(PATIENCE.deaths):
        kept.fail(grace=0)
    assert kept.given_up
    assert kept.child is None


@given(st.integers(1, 60))
def test_the_wait_never_shrinks_and_has_a_limit(deaths: int) -> None:
    patience = Patience(deaths=100)
    now, later = patience.delay(deaths), patience.delay(deaths + 1)
    assert now is not None
    assert later is not None
    assert patience.first <= now <= later <= patience.longest
