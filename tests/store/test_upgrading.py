from __future__ import annotations

import os
import random
import shutil
import stat
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path

import pytest

from evidence.bundled import bundled
from evidence.core.canonical import canonical
from evidence.core.errors import MigrationNeeded, Unavailable
from evidence.core.forms import as_mapping
from evidence.store import engine as engine_module
from evidence.store import schema
from evidence.store.engine import Location, Reader, engine
from evidence.store.history import verify
from evidence.store.reading import everything, log
from evidence.store.schema import Migrated, create, upgrade
from tests.conftest import ENGINES, NewDatabase
from tests.store.examples import added, organization, records, write
from tests.store.processes import in_a_process, killed_after

NEWEST = engine_module.REVISIONS[-1]
REBUILD = """
revision = "9999"
down_revision = "NEWEST"

import sqlalchemy as sa
from alembic import op


def upgrade():
    op.create_table("extra", sa.Column("id", sa.Integer, primary_key=True))
    for table in ("subject", "source", "claim"):
        with op.batch_alter_table(table, recreate="always" if SQLITE else "auto") as batch:
            batch.add_column(sa.Column("extra", sa.Text))
    FAIL
"""


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Gives the program a second revision, which rebuilds every parent table."""

    def given(database: Location, fail: str = "") -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(bundled("migrations"), folder, dirs_exist_ok=True)
        text = REBUILD.replace("SQLITE", str(database.dialect == "sqlite")).replace("FAIL", fail)
        text = text.replace("NEWEST", NEWEST)
        (folder / "versions" / "9999_next.py").write_text(text)
        monkeypatch.setattr(schema, "bundled", lambda name: folder)
        monkeypatch.setattr(engine_module, "REVISIONS", (*engine_module.REVISIONS, "9999"))

    return given


def shape(location: Location) -> list[str]:
    """Everything that the database says of its own structure, whoever drew its tables first."""
    if location.dialect == "sqlite":
        query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY sql"
    else:
        query = (
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable "
            "FROM information_schema.columns WHERE table_schema = 'public' UNION ALL "
            "SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint UNION ALL "
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
        )
    with engine(location).connect() as connection:
        return sorted(in_order(str(line)) for (line,) in connection.exec_driver_sql(query))


def in_order(statement: str) -> str:
    """A CREATE statement with its constraints in the order of their names, and no quotes."""
    lines = [line.strip().rstrip(",") for line in statement.replace('"', "").splitlines()]
    constraints = sorted(line for line in lines if line.startswith("CONSTRAINT"))
    return "\n".join([line for line in lines if line not in constraints] + constraints)


def content(location: Location) -> list[str]:
    with Reader(location, any_schema=True) as reader:
        assert verify(log(reader)) == []
        return sorted(canonical(as_mapping(record)) for record in everything(reader))


def remove(location: Location) -> None:
    if location.dialect == "sqlite":
        for path in Path(location.path).parent.glob("evidence.db*"):
            path.unlink()


@pytest.mark.parametrize("name", ENGINES)
def test_a_database_is_made_where_there_is_none(blank: NewDatabase, name: str) -> None:
    location = blank(name)

    assert create(location) == Migrated(None, NEWEST)
    assert content(location) == []


def test_a_new_file_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    former = os.umask(0)
    try:
        create(str(tmp_path / "evidence.db"))
        write(Location(str(tmp_path / "evidence.db")), added(records()))
    finally:
        os.umask(former)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}


def test_upgrading_twice_changes_nothing(database: Location) -> None:
    write(database, added(records()))
    before = (shape(database), content(database))
    held = Path(database.path).read_bytes() if database.dialect == "sqlite" else b""

    assert upgrade(database) == Migrated(NEWEST, NEWEST)
    assert create(database) == Migrated(NEWEST, NEWEST)

    assert (shape(database), content(database)) == before
    if database.dialect == "sqlite":
        assert Path(database.path).read_bytes() == held


def test_an_older_database_has_to_be_upgraded_first(
    database: Location, next_revision: Callable[..., None]
) -> None:
    next_revision(database)

    with pytest.raises(MigrationNeeded, match="older version") as caught:
        Reader(database).__enter__()
    assert caught.value.hint == "run `evidence init`"


def test_an_upgrade_keeps_every_row(database: Location, next_revision: Callable[..., None]) -> None:
    write(database, added(records()))
    before = content(database)
    next_revision(database)

    assert upgrade(database)[:2] == (NEWEST, "9999")

    assert content(database) == before
    write(database, added([organization("another")]))


def test_an_upgrade_keeps_a_copy_of_the_former_file(
    new_database: NewDatabase, next_revision: Callable[..., None]
) -> None:
    database = new_database("sqlite")
    write(database, added(records()))
    before = content(database)
    next_revision(database)

    copy = upgrade(database).copy

    assert copy == f"{database.path}.before-9999"
    assert stat.S_IMODE(Path(copy).stat().st_mode) == 0o600
    assert content(Location(copy)) == before
    with Reader(Location(copy), any_schema=True) as reader:
        assert reader.revision() == NEWEST


def test_no_upgrade_without_room_for_the_copy(
    new_database: NewDatabase, next_revision: Callable[..., None]
) -> None:
    database = new_database("sqlite")
    before = shape(database)
    next_revision(database)
    Path(f"{database.path}.before-9999").mkdir()

    with pytest.raises(Unavailable, match="no copy"):
        upgrade(database)
    assert shape(database) == before


def test_a_migration_that_fails_leaves_no_trace(
    database: Location, next_revision: Callable[..., None]
) -> None:
    write(database, added(records()))
    before = (shape(database), content(database))
    next_revision(database, fail="raise RuntimeError('half way')")

    with pytest.raises(RuntimeError, match="half way"):
        upgrade(database)

    assert (shape(database), content(database)) == before
    next_revision(database)
    upgrade(database)
    assert content(database) == before[1]


def test_a_migration_that_breaks_a_reference_leaves_no_trace(
    new_database: NewDatabase, next_revision: Callable[..., None]
) -> None:
    from evidence.core.errors import Damaged

    database = new_database("sqlite")
    write(database, added(records()))
    before = (shape(database), content(database))
    next_revision(database, fail="op.execute(\"DELETE FROM subject WHERE slug = 'lab'\")")

    with pytest.raises(Damaged, match="refer to rows that are not there"):
        upgrade(database)
    assert (shape(database), content(database)) == before


@pytest.mark.parametrize("name", ENGINES)
def test_a_killed_start_leaves_nothing_or_all(blank: NewDatabase, name: str) -> None:
    create(blank("sqlite"))  # so that a child has nothing left to import
    Path(blank("sqlite").path).unlink()
    chance = random.Random(5)
    for _ in range(20):
        location = blank(name)
        killed_after(chance.uniform(0.0, 0.25), partial(create, location))
        if name == "postgresql" or Path(location.path).exists():
            with Reader(location, any_schema=True) as reader:
                assert reader.revision() in (None, NEWEST)
        create(location)
        assert content(location) == []
        remove(location)


@pytest.mark.parametrize("name", ENGINES)
def test_a_killed_upgrade_leaves_the_old_or_the_new(
    new_database: NewDatabase, next_revision: Callable[..., None], name: str
) -> None:
    databases = [new_database(name) for _ in range(10)]
    for database in databases:
        write(database, added(records()))
    before = (shape(databases[0]), content(databases[0]))
    next_revision(databases[0])

    chance = random.Random(6)
    for database in databases:
        killed_after(chance.uniform(0.0, 0.3), partial(upgrade, database))

        with Reader(database, any_schema=True) as reader:
            revision = reader.revision()
        assert revision in (NEWEST, "9999")
        if revision == NEWEST:
            assert (shape(database), content(database)) == before
        upgrade(database)
        assert content(database) == before[1]
        assert "extra" in " ".join(shape(database))


@pytest.mark.parametrize("name", ENGINES)
def test_four_upgrades_at_once_all_succeed(blank: NewDatabase, name: str) -> None:
    for _ in range(3):
        location = blank(name)
        children = [in_a_process(partial(create, location)) for _ in range(4)]
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]
        assert content(location) == []
        remove(location)


def test_alembic_itself_upgrades_what_evidence_db_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import command
    from alembic.config import Config

    location = Location(str(tmp_path / "evidence.db"))
    monkeypatch.setenv("EVIDENCE_DB", location.path)
    # Alembic's own default is the standard output of the moment at which it was imported.
    pyproject = Path(__file__).parents[2] / "pyproject.toml"
    config = Config(toml_file=str(pyproject), stdout=StringIO())

    command.upgrade(config, "head")
    command.check(config)

    assert content(location) == []


def test_the_folder_of_migrations_is_found_in_a_package_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import evidence.bundled as module
    from evidence.core.errors import NotFound

    package = tmp_path / "evidence"
    monkeypatch.setattr(module, "__file__", str(package / "bundled.py"))
    with pytest.raises(NotFound, match="looked for"):
        module.bundled("migrations")
    (tmp_path / "migrations").mkdir()
    assert module.bundled("migrations") == tmp_path / "migrations"
    (package / "_bundled" / "migrations").mkdir(parents=True)
    assert module.bundled("migrations") == package / "_bundled" / "migrations"


def test_no_table_is_made_but_by_a_migration() -> None:
    package = Path(__file__).parents[2] / "evidence"
    assert not [path for path in package.rglob("*.py") if "create_all" in path.read_text()]
