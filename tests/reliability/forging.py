"""What somebody can do to the log of a file, from a word in an entry to a whole new chain."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable

from evidence.store.history import Entry, entry_after

COLUMNS = ", ".join(Entry._fields)


def entries_of(connection: sqlite3.Connection) -> list[Entry]:
    """The log as it stands in the file."""
    return [Entry(*row) for row in connection.execute(f"SELECT {COLUMNS} FROM log ORDER BY seq")]


def put(connection: sqlite3.Connection, entries: list[Entry]) -> None:
    """Make these the log."""
    connection.execute("DELETE FROM log")
    marks = ", ".join("?" for _ in Entry._fields)
    connection.executemany(f"INSERT INTO log ({COLUMNS}) VALUES ({marks})", entries)


def cut(connection: sqlite3.Connection, chance: random.Random, table: str) -> str:
    """The last entries are gone; the tables still hold what they said."""
    entries = entries_of(connection)
    kept = chance.randrange(len(entries))
    put(connection, entries[:kept])
    return f"log cut after entry {kept}"


def exchanged(connection: sqlite3.Connection, chance: random.Random, table: str) -> str:
    """Two entries have each other's number."""
    entries = entries_of(connection)
    one, other = sorted(chance.sample(range(len(entries)), 2))
    former, latter = entries[one], entries[other]
    entries[one], entries[other] = latter._replace(seq=one + 1), former._replace(seq=other + 1)
    put(connection, entries)
    return f"entries {one + 1} and {other + 1} exchanged"


def forged(connection: sqlite3.Connection, chance: random.Random, table: str) -> str:
    """One entry more, which says again what another says, with a hash that is right or none."""
    entries = entries_of(connection)
    place = chance.randrange(len(entries) + 1)
    said = chance.choice(entries)
    head = (place, entries[place - 1].hash if place else "")
    new = entry_after(head, *said[1:6])
    if chance.random() < 0.5:
        new = new._replace(hash="0" * 64)
    later = [entry._replace(seq=entry.seq + 1) for entry in entries[place:]]
    put(connection, [*entries[:place], new, *later])
    return f"an entry forged after {place}, which says what {said.seq} says, hash {new.hash:.6}"


def chained(entries: list[Entry]) -> list[Entry]:
    """The entries with every hash made anew."""
    made: list[Entry] = []
    for entry in entries:
        head = (entry.seq - 1, made[-1].hash if made else "")
        made.append(entry_after(head, *entry[1:6]))
    return made


def rewritten(connection: sqlite3.Connection, chance: random.Random) -> str:
    """An entry says otherwise when, by whom or why it was written, and all hashes are made anew."""
    entries = entries_of(connection)
    place = chance.randrange(len(entries))
    field = chance.choice(("recorded", "actor", "operation", "summary"))
    other = {"recorded": "2026-01-01T00:00:00Z"}.get(field, f"another {chance.random()}")
    entries[place] = entries[place]._replace(**{field: other})
    put(connection, chained(entries))
    return f"{field} of entry {place + 1} and the whole chain"


def renamed(connection: sqlite3.Connection, chance: random.Random) -> str:
    """A subject always had another name: in the table, in every entry, and in the chain."""
    row, name = chance.choice(connection.execute("SELECT rowid, name FROM subject").fetchall())
    other = f"Another {chance.randrange(10**6)}"
    connection.execute("UPDATE subject SET name = ? WHERE name = ?", (other, name))
    said, says = (f'"name":{quoted(text)},' for text in (name, other))
    entries = [e._replace(body=e.body.replace(said, says)) for e in entries_of(connection)]
    put(connection, chained(entries))
    return f"subject {row}, {name!r}, renamed {other!r} with the whole chain"


def quoted(text: str) -> str:
    """A text as the log's JSON has it."""
    return json.dumps(text, ensure_ascii=False)


OF_THE_LOG = (cut, exchanged, forged, forged)
WHOLE: tuple[Callable[..., str], ...] = (rewritten, renamed)
"""Ways that leave a log and tables which agree: only a head noted down elsewhere shows them."""
