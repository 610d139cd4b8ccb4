"""Whatever in a SQLite file would run when it is read or written, and is not this program's.

A file may come from anywhere. A trigger in it would change what is written, a view in the place
of a table what is read, and a virtual table runs a module's code.
"""

from __future__ import annotations

from typing import Any

from evidence.core.errors import Damaged
from evidence.store.location import Location
from evidence.store.queries import loaded

_REFUSAL = "BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"
TRIGGERS = frozenset(
    {
        f"CREATE TRIGGER log_only_grows BEFORE UPDATE ON log {_REFUSAL}",
        f"CREATE TRIGGER log_keeps_rows BEFORE DELETE ON log {_REFUSAL}",
        "CREATE TRIGGER log_counts BEFORE INSERT ON log "
        f"WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM log) {_REFUSAL}",
        f"CREATE TRIGGER log_part_only_grows BEFORE UPDATE ON log_part {_REFUSAL}",
        f"CREATE TRIGGER log_part_keeps_rows BEFORE DELETE ON log_part {_REFUSAL}",
        "CREATE TRIGGER log_part_comes_first BEFORE INSERT ON log_part "
        f"WHEN NEW.entry <= (SELECT coalesce(max(seq), 0) FROM log) {_REFUSAL}",
    }
)
"""The triggers that the migrations make, word for word."""


def refuse_intruders(connection: Any, location: Location) -> None:
    """Raise Damaged if anything but the triggers of the log would run."""
    for kind, name, text in connection.execute(loaded("sqlite_running")).fetchall():
        if text in TRIGGERS:
            continue
        what = kind if kind in ("trigger", "view") else "virtual table"
        raise Damaged(
            f"{location} holds a {what}, {name[:80]!r}, that this program did not make",
            "do not trust the file; restore it from a backup",
        )
