"""The limits of the door, repeated by the database.

Revision: 0004
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError
from sqlalchemy.schema import CreateTable

from evidence.core.errors import Damaged

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    *("log", "source", "subject", "claim", "claim_subject", "claim_unit", "evidence"),
    *("observation", "search", "selection", "resolution", "derivation", "derivation_input"),
    *("imported_row", "source_copy"),
)
DATES = {
    "subject": ("released",),
    "source": ("published", "accessed"),
    "claim": ("opened",),
    "evidence": ("published", "ended", "retracted"),
    "observation": ("published", "ended", "retracted"),
    "search": ("date", "retracted"),
    "selection": ("date",),
    "resolution": ("date",),
    "source_copy": ("kept",),
}
MOMENTS = {"log": ("recorded",), "derivation": ("recorded",)}
SLUGS = {
    "source": ("slug",),
    "subject": ("slug",),
    "claim": ("slug",),
    "evidence": ("unit",),
    "search": ("unit",),
}
DIGESTS = {
    "log": ("records_sha256", "hash"),
    "source": ("sha256",),
    "source_copy": ("sha256", "replaces"),
}
KEYS = {
    "evidence": ("key",),
    "observation": ("key",),
    "search": ("key",),
    "derivation_input": ("observation",),
}
COUNTED = dict.fromkeys(("source", "subject", "claim", "derivation"), ("id",))
ORDERED = dict.fromkeys(("claim_subject", "claim_unit", "derivation_input"), ("position",))
HEX = "0123456789abcdef"
OTHERS = {
    ("log", "previous_digest"): f"length(previous) IN (0, 64) AND ltrim(previous, '{HEX}') = ''",
    ("claim", "threshold_share"): "threshold >= 0 AND threshold < 1",
    ("evidence", "status_known"): "status IN ('draft')",
    ("evidence", "group_told"): '"group" IS NULL OR group_reason IS NOT NULL',
    ("observation", "status_known"): "status IN ('draft')",
    ("observation", "year_range"): "year BETWEEN 1 AND 9999",
    ("selection", "rule_known"): "rule IN ('best', 'latest')",
    ("selection", "choice_told"): "observation IS NOT NULL OR rule IS NOT NULL",
}
FILLED = {
    "log": ("recorded",),
    "source": ("slug",),
    "subject": ("slug",),
    "claim": ("slug",),
    "evidence": ("key", "unit"),
    "observation": ("key",),
    "search": ("key", "unit"),
    "selection": ("rule",),
    "derivation": ("recorded",),
}
"""Columns that until now had only not to be empty."""
FORMER = {
    ("log", "digests"): "length(records_sha256) = 64 AND length(hash) = 64",
    ("claim", "threshold_share"): "threshold >= 0 AND threshold <= 1",
    ("source_copy", "digest"): "length(sha256) = 64",
}
"""The other conditions that give way to stricter ones."""

OF_SLUGS = "abcdefghijklmnopqrstuvwxyz0123456789.-"
LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
DAY = (
    "(?!0000)([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|[0-9]{4}-(0[13-9]|1[0-2])-(29|30)"
    f"|[0-9]{{4}}-(0[13578]|1[02])-31|{LEAP}-02-29)"
)
Checks = Mapping[str, str]
"""Conditions by name."""


def upgrade() -> None:
    """Make the conditions stricter; raises Damaged if a row does not fulfil them."""
    _require_tables()
    for table in TABLES:
        former, new = dict(_former(table)), dict(_new(table))
        if not op.get_context().as_sql:
            _require_fulfilled(table, dict(_asked(table)))
        _exchange(table, former, new)


def downgrade() -> None:
    """Take back the former conditions, which every row fulfils."""
    _require_tables()
    for table in TABLES:
        _exchange(table, dict(_new(table)), dict(_former(table)))


def _require_tables() -> None:
    """Raise CommandError where statements are to be printed that depend on the tables."""
    if _is_sqlite() and op.get_context().as_sql:
        raise CommandError("a SQLite file is not upgraded by statements: run `evidence init`")


def _require_fulfilled(table: str, checks: Checks) -> None:
    """Raise Damaged for a row that breaks one of the conditions."""
    bind = op.get_bind()
    key = sa.inspect(bind).get_pk_constraint(table)["constrained_columns"]
    for name, condition in checks.items():
        question = f"SELECT {', '.join(key)} FROM {table} WHERE NOT ({condition}) LIMIT 1"
        broken = bind.exec_driver_sql(question).first()
        if broken is not None:
            row = ", ".join(f"{k} {v!r:.40}" for k, v in zip(key, broken, strict=True))
            raise Damaged(
                f"the row of table {table} with {row} breaks {name}: nothing was upgraded",
                "correct the row, or restore a backup, and run `evidence init` again",
            )


def _exchange(table: str, gone: Checks, come: Checks) -> None:
    """Put conditions in the place of others."""
    if not _is_sqlite():
        for name in gone:
            op.drop_constraint(op.f(name), table, type_="check")
        for name, condition in come.items():
            op.create_check_constraint(op.f(name), table, condition)
        return
    # SQLite can change no condition: the table is made anew (sqlite.org, "ALTER TABLE", 7), and
    # loses its indexes and triggers by that. Alembic's batches would shuffle the conditions.
    bind, anew = op.get_bind(), f"{table}_anew"
    of_table = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type <> 'table' AND sql <> ''"
    lost = bind.exec_driver_sql(of_table, (table,)).scalars().all()
    made = str(CreateTable(_drawn(table, gone, come)).compile(bind))
    bind.exec_driver_sql(made.replace(f"CREATE TABLE {table} ", f"CREATE TABLE {anew} ", 1))
    bind.exec_driver_sql(f"INSERT INTO {anew} SELECT * FROM {table} ORDER BY rowid")
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {anew} RENAME TO {table}")
    for text in lost:
        bind.exec_driver_sql(text)


def _drawn(table: str, gone: Checks, come: Checks) -> sa.Table:
    """The table as it is in a SQLite database, with conditions in the place of others."""
    drawn = _drawings(op.get_bind()).tables[table]
    # Whether conditions are read with a table depends on the version of SQLAlchemy.
    drawn.constraints -= {one for one in drawn.constraints if isinstance(one, sa.CheckConstraint)}
    held = {str(one["name"]): one["sqltext"] for one in _held(table)}
    kept = {name: condition for name, condition in held.items() if name not in gone}
    for name, condition in {**kept, **come}.items():
        drawn.append_constraint(sa.CheckConstraint(condition, name=op.f(name)))
    return drawn


@cache
def _drawings(bind: sa.Connection) -> sa.MetaData:
    """All tables as they were before the first was made anew."""
    drawings = sa.MetaData()
    drawings.reflect(bind)
    return drawings


def _held(table: str) -> Sequence[Any]:
    """The conditions that a table has in the database."""
    return sa.inspect(op.get_bind()).get_check_constraints(table)


def _new(table: str) -> Iterator[tuple[str, str]]:
    """The conditions that a table has from now on instead of the former ones."""
    if _is_sqlite():
        yield from ((name, _either(text)) for name, text in _of_terms(table) if "(" in text)
    named = {f"{column}_date": _date(column) for column in DATES.get(table, ())}
    named |= {f"{column}_moment": _moment(column) for column in MOMENTS.get(table, ())}
    named |= {f"{column}_digest": _hexadecimal(column, 64) for column in DIGESTS.get(table, ())}
    named |= {f"{column}_slug": _slug(column) for column in SLUGS.get(table, ())}
    named |= {f"{column}_key": _hexadecimal(column, 12) for column in KEYS.get(table, ())}
    named |= {f"{column}_counts": f"{column} >= 1" for column in COUNTED.get(table, ())}
    named |= {f"{column}_counts": f"{column} >= 0" for column in ORDERED.get(table, ())}
    named |= {name: condition for (of, name), condition in OTHERS.items() if of == table}
    named |= _types(table) if _is_sqlite() else {}
    for name, condition in named.items():
        known = _is_sqlite() and name.endswith("_known")
        yield f"ck_{table}_{name}", _either(condition) if known else condition


def _of_terms(table: str) -> Iterator[tuple[str, str]]:
    """The conditions of the vocabulary that a table had before."""
    later = {f"ck_{of}_{name}" for of, name in OTHERS}
    for one in _held(table):
        if str(one["name"]).endswith("_known") and one["name"] not in later:
            yield str(one["name"]), str(one["sqltext"])


def _either(condition: str) -> str:
    """`a IN ('b', 'c')` as `a = 'b' OR a = 'c'`: SQLite makes a table of a list for every row."""
    column, _, terms = condition.removesuffix(")").partition(" IN (")
    return " OR ".join(f"{column} = {term}" for term in terms.split(", "))


def _listed(condition: str) -> str:
    """The same the other way."""
    column = condition.partition(" = ")[0]
    terms = [part.partition(" = ")[2] for part in condition.split(" OR ")]
    return f"{column} IN ({', '.join(terms)})"


def _former(table: str) -> Iterator[tuple[str, str]]:
    if _is_sqlite():
        for name, text in _of_terms(table):
            yield name, _listed(text) if " OR " in text else text
    for column in DATES.get(table, ()):
        if column != "opened":
            yield f"ck_{table}_{column}_date", f"length({column}) IN (4, 7, 10)"
    for column in FILLED.get(table, ()):
        yield f"ck_{table}_{column}_filled", f"length({column}) > 0"
    for (of, name), condition in FORMER.items():
        if of == table:
            yield f"ck_{table}_{name}", condition
    texts = _texts(table, {*DATES.get(table, ())} - {"opened"}) if _is_sqlite() else []
    if texts:
        clean = " AND ".join(f"instr({column}, char(0)) = 0" for column in texts)
        yield f"ck_{table}_no_nul", clean


def _types(table: str) -> dict[str, str]:
    """What PostgreSQL refuses by the type of a column, and SQLite has to be told."""
    words = {name.removesuffix("_known") for of, name in OTHERS if of == table}
    texts = [f"typeof({c}) <> 'blob' AND instr({c}, char(0)) = 0" for c in _texts(table, words)]
    whole = [f"typeof({c}) IN ('integer', 'null')" for c in _columns(table, sa.Integer)]
    given = {"texts": " AND ".join(texts), "integers": " AND ".join(whole)}
    return {name: condition for name, condition in given.items() if condition}


def _texts(table: str, without: set[str]) -> list[str]:
    """The columns of text that take any."""
    held = {str(one["name"]) for one in _held(table)}
    later = {f"ck_{of}_{name}" for of, name in OTHERS}
    closed = {name.split(f"ck_{table}_")[1] for name in held - later if name.endswith("_known")}
    taken = without | {name.removesuffix("_known") for name in closed}
    return [column for column in _columns(table, sa.Text) if column not in taken]


def _columns(table: str, kind: type[Any]) -> list[str]:
    """The columns of a type, fit to be written in a condition."""
    columns = sa.inspect(op.get_bind()).get_columns(table)
    names = [column["name"] for column in columns if isinstance(column["type"], kind)]
    return ['"group"' if name == "group" else name for name in names]


def _slug(column: str) -> str:
    return (
        f"length({column}) BETWEEN 1 AND 80 AND ltrim({column}, '{OF_SLUGS}') = '' "
        f"AND ltrim({column}, '.-') = {column} AND replace({column}, '..', '') = {column}"
    )


def _hexadecimal(column: str, length: int) -> str:
    return f"length({column}) = {length} AND ltrim({column}, '{HEX}') = ''"


def _date(column: str) -> str:
    first = f"substr({column} || '-01-01', 1, 10)"
    if _is_sqlite():
        long = " OR ".join(f"length({column}) = {length}" for length in (4, 7, 10))
        there = f"{column} >= '0001' AND date({first}, '+0 days') IS {first}"
        return f"{column} IS NULL OR ({long}) AND {there}"
    shape = f"{column} ~ '^[0-9]{{4}}(-[0-9][0-9]){{0,2}}$'"
    return f"{shape} AND CAST({first} AS DATE) >= '0001-01-01'"


def _asked(table: str) -> Iterator[tuple[str, str]]:
    """The new conditions as questions, which a row that breaks them answers instead of failing."""
    yield from _new(table)
    if not _is_sqlite():
        for column in DATES.get(table, ()):
            first = f"substr({column} || '-01-01', 1, 10)"
            long = f"length({column}) IN (4, 7, 10)"
            yield f"ck_{table}_{column}_date", f"{long} AND {first} ~ '^{DAY}$'"


def _moment(column: str) -> str:
    if _is_sqlite():
        there = f"strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '+0 days') IS {column}"
        return f"{column} >= '0001' AND {there}"
    return f"{column} ~ '^{DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$'"


def _is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"
