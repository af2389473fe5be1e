"""A column among many values, as one parameter: the statement is the same however many there are.

SQLAlchemy's own way writes a parameter a value, anew at every call, and a server that sees another
text for every number of values never keeps a plan.
"""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import ARRAY, Boolean, Text, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Listed(TypeDecorator[Any]):
    """Numbers, texts or instants as one value: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind = ARRAY(self.of) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        if dialect.name == "postgresql":
            return values
        stored = self.of.dialect_impl(dialect).bind_processor(dialect)
        return orjson.dumps(list(map(stored, values)) if stored else values).decode()


class among(FunctionElement[bool]):
    """Whether `column` (numbers, texts, instants) is among the values of the parameter `name`.

    `values`: they are known already, and the parameter has no name of its own.
    """

    type = Boolean()
    inherit_cache = True
    # Else SQLite, which has no type for it, would compare it with 1, and find no index.
    _is_implicitly_boolean = True

    def __init__(self, column: Any, name: str, values: Iterable[Any] | None = None) -> None:
        kind = _Listed(column.type)
        given = (
            bindparam(name, type_=kind)
            if values is None
            else bindparam(name, list(values), type_=kind, unique=True)
        )
        super().__init__(column, given)


@compiles(among)
def _as_array(element: among, compiler: SQLCompiler, **kwargs: Any) -> str:
    column, values = _parts(element, compiler, kwargs)
    return f"({column} = ANY ({values}))"


@compiles(among, "sqlite")
def _as_json(element: among, compiler: SQLCompiler, **kwargs: Any) -> str:
    column, values = _parts(element, compiler, kwargs)
    return f"({column} IN (SELECT value FROM json_each({values})))"  # noqa: S608 - our own column


def _parts(element: among, compiler: SQLCompiler, kwargs: dict[str, Any]) -> tuple[str, str]:
    column, values = (compiler.process(each, **kwargs) for each in element.clauses)
    return column, values


class filtered(among):
    """The same, where most rows are among them: no index is used for it, the rows are looked at."""

    inherit_cache = True


@compiles(filtered, "sqlite")
def _as_looked_at(element: filtered, compiler: SQLCompiler, **kwargs: Any) -> str:
    column, values = _parts(element, compiler, kwargs)
    return f"(+{column} IN (SELECT value FROM json_each({values})))"  # noqa: S608 - as above
