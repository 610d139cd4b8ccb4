"""A database in which every table holds something, as a year of work would leave it."""

from __future__ import annotations

import shutil
from pathlib import Path

from evidence.store.engine import Location
from tests.reliability.calling import called, require_sound
from tests.store.histories import a_history

TABLE = Path(__file__).parents[1] / "exchange" / "data" / "epoch_models_2025-04-23.csv"
PAGE = "<p>We train in FP8.</p><p>A page that somebody read, and kept.</p>"
COMMANDS = (
    "add source page kind=vendor_page title=Page",
    "log most-fp8 --source page --supports --quote read --at above",
    "log most-fp8 --source report --refutes --quote not-all --at p.4",
    "observe model:model-2 training_tokens 2T --source report --quote 2T --at p.5",
    "edit lab --set notes=renamed",
    "retract deepseek-v3-report --reason withdrawn",
    "undo",
    "compute operation-count --parameters 37B --tokens 14.8T --save kept --why a-test",
    "derive model:deepseek-v3 training_compute --save a-route --why to-see",
    f"import --format epoch-models {TABLE}",
    "merge h100-sxm h800-sxm",
)


def furnish(thread: Path, folder: Path) -> Location:
    """The seed discussion and everything else that the program can be told, at rest in a file."""
    working, made = Location(str(folder / "working.db")), Location(str(folder / "furnished.db"))
    shutil.copy(thread, working.path)
    a_history(working)
    page = folder / "page.html"
    page.write_text(PAGE)
    for command in (*COMMANDS, f"keep page {page}"):
        ran = called(working, *command.split())
        assert ran.code == 0, ran
    assert called(working, "backup", made.path).code == 0
    require_sound(made)
    return made
