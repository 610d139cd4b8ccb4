"""What the tables are built from: kinds of columns."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA = sa.MetaData(naming_convention=NAMES)


class Row(SQLModel):
    """What all tables share."""

    metadata = METADATA


def identity() -> Any:
    """The integer that names a row inside the database, chosen by the writer."""
    return Field(primary_key=True, sa_type=sa.Integer, sa_column_kwargs={"autoincrement": False})


def text(*, required: bool = False, key: bool = False) -> Any:
    """Text, a date, a term of the vocabulary, or canonical JSON."""
    if key:
        return Field(primary_key=True, sa_type=sa.Text)
    return Field(default=None, sa_type=sa.Text, nullable=not required)


def number(kind: type[Any] = sa.Double) -> Any:
    """A number that the database itself has to check or to order."""
    return Field(default=None, sa_type=kind, nullable=True)


def place() -> Any:
    """The position in an ordered list."""
    return Field(primary_key=True, sa_type=sa.Integer, sa_column_kwargs={"autoincrement": False})


def link(target: str, *, required: bool = False, key: bool = False) -> Any:
    """The id of a row of another table, checked at commit."""
    reference = sa.ForeignKey(target, deferrable=True, initially="DEFERRED")
    if key:
        return Field(
            primary_key=True,
            sa_type=sa.Integer,
            sa_column_args=[reference],
            sa_column_kwargs={"autoincrement": False},
        )
    return Field(
        default=None, sa_type=sa.Integer, nullable=not required, sa_column_args=[reference]
    )


def day(*, key: bool = False) -> Any:
    """A day as the number YYYYMMDD, which sorts as the day does."""
    if key:
        return place()
    return Field(sa_type=sa.Integer)


def written() -> Any:
    """The number of the log entry that last wrote the row."""
    return link("log.seq", required=True)
