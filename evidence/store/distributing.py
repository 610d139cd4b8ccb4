"""Spreading a database over the machines of a Citus cluster, so that a claim lies on one of them.

What bears on claims is distributed by claim, sourced numbers by subject; what both refer to is
copied to every machine, small as it is beside them. All else stays on the coordinator, the log
above all: it is one sequence, and Citus lets no table that is guarded by triggers leave. Nor does
it let a distributed table refer to one that stays, so that those foreign keys go; `evidence check`
still compares every row with its entry. Foreign keys that are checked at commit may stay as they
are. Source: Citus 11, foreign_constraint.c and its regression tests multi_foreign_key,
foreign_key_restriction_enforcement and multi_create_table_triggers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

from evidence.core.errors import Invalid
from evidence.store.engine import Reader
from evidence.store.schema import migrating
from evidence.store.tables import METADATA

if TYPE_CHECKING:
    from sqlalchemy import ForeignKeyConstraint, Table

    from evidence.store.location import Location

BY_SUBJECT = ("observation", "selection")
"""Tables that grow with what is known of subjects. Those that grow with claims say `claim_id`."""
FIRST = {"claim_id": "evidence", "subject_id": "observation"}
"""Beside the rows of which table those of the others lie, by the column of both."""
STAYS = "log"
"""The table that every other refers to, and that stays on the coordinator."""

ONE_BY_ONE = "SET LOCAL citus.multi_shard_modify_mode TO 'sequential'"
"""Citus changes copied tables and those that refer to them in one transaction only so."""


class Distribution(NamedTuple):
    """Where the tables go that have not gone there yet."""

    by_claim: tuple[str, ...]
    by_subject: tuple[str, ...]
    everywhere: tuple[str, ...]
    """Copied to every machine: what the distributed tables refer to."""
    statements: tuple[str, ...]
    """The SQL that brings them there, in one transaction; empty where there is nothing to do."""


def growing() -> dict[str, str]:
    """The tables that grow, with the column that each is distributed by."""
    by_claim = (table.name for table in METADATA.sorted_tables if "claim_id" in table.columns)
    columns = dict.fromkeys(by_claim, "claim_id") | dict.fromkeys(BY_SUBJECT, "subject_id")
    return {name: columns[name] for name in (*FIRST.values(), *columns)}


def distribution(there: Collection[str] = ()) -> Distribution:
    """Where the tables go, those left out that are `there` already."""
    new = {name: column for name, column in growing().items() if name not in there}
    links = [link for name in new for link in _links(METADATA.tables[name])]
    known = {STAYS, *growing(), *there}
    referred = {link.referred_table.name for link in links} - known
    everywhere = [table.name for table in METADATA.sorted_tables if table.name in referred]
    statements = [
        *_dropped(links),
        *(f"SELECT create_reference_table('{name}')" for name in everywhere),
        *(_distributed(name, column) for name, column in new.items()),
    ]
    return Distribution(
        tuple(name for name, column in new.items() if column == "claim_id"),
        tuple(name for name, column in new.items() if column == "subject_id"),
        tuple(everywhere),
        (ONE_BY_ONE, *statements) if statements else (),
    )


def distribute(location: Location, dry_run: bool = False) -> Distribution:
    """Spread the tables that are not spread yet, all of them or none; raises Invalid.

    Refused are SQLite, and servers that have no Citus or have not switched it on.
    """
    if location.dialect != "postgresql":
        raise Invalid(
            f"{location} is one SQLite file, which no cluster can share",
            "name a PostgreSQL database with Citus by --db",
        )
    with Reader(location) as reader:
        _require_citus(reader)
        todo = distribution([name for (name,) in reader.rows("citus_tables")])
    if todo.statements and not dry_run:
        with migrating(location) as connection:
            for statement in todo.statements:
                connection.exec_driver_sql(statement)
    return todo


def _require_citus(reader: Reader) -> None:
    [(switched_on, available)] = reader.rows("citus")
    if switched_on:
        return
    if available:
        raise Invalid(
            f"Citus is not switched on in {reader.location}",
            "have a superuser run CREATE EXTENSION citus there",
        )
    raise Invalid(
        f"the server of {reader.location} has no Citus",
        "install it there and name it in shared_preload_libraries, or stay on one machine",
    )


def _links(table: Table) -> list[ForeignKeyConstraint]:
    return sorted(table.foreign_key_constraints, key=lambda link: str(link.name))


def _dropped(links: list[ForeignKeyConstraint]) -> Iterator[str]:
    for link in links:
        if link.referred_table.name == STAYS:
            yield f"ALTER TABLE {link.table.name} DROP CONSTRAINT {link.name}"


def _distributed(name: str, column: str) -> str:
    beside = "none" if name == FIRST[column] else FIRST[column]
    return f"SELECT create_distributed_table('{name}', '{column}', colocate_with => '{beside}')"
