"""The garbage collector spared what is none: it looks through all that stands again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# So many objects are made before it looks through them for circles: a window of letters' worth.
_OBJECTS = 100_000


@contextmanager
def standing() -> Iterator[None]:
    """Spare it what stands already, rules and libraries, and most of what letters are made of."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
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
