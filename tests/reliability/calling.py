"""Commands run in the tests' own process, and whether a database is sound afterwards."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout

from evidence.cli.root import run
from evidence.integrity import check
from evidence.store.engine import Location, Reader
from evidence.store.reading import everything, log
from tests.cli.running import Ran


def called(location: Location | str, *arguments: str) -> Ran:
    """What a command gives."""
    place = location if isinstance(location, str) else location.target
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["--db", place, *arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def refused(ran: Ran, *codes: int) -> str:
    """The one line that a command was refused with."""
    assert ran.code in codes, ran
    [line] = ran.err.splitlines()
    assert line.startswith("evidence: "), line
    assert "a defect of this program" not in line
    return line


def require_sound(location: Location) -> int:
    """How many records a database holds, all of which follow from its log."""
    found = check(location)
    assert found.problems == ()
    return found.rows


def quotes(location: Location, claim: str = "c") -> set[str]:
    """The quotes of all evidence on a claim."""
    with Reader(location) as reader:
        return {str(item.quote) for item in everything(reader).bearing_on(claim)}  # type: ignore[union-attr]


def entries(location: Location) -> int:
    """How many entries the log has."""
    with Reader(location) as reader:
        return len(log(reader))
