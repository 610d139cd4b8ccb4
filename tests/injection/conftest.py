from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.injection.hostile import FEW, Twins, built
from tests.injection.outputs import Files, Output, write


class Pair(NamedTuple):
    """An output of both workspaces, and the folders in which it lies."""

    hostile: Files
    harmless: Files
    hostile_folder: Path
    harmless_folder: Path


Both = Callable[[Output], Pair]


@pytest.fixture(scope="session")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """The hostile workspace and its harmless twin, built once."""
    return built(tmp_path_factory.mktemp("twins"))


@pytest.fixture(scope="session")
def few_twins(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """The same with a sixth of the payloads."""
    return built(tmp_path_factory.mktemp("few"), FEW)


@pytest.fixture(scope="session")
def few(few_twins: Twins) -> Path:
    """The hostile workspace of a sixth of the payloads."""
    return few_twins.hostile


@pytest.fixture(scope="session")
def outputs(request: pytest.FixtureRequest) -> Both:
    """Writes an output of both workspaces, once."""

    @cache
    def both(output: Output) -> Pair:
        twins: Twins = request.getfixturevalue("few_twins" if output.few else "twins")
        folders = [path.with_suffix(".outputs") for path in twins]
        for folder in folders:
            folder.mkdir(exist_ok=True)
        files = [write(output, *where) for where in zip(twins, folders, strict=True)]
        return Pair(files[0], files[1], folders[0], folders[1])

    return both
