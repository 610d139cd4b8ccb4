"""Where a database is: a SQLite file by its path, or a PostgreSQL database by its URL."""

# Every reading command imports this, and pathlib is slow to import.
# ruff: noqa: PTH100, PTH111
from __future__ import annotations

import os
import re

from evidence.core.errors import Invalid
from evidence.core.masking import shown_url

_PREFIXES = ("postgresql+psycopg://", "postgresql://", "postgres://")


class Location:
    """A database's place. As text it never shows a password; `target` is for drivers only."""

    __slots__ = ("dialect", "target", "text")

    def __init__(self, text: str) -> None:
        """Read a path or URL; raises Invalid for any other kind of database."""
        self.dialect = "sqlite"
        scheme, separator, rest = text.partition("://")
        if not separator and _looks_like_postgresql(text):
            raise Invalid(
                "the database's place is no URL and no file", "write postgresql://HOST/NAME"
            )
        if not separator:
            self.text, self.target = text, _file(text)
        elif scheme == "sqlite":
            self.text = rest.removeprefix("/")
            self.target = _file(self.text)
        elif f"{scheme.lower()}://" in _PREFIXES:
            self.dialect = "postgresql"
            self.text, self.target = shown_url(rest), f"postgresql://{rest}"
        else:
            raise Invalid(
                f"'{_word(scheme)}' is not a kind of database that can be used",
                "name a file, or a URL that begins with postgresql://",
            )

    @property
    def path(self) -> str:
        """The absolute path of a SQLite file."""
        return self.target

    @property
    def has_password(self) -> bool:
        """Whether a URL holds a password."""
        found = re.search("(?i)://[^@/]*:.*@|[?&](ssl)?password=", self.target)
        return self.dialect == "postgresql" and found is not None

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Location({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Location) and self.target == other.target

    def __hash__(self) -> int:
        return hash(self.target)

    def __reduce__(self) -> tuple[type[Location], tuple[str]]:
        return Location, (self.target,)


def _looks_like_postgresql(text: str) -> bool:
    """Whether it was meant as a connection, and may hold a password that must not be shown."""
    lowered = text.lower()
    return lowered.startswith(("postgresql:", "postgres:")) or "password=" in lowered


def sqlite_uri(path: str, options: str) -> str:
    """The URI by which SQLite opens a file with options such as `mode=ro`."""
    for character, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        path = path.replace(character, code)
    if os.sep != "/":
        path = "/" + path.replace(os.sep, "/")
    return f"file://{path}?{options}"


def _file(path: str) -> str:
    if not path or path.startswith(":memory:"):
        raise Invalid(
            "a database in memory would be lost with the command",
            "name a file, such as evidence.db",
        )
    if "\0" in path:
        raise Invalid("the name of the database holds a NUL character", "name a file")
    return os.path.abspath(os.path.expanduser(path))


def _word(scheme: str) -> str:
    return scheme if re.fullmatch(r"[a-z0-9+]{1,20}", scheme) else "this"
