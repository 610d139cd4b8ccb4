from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import Run, runner
from tests.conftest import ENGINES, NewDatabase


@pytest.fixture(params=ENGINES)
def seeded(
    request: pytest.FixtureRequest, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Runs commands on a copy of the seed discussion, once on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "evidence.db"
        shutil.copy(request.getfixturevalue("thread_database"), path)
        return runner(capfd, str(path))
    server = request.getfixturevalue("postgresql_server")
    name = server.database(request.getfixturevalue("thread_on_postgresql"))
    return runner(capfd, server.url(name))


@pytest.fixture(params=ENGINES)
def empty(
    request: pytest.FixtureRequest, new_database: NewDatabase, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Runs commands on an empty database, once on each engine."""
    return runner(capfd, new_database(request.param).target)
