from __future__ import annotations

from contextlib import closing

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from evidence.bundled import bundled
from evidence.store.connections import opened
from evidence.store.engine import APPLICATION, REVISIONS, Location, engine
from evidence.store.tables import METADATA
from tests.conftest import ENGINES, NewDatabase
from tests.store.test_upgrading import shape


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(bundled("migrations")))
    return made


def tables(location: Location) -> list[str]:
    """What a database says of the tables that the models know."""
    lines = [line for line in shape(location) if not line.startswith("CREATE TRIGGER")]
    return [line for line in lines if "alembic_version" not in line]


def test_the_migrations_make_what_the_models_say(database: Location) -> None:
    with engine(database, migrating=True).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("name", ENGINES)
def test_the_migrations_say_word_for_word_what_the_models_say(
    name: str, blank: NewDatabase, new_database: NewDatabase
) -> None:
    modelled = blank(name)
    with engine(modelled, migrating=True).begin() as connection:
        METADATA.create_all(connection)
        if name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")

    migrated = tables(new_database(name))

    assert migrated == tables(modelled)
    assert len(migrated) >= len(METADATA.tables)


def test_the_statements_that_are_printed_for_a_server_make_the_same_tables(
    blank: NewDatabase,
    new_database: NewDatabase,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EVIDENCE_DB", "postgresql://localhost/x")
    command.upgrade(config(), "head", sql=True)
    printed, location = capsys.readouterr().out, blank("postgresql")

    with closing(opened(location, mode="rwc", patience=10)) as connection:
        connection.execute(printed)

    assert shape(location) == shape(new_database("postgresql"))


def test_no_statements_are_printed_for_a_file_whose_tables_have_to_be_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EVIDENCE_DB", "evidence.db")
    with pytest.raises(CommandError, match="run `evidence init`"):
        command.upgrade(config(), "head", sql=True)


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


def test_every_unique_key_of_what_grows_with_evidence_holds_the_claim() -> None:
    for name in ("evidence", "search", "claim_subject", "claim_unit", "resolution"):
        table = METADATA.tables[name]
        keys = [c for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
        keys += [table.primary_key]  # type: ignore[list-item]
        keys += [index for index in table.indexes if index.unique]  # type: ignore[misc]
        assert all("claim_id" in {column.name for column in key.columns} for key in keys), name


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
