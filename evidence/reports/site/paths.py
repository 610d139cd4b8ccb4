"""Where each page lies: a reference as the name of a file, and the way from one file to another."""

from __future__ import annotations

import re

from evidence.core.records import SINGULAR
from evidence.reports.pages.lists import LISTS

FOLDERS = {SINGULAR[kind]: kind for kind in LISTS}
"""The folder of each type of thing; a list lies beside the folder of what it lists."""

HOME = "claims"
"""The list that is shown first."""


def path_of(reference: str, ending: str = ".html") -> str:
    """The file of a page, or of a later part of it, which is named by `~` and its number.

    No slug holds a tilde, so that no part has the name of another page.

    >>> path_of("claim:most-labs-fp8"), path_of("claims"), path_of("models~2")
    ('claims/most-labs-fp8.html', 'index.html', 'models~2.html')
    """
    name, tilde, part = reference.partition("~")
    type_, colon, slug = name.partition(":")
    place = f"{FOLDERS[type_]}/{slug}" if colon else "index" if name == HOME else name
    return f"{place}{tilde}{part}{ending}"


_TYPES = {folder: type_ for type_, folder in FOLDERS.items()}
_PATH = re.compile(
    r"(?:([a-z]+)/)?([a-z0-9][a-z0-9.-]{0,79})(?:~([1-9][0-9]{0,5}))?\.(html|json)", re.ASCII
)


def reference_of(path: str) -> tuple[str, int, str] | None:
    """The reference, the part and the ending that a file's name stands for; None if for nothing.

    >>> reference_of("claims/most-labs-fp8.json"), reference_of("index~2.html")
    (('claim:most-labs-fp8', 1, 'json'), ('claims', 2, 'html'))
    """
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    folder, name, part, ending = found.groups()
    if folder is None:
        reference = HOME if name == "index" else name
    elif folder in _TYPES:
        reference = f"{_TYPES[folder]}:{name}"
    else:
        return None
    return reference, int(part or 1), ending


def way(from_path: str, to_path: str) -> str:
    """The relative address of one file as seen from another.

    >>> way("claims/x.html", "models/y.html"), way("index.html", "models/y.html")
    ('../models/y.html', 'models/y.html')
    """
    return f"{home(from_path)}{to_path}"


def home(path: str) -> str:
    """The way from a file to the folder of the whole site."""
    return "../" * path.count("/")
