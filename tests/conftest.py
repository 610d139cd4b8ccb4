"""What all tests share: empty databases on both engines, a browser, figures at the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evidence import shipped
from evidence.store.location import Location
from evidence.workspace import Workspace
from tests import browser as browsing
from tests import postgres

# A hook has to stand here to be heard: with xdist nothing below this folder is read in time.
from tests.figures import pytest_terminal_summary  # noqa: F401

ENGINES = ("sqlite", "postgresql")
NewDatabase = Callable[[str], Location]
"""Makes another empty place for a database of an engine, without tables."""


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgres.Server]:
    programs = postgres.binaries()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail(postgres.WHY_NOT)
        pytest.skip(postgres.WHY_NOT)
    server = postgres.Server(programs)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[browsing.Browser]:
    """A running Chromium; tests of pages are skipped without one, but never in CI."""
    program = browsing.program()
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail(browsing.WHY_NOT)
        pytest.skip(browsing.WHY_NOT)
    running = browsing.Browser(program)
    yield running
    running.close()


@pytest.fixture(scope="session")
def spark() -> None:
    """Spark can be started; its tests are skipped where it cannot, but never in CI."""
    from importlib.util import find_spec

    missing = [
        name
        for name, there in (("PySpark", find_spec("pyspark")), ("Java", shutil.which("java")))
        if not there
    ]
    if missing:
        why = f"{' and '.join(missing)} is not on this machine"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from evidence.store.schema import create

    path = tmp_path_factory.mktemp("template") / "evidence.db"
    create(Location(str(path)))
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: postgres.Server) -> str:
    from evidence.store.schema import create

    name = postgresql_server.database()
    create(Location(postgresql_server.url(name)))
    return name


@pytest.fixture
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> NewDatabase:
    """A place where no tables are yet, on the engine that is asked for."""

    def made(engine: str) -> Location:
        if engine == "sqlite":
            return Location(str(tmp_path / "evidence.db"))
        server = request.getfixturevalue("postgresql_server")
        return Location(server.url(server.database()))

    return made


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> NewDatabase:
    """Makes an empty database with its tables, on the engine that is asked for."""

    def made(engine: str) -> Location:
        if engine == "sqlite":
            path = tmp_path / f"evidence-{len(list(tmp_path.iterdir()))}.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            return Location(str(path))
        server = request.getfixturevalue("postgresql_server")
        return Location(server.url(server.database(request.getfixturevalue("postgresql_template"))))

    return made


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, new_database: NewDatabase) -> Location:
    """An empty database with its tables, once on each engine."""
    return new_database(request.param)


def _load_thread(location: str) -> None:
    workspace = Workspace(location)
    workspace.create()
    workspace.import_files([shipped.bundle(shipped.THREAD)], impact=False)


@pytest.fixture(scope="session")
def thread_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed discussion on SQLite, loaded once and closed."""
    path = tmp_path_factory.mktemp("thread") / "thread.db"
    _load_thread(str(path))
    Workspace(str(path)).backup(str(path.with_suffix(".copy")))
    return path.with_suffix(".copy")


@pytest.fixture(scope="session")
def thread_on_postgresql(postgresql_server: postgres.Server) -> str:
    """The name of a PostgreSQL database with the seed discussion, loaded once."""
    name = postgresql_server.database()
    _load_thread(postgresql_server.url(name))
    return name
