"""A YAML 1.2 text as nodes: from libyaml, or from ruamel.yaml where libyaml might differ.

libyaml takes a twentieth of the time, but it knows YAML 1.1 and words its refusals otherwise: what
it refuses is asked of ruamel.yaml, and so is every text with something the two read differently.
"""

import re
from functools import lru_cache
from typing import Any, Protocol

from yaml import YAMLError
from yaml.cyaml import CParser
from yaml.resolver import BaseResolver

# Tabs, foreign line breaks, anchors, tags, block scalars that begin with a comment or a line of
# spaces; keys and items that are empty, marked as such or no words.
_DIFFERENT = re.compile(
    r"[\t\r&*!|\x85\u2028\u2029\ufeff]|^>|>.*(#|\n *\n)|[-+] *#"
    r"|^ *[-:?] *(#.*)?$|^ *[:?] |[\]}] *:",
    re.MULTILINE,
)


class Mark(Protocol):
    """A place in the text."""

    line: int


class Node(Protocol):
    """A part of the text: a "mapping", a "sequence" or a "scalar" (`style`: its quotes)."""

    id: str
    style: str | None
    value: Any
    start_mark: Mark


class _Libyaml(CParser, BaseResolver):  # type: ignore[misc]  # PyYAML is untyped
    """What libyaml reads, with no value taken for more than its text."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self)


# Whoever opens the office again mostly finds the same text.
@lru_cache(maxsize=64)
def nodes_of(text: str) -> Node | None:
    """Return the nodes of a YAML 1.2 text, which nobody changes; None where it holds none.

    Raises: ruamel.yaml.error.YAMLError or RecursionError where it is broken.
    """
    if not _DIFFERENT.search(text):
        try:
            found: Node | None = _Libyaml(text).get_single_node()
        except YAMLError:
            return _slowly(text)
        return found
    return _slowly(text)


def _slowly(text: str) -> Node | None:
    # Few texts need it, and it is a twentieth of a start.
    from ruamel.yaml import YAML

    node: Node | None = YAML(typ="safe", pure=True).compose(text)
    return node
