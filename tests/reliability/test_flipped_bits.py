"""One bit that flips on the disk: whatever it changes of the data, `check` or opening tells.

SQLite keeps no checksums, and finds few such flips by itself. A flip may also hit what is no
data: free room, the header, or the text of the schema (a condition, the name of an index). Free
room says nothing, and the check must be clean; of the other two the file may be refused.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from evidence.store.engine import Location
from tests.reliability.calling import called
from tests.reliability.conftest import Figure
from tests.reliability.furnished import furnish
from tests.scale import scaled

FLIPS, HEADER = scaled(300), 100
TOLD = (5, 7)
"""The data fail the check or cannot be read; or the flip is in the number of the schema."""
Dump = dict[str, list[str]] | None
"""The rows of every table as they are written in Python; None where they cannot be read."""


@pytest.fixture
def sound(thread_database: Path, tmp_path: Path) -> Location:
    """A file of text, with pages that were used and are free again."""
    location = furnish(thread_database, tmp_path)
    with closing(sqlite3.connect(location.path)) as connection:
        connection.execute("CREATE TABLE gone (text)")
        connection.executemany("INSERT INTO gone VALUES (?)", [("x" * 2000,)] * 20)
        connection.commit()
        connection.execute("DROP TABLE gone")
        [(free,)] = connection.execute("PRAGMA freelist_count")
    assert free > 5
    return location


def reading(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    # A text is read even where it is none any more, and told from bytes that no longer are text.
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    return connection


def dumped(path: Path) -> Dump:
    """What SQLite reads from a file, the schema among it."""
    try:
        with closing(reading(path)) as connection:
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = ["sqlite_master", *(name for (name,) in found)]
            return {
                table: sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"')))
                for table in tables
            }
    except (sqlite3.Error, UnicodeError):
        return None


def is_whole(path: Path) -> bool:
    """Whether SQLite itself finds nothing wrong with a file."""
    try:
        with closing(reading(path)) as connection:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except (sqlite3.Error, UnicodeError):
        return False


def struck(before: Dump, after: Dump, place: int) -> str:
    """What a flip has hit."""
    if before is None or after is None:
        return "data"
    if {**before, "sqlite_master": []} != {**after, "sqlite_master": []}:
        return "data"
    return "header or schema" if before != after or place < HEADER else "nothing"


def test_every_flipped_bit_that_changes_the_data_is_told(
    sound: Location, tmp_path: Path, figure: Figure
) -> None:
    """300 in CI, 3,000 in the large profile."""
    whole, before = Path(sound.path).read_bytes(), dumped(Path(sound.path))
    chance, hit, unseen = random.Random(4), Counter[str](), 0
    path = tmp_path / "flipped.db"
    for _ in range(FLIPS):
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << bit)]) + whole[place + 1 :])
        what = struck(before, dumped(path), place)
        ran, where = called(str(path), "check"), f"bit {bit} of byte {place}"
        assert "a defect of this program" not in ran.err, where
        assert len(ran.err.splitlines()) <= 1, where
        hit[what] += 1
        if what == "data":
            assert ran.code in TOLD, (where, ran)
            unseen += is_whole(path)
        elif what == "nothing" and is_whole(path):
            assert ran.code == 0, (where, ran)
    assert unseen
    figure(
        f"{FLIPS} flipped bits: {hit['data']} changed the data and {hit['data']} were told, "
        f"{unseen} of which SQLite calls ok; {hit['nothing']} changed nothing, 0 false alarms"
    )
