from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import Run, runner
from tests.conftest import ENGINES, NewDatabase


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What --db names: a copy of the seed discussion, once on each engine."""
    if request.param == "sqlite":
        return str(
            shutil.copy(request.getfixturevalue("thread_database"), tmp_path / "evidence.db")
        )
    server = request.getfixturevalue("postgresql_server")
    return str(server.url(server.database(request.getfixturevalue("thread_on_postgresql"))))


@pytest.fixture
def seeded(place: str, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs commands on a copy of the seed discussion, once on each engine."""
    return runner(capfd, place)


@pytest.fixture(params=ENGINES)
def empty(
    request: pytest.FixtureRequest, new_database: NewDatabase, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Runs commands on an empty database, once on each engine."""
    return runner(capfd, new_database(request.param).target)
