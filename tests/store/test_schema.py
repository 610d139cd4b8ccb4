from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import cache

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
from evidence.store.distributing import FIRST, growing
from evidence.store.engine import APPLICATION, REVISIONS, Location, engine
from evidence.store.tables import METADATA
from tests.conftest import ENGINES, NewDatabase
from tests.reliability.released import released
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


def test_every_unique_key_of_what_grows_holds_the_column_that_it_is_distributed_by() -> None:
    columns = growing()

    assert set(FIRST.values()) <= set(columns)
    for name, column in columns.items():
        table = METADATA.tables[name]
        keys = [c for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
        keys += [table.primary_key]  # type: ignore[list-item]
        keys += [index for index in table.indexes if index.unique]  # type: ignore[misc]
        assert all(column in {c.name for c in key.columns} for key in keys), name


BAD: list[tuple[str, str, str]] = [
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
    *(
        (table, column, f"'{date}'")
        for table, column in (("source", "published"), ("evidence", "ended"), ("search", "date"))
        for date in (
            *("", "0000", "0000-01-01", "-044", "12345", "2024-", "2024-1", "2024-13", "2024-00"),
            *("2024-02-30", "2023-02-29", "1900-02-29", "2024-04-31", "2024-01-00", "2024-1-1"),
            *("2024/01/01", "20240101", "2024-01-01T", "٢٠٢٤", "abcd", "now", "----", " 2024"),
            *("2024-W01-1", "24-01-01", "2024-01-1a", "12:30:12.3", "2024-01-01 ", "2460000"),
        )
    ),
    *(
        (table, column, "'2024-02-30'")
        for table, column in (
            *(("source", "accessed"), ("subject", "released"), ("claim", "opened")),
            *(("evidence", "published"), ("evidence", "retracted"), ("search", "retracted")),
            *(("observation", "published"), ("observation", "ended"), ("selection", "date")),
            *(("observation", "retracted"), ("resolution", "date")),
        )
    ),
    *(
        (table, column, f"'{slug}'")
        for table, column in (("claim", "slug"), ("source", "slug"), ("evidence", "unit"))
        for slug in ("A", "a b", "a..b", ".a", "-a", "a/b", "ä", "x" * 81, "a_b", "a\n")
    ),
    ("subject", "slug", "'Lab'"),
    ("search", "unit", "'a/b'"),
    *(
        (table, "key", f"'{key}'")
        for table in ("evidence", "observation", "search")
        for key in ("", "abc", "0123456789AB", "0123456789abc", "0123456789xy", "\uff10123456789ab")
    ),
    ("source", "sha256", "'abc'"),
    ("source", "sha256", f"'{'AB' * 32}'"),
    ("source", "sha256", f"'{'xy' * 32}'"),
    ("claim", "prior", "1"),
    ("claim", "prior", "'Infinity'"),
    ("claim", "prior", "1e308"),
    ("claim", "threshold", "1"),
    ("claim", "threshold", "'NaN'"),
    ("evidence", "probability", "'-Infinity'"),
    ("evidence", "probability", "'half'"),
    ("search", "detection", "NULL"),
    ("observation", "year", "0"),
    ("observation", "year", "10000"),
    ("observation", "year", "'abc'"),
    ("observation", "year", "9223372036854775808"),
    ("claim_unit", "position", "-1"),
    ("claim_unit", "position", "'first'"),
    ("claim_subject", "position", "-1"),
    ("evidence", "entry", "'abc'"),
    ("evidence", "source_id", "'report'"),
    ("source", "id", "0"),
    ("source", "id", "'abc'"),
    ("source", "self_interested", "'perhaps'"),
    ("evidence", "status", "'final'"),
    ("observation", "status", "''"),
    ("selection", "rule", "'first'"),
    ("source_copy", "kept", "'2024-02-30'"),
    ("source_copy", "sha256", "'abc'"),
    ("source_copy", "replaces", "'abc'"),
    ("source_copy", "size", "0"),
    ("imported_row", "number", "0"),
    ("imported_row", "number", "'first'"),
    ("derivation_input", "position", "-1"),
    ("derivation_input", "observation", "'abc'"),
    *(
        ("derivation", "recorded", f"'{moment}'")
        for moment in (
            *("", "2024-01-01", "2024-02-30T00:00:00Z", "2024-01-01T24:00:00Z"),
            *("2024-01-01T23:59:60Z", "2024-01-01T00:00:00+01:00", "2024-01-01 00:00:00Z"),
            *("0000-01-01T00:00:00Z", "2024-01-01T00:00:00.5Z", "now"),
        )
    ),
]


@pytest.fixture(scope="module")
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Location]:
    """A database of an engine in which every table holds rows, made once."""

    def blank(name: str) -> Location:
        if name == "sqlite":
            return Location(str(tmp_path_factory.mktemp("filled") / "evidence.db"))
        server = request.getfixturevalue("postgresql_server")
        return Location(server.url(server.database()))

    return cache(lambda name: released(blank, name, REVISIONS[-1]))


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(("table", "column", "value"), BAD)
def test_the_database_itself_refuses_what_cannot_be(
    filled: Callable[[str], Location], name: str, table: str, column: str, value: str
) -> None:
    with engine(filled(name)).connect() as connection, pytest.raises(sa.exc.DBAPIError) as caught:
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = {value}")
    # Not because each row was to have the same key.
    assert "unique" not in str(caught.value).lower()


GOOD = [
    *(("source", "published", f"'{date}'") for date in ("0001", "9999-12-31", "2024-02-29")),
    *(("source", "published", f"'{date}'") for date in ("2000-02-29", "2024-12", "2023-04-30")),
    ("source", "published", "NULL"),
    ("claim", "prior", "1e-9"),
    ("claim", "threshold", "0"),
    ("evidence", "probability", "0"),
    ("evidence", "probability", "1"),
    ("observation", "year", "9999"),
    ("evidence", "unit", f"'{'x' * 80}'"),
    ("search", "unit", "'9.a-b'"),
    ("source", "sha256", f"'{'0f' * 32}'"),
    ("derivation", "recorded", "'2024-02-29T23:59:59Z'"),
]


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(("table", "column", "value"), GOOD)
def test_the_database_takes_what_the_door_takes_at_its_limits(
    filled: Callable[[str], Location], name: str, table: str, column: str, value: str
) -> None:
    with engine(filled(name)).connect() as connection:
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = {value}")


BYTES = [
    ("source", "slug"),
    ("source", "title"),
    ("source", "published"),
    ("source", "sha256"),
    ("source", "kind"),
    ("evidence", "key"),
    ("evidence", "quote"),
    ("evidence", '"group"'),
    ("observation", "value"),
    ("claim", "prior"),
    ("observation", "year"),
    ("claim_unit", "list_name"),
]


@pytest.mark.parametrize(("table", "column"), BYTES)
def test_sqlite_refuses_bytes_where_text_or_a_number_belongs(
    filled: Callable[[str], Location], table: str, column: str
) -> None:
    digits = "61" * 12
    with engine(filled("sqlite")).connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = x'{digits}' WHERE rowid = 1")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("evidence", "quote", "'a' || char(0) || 'b'"),
        ("source", "title", "'a' || char(0) || 'b'"),
        ("source", "slug", "'a' || char(0) || 'b'"),
        ("source", "published", "'2024-01-01' || char(0) || 'b'"),
    ],
)
def test_sqlite_refuses_a_nul_as_postgresql_does(
    filled: Callable[[str], Location], table: str, column: str, value: str
) -> None:
    with engine(filled("sqlite")).connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = {value}")
