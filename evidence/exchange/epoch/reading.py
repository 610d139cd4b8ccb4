"""A file of one of the formats, read into what it says about the subjects that are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from evidence.core.errors import Invalid
from evidence.core.records import Subject
from evidence.exchange.epoch.gathering import Gathering, Snapshot
from evidence.exchange.epoch.machines import read_clusters, read_hardware
from evidence.exchange.epoch.models import read_models
from evidence.exchange.epoch.table import read_table
from evidence.exchange.fields import date

_READERS: Mapping[str, Callable[[Gathering], None]] = {
    "epoch-models": read_models,
    "epoch-hardware": read_hardware,
    "epoch-clusters": read_clusters,
}


def read_snapshot(
    path: str | Path, form: str, published: str | None, known: Iterable[Subject]
) -> Snapshot:
    """What a file says; raises Invalid if it is no such table, or if its date is not known."""
    day = published_on(path, published)
    series = form.replace("epoch-", "epoch-ai-")
    gathering = Gathering(read_table(path, form), f"{series}-{day}", known)
    _READERS[form](gathering)
    return gathering.snapshot(series, day)


def published_on(path: str | Path, published: str | None) -> str:
    """The day of a snapshot: as given, else as the file's name says; raises Invalid without one.

    >>> published_on("all_ai_models_2025-12-27.csv", None)
    '2025-12-27'
    """
    found = re.search(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", Path(path).name)
    day = published or (found[0] if found else None)
    if day is None:
        raise Invalid(
            f"the day on which {Path(path).name} was published is not known",
            "pass --published DATE",
        )
    try:
        clean = date(day)
    except ValueError as error:
        raise Invalid(f"published: {error}") from None
    if len(clean) != 10:
        raise Invalid(f"published: '{clean}' is no single day: write YYYY-MM-DD")
    return clean
