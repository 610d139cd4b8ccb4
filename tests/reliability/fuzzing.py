"""`python -m tests.reliability.fuzzing SURFACE COUNT FOLDER`: a process fed hostile input.

It prints what it saw as one JSON document. A process of its own has its own memory to measure.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import resource
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

from evidence.cli.root import run
from evidence.core.canonical import canonical
from evidence.core.forms import as_mapping
from evidence.core.ledger import Ledger, identity
from evidence.exchange.inputs import accept
from evidence.store.settling import settled
from evidence.workspace import Workspace
from tests.reliability.hostile_values import BASE
from tests.reliability.surfaces import SURFACES, Input

CODES = {0, 1, 2, 3, 4}
"""The exit codes that wrong input may have."""
PER_DATABASE = 150
"""Inputs after which a new database is begun, so that reading it stays quick."""
LONGEST = 30.0
"""Seconds of the processor after which an input is given up."""


class Hung(BaseException):
    """An input that did not come to an end."""


class Trial:
    """One database, what it should hold, and what went wrong."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.path = folder / "evidence.db"
        self.folder = folder
        self.template = template
        self.seen: dict[str, Any] = {"accepted": 0, "slowest": 0.0, "codes": {}, "faults": []}
        self.expected: dict[Any, str] = {}

    def begin(self) -> None:
        """Start with a new database that holds the base."""
        for path in self.folder.glob("evidence.db*"):
            path.unlink()
        shutil.copy(self.template, self.path)
        self.expected = {identity(r): canonical(as_mapping(r)) for r in base()}

    def feed(self, given: Input) -> None:
        """Run one input and remember what it should have left behind."""
        place, arguments = "", given.arguments
        if given.file is not None:
            place = str(self.folder / given.file[0])
            Path(place).write_bytes(given.file[1])
            arguments = [*arguments, place]
        out, err = io.StringIO(), io.StringIO()
        started = time.process_time()
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = run(["--db", str(self.path), "--quiet", *arguments])
        except Exception as error:
            self.fault(given, f"{type(error).__name__}: {error}")
            return
        except Hung:
            self.fault(given, "did not come to an end")
            return
        taken = time.process_time() - started
        self.seen["slowest"] = max(self.seen["slowest"], taken)
        self.seen["codes"][str(code)] = self.seen["codes"].get(str(code), 0) + 1
        if taken > 2:
            self.fault(given, f"took {taken:.1f} s")
        told = err.getvalue()
        if code not in CODES or "Traceback" in told or "a defect of" in told:
            self.fault(given, f"exit {code}: {told[:500]}")
        elif code and not told:
            self.fault(given, f"exit {code} without a word")
        if code == 0:
            self.accepted(given, place)

    def accepted(self, given: Input, place: str) -> None:
        """Remember the records of an input that was taken."""
        self.seen["accepted"] += 1
        for record in given.records(place):
            record = settled(record)
            self.expected[identity(record)] = canonical(as_mapping(record))

    def finish(self, tables: bool) -> None:
        """Compare what is stored with what was accepted, and check the database."""
        workspace = Workspace(str(self.path))
        held = {identity(r): canonical(as_mapping(r)) for r in workspace.ledger()}
        if held != self.expected and not tables:
            wrong = [
                n for n in held.keys() | self.expected.keys() if held.get(n) != self.expected.get(n)
            ]
            pairs = [(str(n), held.get(n), self.expected.get(n)) for n in wrong[:3]]
            self.seen["faults"].append(f"read back otherwise: {pairs}"[:1500])
        found = workspace.check().problems
        if found:
            self.seen["faults"].append(f"check: {found[:3]}"[:1500])

    def fault(self, given: Input, what: str) -> None:
        """Remember an input that broke something."""
        self.seen["faults"].append(f"{given!r:.600} -> {what}")


def base() -> Ledger:
    """The records that every database begins with."""
    return Ledger(settled(accept(kind, given)) for kind, many in BASE.items() for given in many)


def template(folder: Path) -> Path:
    """A database that holds the base."""
    path = folder / "template" / "base.db"
    path.parent.mkdir()
    workspace = Workspace(str(path))
    workspace.create()
    bundle = path.with_suffix(".json")
    bundle.write_text(json.dumps({kind: list(many) for kind, many in BASE.items()}))
    workspace.import_files([bundle])
    workspace.backup(str(path.with_suffix(".copy")))
    return path.with_suffix(".copy")


def main(surface: str, count: int, folder: Path) -> None:
    """Feed so many inputs to one way in."""

    def give_up(*_: object) -> None:
        raise Hung

    signal.signal(signal.SIGPROF, give_up)
    chance = random.Random(f"{surface} 1")
    trial = Trial(folder, template(folder))
    for number in range(count):
        if number % PER_DATABASE == 0:
            if number:
                trial.finish(surface == "epoch")
            trial.begin()
        given = SURFACES[surface](chance)
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        trial.feed(given)
        signal.setitimer(signal.ITIMER_PROF, 0)
    trial.finish(surface == "epoch")
    memory = peak()
    print(json.dumps({**trial.seen, "megabytes": memory, "inputs": count}))


def peak() -> int:
    """The most memory (MB) of this program; what its parent held before it began left out."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
