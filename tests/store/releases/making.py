"""Makes the database of a revision, to be run once, when that revision is the newest.

    python -m tests.store.releases.making REVISION

Every kind of record and of change is in it, as far as the program of that day knew them. A file
that is there is never made again: it is what a user of that day has on the disk.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from evidence.__main__ import main
from evidence.store.engine import Location
from tests.store.histories import a_history

TABLE = Path(__file__).parents[2] / "exchange" / "data" / "epoch_models_2025-04-23.csv"
REPORT = Path(__file__).with_name("report.txt")
COMPUTE = "compute operation-count --parameters 37B --tokens 14.8T --save kept --why a-test"
COMMANDS = (
    "log most-fp8 --source report --refutes --quote not-all --at p.4",
    "observe model:model-2 training_tokens 2T --source report --quote 2T --at p.5",
    "edit lab --set notes=renamed",
    "retract report --reason withdrawn",
    "undo",
    COMPUTE,
)
SINCE = {
    "0002": (f"import --format epoch-models {TABLE}",),
    "0003": (f"keep report {REPORT} --update",),
}
"""Commands that the programs before a revision did not know."""


def made(target: Path, revision: str) -> None:
    """Make a database that has lived through one of everything."""
    with tempfile.TemporaryDirectory() as folder:
        working = str(Path(folder) / "evidence.db")
        called("--db", working, "init", "--empty")
        a_history(Location(working))
        newer = [one for since, those in SINCE.items() if since <= revision for one in those]
        for command in (*COMMANDS, *newer):
            called("--db", working, *command.split())
        called("--db", working, "backup", str(target))


def called(*arguments: str) -> None:
    """Run one command, as its own user would."""
    sys.argv = ["evidence", *arguments]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise


if __name__ == "__main__":
    os.environ["EVIDENCE_ACTOR"] = "somebody"
    made(Path(__file__).with_name(f"{sys.argv[1]}.db"), sys.argv[1])
