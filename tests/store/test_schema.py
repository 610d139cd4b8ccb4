from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from evidence.bundled import bundled
from evidence.store.distributing import FIRST, growing
from evidence.store.engine import REVISIONS, Location, engine
from evidence.store.tables import METADATA
from tests.conftest import ENGINES

DIALECTS = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}  # type: ignore[no-untyped-call]


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(bundled("migrations")))
    return made


def parts(statement: str) -> list[str]:
    """The lines of a CREATE statement, in an order that does not depend on who wrote it."""
    return sorted(line.strip().rstrip(",") for line in statement.splitlines() if line.strip(" ();"))


def statements(text: str) -> dict[str, list[str]]:
    """What each CREATE TABLE and CREATE INDEX in a text says, by the name of what it makes."""
    found = {}
    for one in re.sub("(?m)^--.*$", "", text).split(";\n"):
        made = re.match(r"\s*CREATE (?:TABLE|INDEX) (\w+)", one)
        if made and made[1] != "alembic_version":
            found[made[1]] = parts(one)
    return found


def test_the_migrations_make_what_the_models_say(database: Location) -> None:
    with engine(database, migrating=True).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("dialect", ENGINES)
def test_the_migrations_say_word_for_word_what_the_models_say(
    dialect: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = {"sqlite": "evidence.db", "postgresql": "postgresql://localhost/x"}[dialect]
    monkeypatch.setenv("EVIDENCE_DB", place)
    command.upgrade(config(), "head", sql=True)
    migrated = statements(capsys.readouterr().out)

    tables = METADATA.sorted_tables
    modelled = [str(CreateTable(table).compile(dialect=DIALECTS[dialect])) for table in tables]
    for table in tables:
        for index in table.indexes:
            modelled.append(str(CreateIndex(index).compile(dialect=DIALECTS[dialect])))
    assert migrated == statements(";\n".join(modelled))
    assert len(migrated) == len(tables) + sum(len(table.indexes) for table in tables)


def test_reading_knows_every_revision() -> None:
    scripts = ScriptDirectory.from_config(config())
    assert len(scripts.get_heads()) == 1
    assert tuple(one.revision for one in scripts.walk_revisions())[::-1] == REVISIONS


def test_migrations_go_down_and_up_again(database: Location) -> None:
    from evidence.store.schema import migrating, upgrade

    def tables() -> list[str]:
        with engine(database, migrating=True).connect() as connection:
            return sorted(sa.inspect(connection).get_table_names())

    full = tables()
    with migrating(database) as connection:
        down = config()
        down.attributes["connection"] = connection
        command.downgrade(down, "base")
    assert tables() == ["alembic_version"]

    upgrade(database)
    assert tables() == full


def test_every_unique_key_of_what_grows_holds_the_column_that_it_is_distributed_by() -> None:
    columns = growing()

    assert set(FIRST.values()) <= set(columns)
    for name, column in columns.items():
        table = METADATA.tables[name]
        keys = [c for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
        keys += [table.primary_key]  # type: ignore[list-item]
        keys += [index for index in table.indexes if index.unique]  # type: ignore[misc]
        assert all(column in {c.name for c in key.columns} for key in keys), name


BAD = [
    ("claim", "prior", "1.5"),
    ("claim", "prior", "0"),
    ("claim", "prior", "'NaN'"),
    ("claim", "prior", "'abc'"),
    ("claim", "threshold", "-0.1"),
    ("claim", "kind", "'rumour'"),
    ("claim", "slug", "''"),
    ("claim", "statement", "''"),
    ("claim", "attribute", "'beauty'"),
    ("claim", "number_format", "'fp9'"),
    ("source", "kind", "'oracle'"),
    ("source", "grade", "'G'"),
    ("source", "published", "'yesterday'"),
    ("source", "slug", "''"),
    ("source", "slug", "NULL"),
    ("subject", "type", "'planet'"),
    ("subject", "slug", "''"),
    ("subject", "name", "NULL"),
    ("evidence", "stance", "'agrees'"),
    ("evidence", "strength", "'huge'"),
    ("evidence", "probability", "1.0000001"),
    ("evidence", "probability", "-1e-9"),
    ("evidence", "verified", "'yes'"),
    ("evidence", "unit", "''"),
    ("search", "detection", "2"),
    ("search", "detection", "'NaN'"),
    ("search", "query", "''"),
    ("observation", "basis", "'guess'"),
    ("observation", "sparsity", "'half'"),
    ("observation", "value", "''"),
    ("resolution", "outcome", "'maybe'"),
    ("selection", "scope", "'most'"),
]


@pytest.mark.parametrize(("table", "column", "value"), BAD)
def test_the_database_itself_refuses_what_cannot_be(
    database: Location, table: str, column: str, value: str
) -> None:
    from tests.store.examples import added, records, write

    write(database, added(records()))

    with engine(database).connect() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = {value}")


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(("table", "column"), [("evidence", "quote"), ("source", "title")])
def test_sqlite_refuses_a_nul_as_postgresql_does(
    engine_name: str, table: str, column: str, new_database: object
) -> None:
    from tests.store.examples import added, records, write

    database = new_database(engine_name)  # type: ignore[operator]
    write(database, added(records()))

    with engine(database).connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = 'a' || char(0) || 'b'")
