"""The program's sources as trees, parsed once for all tests that look at how it is written."""

import ast
from functools import cache
from pathlib import Path


@cache
def parsed(file: Path) -> ast.Module:
    """Return the tree of `file`; whoever reads it changes nothing in it."""
    return ast.parse(file.read_text("utf-8"))
