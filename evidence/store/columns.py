"""What the tables are built from: kinds of columns, and conditions that rows fulfil."""

from collections.abc import Iterable
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


def check(name: str, condition: str) -> sa.CheckConstraint:
    """A condition that every row fulfils."""
    return sa.CheckConstraint(condition, name=name)


def one_of(column: str, terms: Iterable[str]) -> sa.CheckConstraint:
    """The column holds a term of the vocabulary, or nothing."""
    listed = ", ".join(f"'{term}'" for term in terms)
    return check(f"{column}_known", f"{column} IN ({listed})")


def filled(*columns: str) -> list[sa.CheckConstraint]:
    """The columns are not empty text."""
    return [check(f"{column}_filled", f"length({column}) > 0") for column in columns]


def dates(*columns: str) -> list[sa.CheckConstraint]:
    """The columns have the length of YYYY, YYYY-MM or YYYY-MM-DD."""
    return [check(f"{column}_date", f"length({column}) IN (4, 7, 10)") for column in columns]


def truth(column: str) -> sa.CheckConstraint:
    """The column is a truth value. SQLite has no such type and has to be told."""
    return check(f"{column}_truth", f"{column} IN (0, 1)").ddl_if(dialect="sqlite")


def forbid_nul(table: sa.Table) -> None:
    """Refuse NUL in free text. PostgreSQL does so by itself; SQLite has to be told."""
    checked = {str(one.name) for one in table.constraints if isinstance(one, sa.CheckConstraint)}
    free = [
        '"group"' if column.name == "group" else column.name
        for column in table.columns
        if isinstance(column.type, sa.Text)
        if not checked & {f"ck_{table.name}_{column.name}_{what}" for what in ("known", "date")}
    ]
    if free:
        clean = " AND ".join(f"instr({name}, char(0)) = 0" for name in free)
        table.append_constraint(check("no_nul", clean).ddl_if(dialect="sqlite"))
