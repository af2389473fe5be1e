"""The declarative base: one metadata, one naming convention, no lazy loading."""

from typing import Any, ClassVar, get_args

from sqlalchemy import JSON, Column, Integer, MetaData, String, event
from sqlalchemy.orm import DeclarativeBase, Mapper

# Named constraints are what a migration can drop on both databases.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every stored model derives from this."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {dict[str, Any]: JSON, list[Any]: JSON}

    def __init_subclass__(cls, **given: Any) -> None:
        """Give what points at another table the type it is annotated with.

        It would have none before that table is mapped, too: by somebody else, or never.
        """
        super().__init_subclass__(**given)
        for pointing in cls.__table__.foreign_keys:
            _give_type(pointing.parent, cls.__annotations__[pointing.parent.key])


def _give_type(column: Column[Any], annotation: Any) -> None:
    """Give `column` the type for `annotation`, as `Mapped[int | None]`."""
    (told,) = get_args(annotation)
    column.type = Integer() if int in (told, *get_args(told)) else String()


@event.listens_for(Base, "after_mapper_constructed", propagate=True)
def _stands_alone(mapper: Mapper[Base], _: type[Base]) -> None:
    """Say that a model has one table, which SQLAlchemy else finds out by what its rows point at.

    For that it would need the tables of all those, mapped by whoever writes or not; which row is
    written first it takes from relationships, of which there are none.
    """
    mapper._sorted_tables = {mapper.local_table: mapper}
