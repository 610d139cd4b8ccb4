from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.injection.hostile import Twins, built
from tests.injection.outputs import Files, Output, written

Both = Callable[[Output], tuple[Files, Files]]


@pytest.fixture(scope="session")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """The hostile workspace and its harmless twin, built once."""
    return built(tmp_path_factory.mktemp("twins"))


@pytest.fixture(scope="session")
def outputs(twins: Twins) -> Both:
    """Writes an output of both workspaces, once."""

    @cache
    def both(output: Output) -> tuple[Files, Files]:
        folders = [path.with_suffix(".outputs") for path in twins]
        for folder in folders:
            folder.mkdir(exist_ok=True)
        return (
            written(output, twins.hostile, folders[0]),
            written(output, twins.harmless, folders[1]),
        )

    return both
