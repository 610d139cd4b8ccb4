"""Running the command line inside the tests' own process."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from evidence.cli.root import run


class Ran(NamedTuple):
    """What one call gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self.out)


Run = Callable[..., Ran]


def runner(capfd: pytest.CaptureFixture[str], database: str) -> Run:
    """Runs commands on one database."""

    def ran(*arguments: str) -> Ran:
        capfd.readouterr()
        code = run(["--db", database, *arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)

    return ran
