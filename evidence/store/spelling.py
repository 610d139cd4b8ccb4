"""Whether columns hold their values exactly as the writer writes them.

Records alone do not show it: `1e25` and `1E25` are read as the same number, and a list is in the
same order whether its places are counted 0, 1, 2 or 0, 1, 7.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from evidence.core.canonical import canonical
from evidence.store.engine import Reader
from evidence.store.history import Problem


def misspelt(reader: Reader) -> Iterator[Problem]:
    """What stands in the tables otherwise than the program writes it, though it reads the same."""
    for place, text in reader.rows("entered"):
        if text is not None and not _is_canonical(text):
            yield Problem("record_changed", place, "holds a value that is not spelled as written")
    for place in (*_lists(reader), *_bytes(reader)):
        yield Problem("record_changed", place, "is not stored as it was written")


def _is_canonical(text: str) -> bool:
    try:
        return canonical(json.loads(text)) == text
    except (TypeError, ValueError, RecursionError):
        return False


def _lists(reader: Reader) -> Iterator[str]:
    """The lists whose places are not counted 0, 1, 2 ..."""
    lists: dict[str, list[int]] = {}
    for slug, position, _ in reader.rows("claim_subjects"):
        lists.setdefault(f"subjects of claim {slug}", []).append(position)
    for slug, name, position, _ in reader.rows("claim_units"):
        lists.setdefault(f"units {name} of claim {slug}", []).append(position)
    for slug, position, *_ in reader.rows("derivation_inputs"):
        lists.setdefault(f"inputs of derivation {slug}", []).append(position)
    return (name for name, places in lists.items() if set(places) != set(range(len(places))))


def _bytes(reader: Reader) -> list[str]:
    """The items whose unit is no text but its bytes, which joining it to its claim does not show.

    Bytes in any other column are refused as they are read.
    """
    found = reader.rows("sqlite_bytes") if reader.location.dialect == "sqlite" else []
    return [place for (place,) in found]
