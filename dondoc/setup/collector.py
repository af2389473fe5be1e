"""The garbage collector spared what is none: it looks through all that stands again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# So many objects are made before it looks through them for circles: a window of letters' worth.
_OBJECTS = 100_000
# Whether what was loaded is spared to the end of the process.
_for_good = False


def loaded() -> None:
    """Spare it to the end of the process all that stands now: what was loaded is no garbage."""
    global _for_good
    _for_good = True
    gc.freeze()


@contextmanager
def standing(objects: int = _OBJECTS) -> Iterator[None]:
    """Spare it what stands already, rules and libraries, and most of what letters are made of.

    What is spared to the end (`loaded`) stays so; nothing is added to it.

    Args:
        objects: so many are made before it looks through them.
    """
    before, spared = gc.get_threshold(), _for_good
    if not spared:
        gc.freeze()
    gc.set_threshold(objects, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if not spared:
            gc.unfreeze()


@contextmanager
def at_rest() -> Iterator[None]:
    """Spare it everything that is made within: it holds no circles and goes at the end."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
