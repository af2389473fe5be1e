"""The program's sources as trees, parsed once for all tests that look at how it is written."""

import ast
from functools import cache
from pathlib import Path

from dondoc.setup.collector import at_rest, loaded


@cache
def parsed(file: Path) -> ast.Module:
    """Return the tree of `file`; whoever reads it changes nothing in it."""
    with at_rest():
        tree = ast.parse(file.read_text("utf-8"))
    # It stays to the end: the collector need not look through it again and again.
    loaded()
    return tree


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Return `tree` and all below it, walked once."""
    return tuple(ast.walk(tree))
