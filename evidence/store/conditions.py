"""What the rows of a table fulfil: the limits of the door once more, for whoever writes past it.

Both engines refuse the same values. Where they have no words in common a condition is said to
each in its own. A limit that a user can set is not repeated.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

HEX = "0123456789abcdef"
OF_SLUGS = "abcdefghijklmnopqrstuvwxyz0123456789.-"

_LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAY = (
    "(?!0000)([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|[0-9]{4}-(0[13-9]|1[0-2])-(29|30)"
    f"|[0-9]{{4}}-(0[13578]|1[02])-31|{_LEAP}-02-29)"
)
"""A day that there is, as PostgreSQL's expression; SQLite has functions that tell."""
_SECOND = "'%Y-%m-%dT%H:%M:%SZ'"


def check(name: str, condition: str) -> sa.CheckConstraint:
    """A condition that every row fulfils."""
    return sa.CheckConstraint(condition, name=name)


def one_of(column: str, terms: Iterable[str]) -> list[sa.CheckConstraint]:
    """The column holds a term of the vocabulary, or nothing."""
    quoted = [f"'{term}'" for term in terms]
    # SQLite makes a table of a list for every row: that takes longer than all else of an insert.
    either = " OR ".join(f"{column} = {term}" for term in quoted)
    return [
        check(f"{column}_known", either).ddl_if(dialect="sqlite"),
        check(f"{column}_known", f"{column} IN ({', '.join(quoted)})").ddl_if(dialect="postgresql"),
    ]


def counts(*columns: str, least: int = 1) -> list[sa.CheckConstraint]:
    """The columns count from 1, or from another least number."""
    return [check(f"{column}_counts", f"{column} >= {least}") for column in columns]


def filled(*columns: str) -> list[sa.CheckConstraint]:
    """The columns are not empty text."""
    return [check(f"{column}_filled", f"length({column}) > 0") for column in columns]


def slugs(*columns: str) -> list[sa.CheckConstraint]:
    """The columns hold slugs."""
    return [check(f"{column}_slug", _slug(column)) for column in columns]


def keys(*columns: str) -> list[sa.CheckConstraint]:
    """The columns hold content keys."""
    return [check(f"{column}_key", hexadecimal(column, "= 12")) for column in columns]


def digests(*columns: str) -> list[sa.CheckConstraint]:
    """The columns hold SHA-256 in hexadecimal."""
    return [check(f"{column}_digest", hexadecimal(column, "= 64")) for column in columns]


def hexadecimal(column: str, length: str) -> str:
    """That so many characters of a column are digits from 0 to f."""
    return f"length({column}) {length} AND ltrim({column}, '{HEX}') = ''"


def dates(*columns: str) -> list[sa.CheckConstraint]:
    """The columns hold YYYY, YYYY-MM or YYYY-MM-DD, of days that there are."""
    return [one for column in columns for one in _date(column)]


def moments(*columns: str) -> list[sa.CheckConstraint]:
    """The columns hold moments in UTC, to the second."""
    return [one for column in columns for one in _moment(column)]


def truth(column: str) -> sa.CheckConstraint:
    """The column is a truth value. SQLite has no such type and has to be told."""
    return check(f"{column}_truth", f"{column} IN (0, 1)").ddl_if(dialect="sqlite")


def hold_types(table: sa.Table) -> None:
    """Refuse bytes and NUL in text, and all but whole numbers in integers.

    PostgreSQL does so by itself; SQLite has to be told.
    """
    checked = {str(one.name) for one in table.constraints if isinstance(one, sa.CheckConstraint)}
    free = [c for c in table.columns if f"ck_{table.name}_{c.name}_known" not in checked]
    texts = [_name(c) for c in free if isinstance(c.type, sa.Text)]
    integers = [_name(c) for c in table.columns if isinstance(c.type, sa.Integer)]
    for name, condition in (
        ("texts", [f"typeof({c}) <> 'blob' AND instr({c}, char(0)) = 0" for c in texts]),
        ("integers", [f"typeof({c}) IN ('integer', 'null')" for c in integers]),
    ):
        if condition:
            table.append_constraint(check(name, " AND ".join(condition)).ddl_if(dialect="sqlite"))


def _slug(column: str) -> str:
    return (
        f"length({column}) BETWEEN 1 AND 80 AND ltrim({column}, '{OF_SLUGS}') = '' "
        f"AND ltrim({column}, '.-') = {column} AND replace({column}, '..', '') = {column}"
    )


def _date(column: str) -> Iterable[sa.CheckConstraint]:
    """An imprecise date is one if its first day is; '+0 days' makes 1 March of 30 February."""
    first = f"substr({column} || '-01-01', 1, 10)"
    long = " OR ".join(f"length({column}) = {length}" for length in (4, 7, 10))
    there = f"{column} >= '0001' AND date({first}, '+0 days') IS {first}"
    sqlite = f"{column} IS NULL OR ({long}) AND {there}"
    yield check(f"{column}_date", sqlite).ddl_if(dialect="sqlite")
    # A server reads each condition anew with each statement: one that is short costs less.
    shape = f"{column} ~ '^[0-9]{{4}}(-[0-9][0-9]){{0,2}}$'"
    postgresql = f"{shape} AND CAST({first} AS DATE) >= '0001-01-01'"
    yield check(f"{column}_date", postgresql).ddl_if(dialect="postgresql")


def _moment(column: str) -> Iterable[sa.CheckConstraint]:
    there = f"strftime({_SECOND}, {column}, '+0 days') IS {column}"
    yield check(f"{column}_moment", f"{column} >= '0001' AND {there}").ddl_if(dialect="sqlite")
    postgresql = f"{column} ~ '^{_DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$'"
    yield check(f"{column}_moment", postgresql).ddl_if(dialect="postgresql")


def _name(column: sa.Column[object]) -> str:
    return '"group"' if column.name == "group" else column.name
