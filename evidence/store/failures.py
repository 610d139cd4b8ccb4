"""What a driver's error means to a user, in one line and without the data that it was about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from evidence.core.errors import (
    Conflict,
    Damaged,
    EvidenceError,
    Invalid,
    MigrationNeeded,
    Unavailable,
    Uncertain,
)
from evidence.store.location import Location

RESTORE = "restore it from a backup"
INIT = "run `evidence init`"

Step = Literal["connect", "read", "write", "commit", "migrate"]
"""What was being done when a driver raised its error."""

_REASONS = (
    *("certificate verify failed", "server certificate for", "root certificate file"),
    *("private key file", "requires a valid client certificate", "server does not support SSL"),
    *("password authentication failed", "no password supplied", "does not exist"),
    *("no encryption", "no pg_hba.conf entry", "permission denied for database"),
    *("Connection refused", "could not translate host name", "timeout expired"),
    *("No such file or directory", "too many clients", "starting up", "shutting down"),
)
"""What of a driver's message is told: the first that is found; the rest may hold anything."""
_IN_OTHER_WORDS = {
    "server certificate for": "the server's certificate is for another host name",
    "root certificate file": "the root certificate file cannot be read",
    "private key file": "the private key file cannot be used: nobody else may be able to read it",
    "requires a valid client certificate": "the server wants a certificate of the client",
    "no encryption": "pg_hba.conf has no entry for a connection without encryption",
}
"""What says too little without the rest of its message."""
_FORBIDDEN: Mapping[Step, str] = {
    "connect": "this role may not enter",
    "read": "this role may not read",
    "write": "this role may only read",
    "commit": "this role may only read",
    "migrate": "this role may not change the tables of",
}


def explained(error: Exception, location: Location, step: Step = "read") -> EvidenceError | None:
    """The project's error for a driver's, or None if it is not a driver's."""
    original = getattr(error, "orig", None) or error
    module = type(original).__module__
    if module == "sqlite3":
        return _of_sqlite(original, location)
    if module.startswith("psycopg"):
        return _of_postgresql(original, location, step)
    if isinstance(original, UnicodeDecodeError):
        return Damaged(f"a text in {location} is damaged", RESTORE)
    if isinstance(original, OverflowError | UnicodeError):
        return Invalid(f"a value cannot be stored: {original.__class__.__name__}", "correct it")
    return None


def _of_sqlite(error: Exception, location: Location) -> EvidenceError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Unavailable(f"{location} is busy: another program is writing", "try again")
    if name == "SQLITE_NOTADB":
        return damaged(f"{location} is not a database", location, "name another file, or ")
    if name.startswith("SQLITE_CORRUPT"):
        return damaged(f"{location} is damaged", location)
    if name.startswith("SQLITE_READONLY"):
        return Unavailable(f"{location} cannot be written", "check who may write it and its folder")
    if name.startswith("SQLITE_FULL"):
        return Unavailable(f"the disk that holds {location} is full", "make room and try again")
    if name.startswith("SQLITE_CONSTRAINT"):
        return _refused(str(error), foreign="FOREIGN KEY" in str(error))
    if "decode" in str(error):
        return damaged(f"a text in {location} is damaged", location)
    if name == "SQLITE_TOOBIG":
        return Invalid("one change is too large for the log", "import in several files")
    if name.startswith("SQLITE_IOERR"):
        return Unavailable(
            f"the disk that holds {location} is full or failing", "check it, try again"
        )
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return Unavailable(f"{location} cannot be opened", "check who may read it and its folder")
    if isinstance(error, OverflowError | UnicodeError) or not name:
        return Invalid(f"a value cannot be stored: {error}", "correct it")
    return damaged(f"{location} does not have the tables that it should have", location)


def damaged(message: str, location: Location, hint: str = "") -> Damaged:
    """The error for a damaged file, with what to do: the hint, and what to restore it from."""
    from evidence.store.backups import restoring

    return Damaged(message, f"{hint}{restoring(location)}")


def _of_postgresql(error: Exception, location: Location, step: Step) -> EvidenceError:
    state = getattr(error, "sqlstate", None) or ""
    if state.startswith("23"):
        constraint = getattr(getattr(error, "diag", None), "constraint_name", None) or ""
        return _refused(constraint, foreign=state == "23503")
    if state == "42P01":
        return MigrationNeeded(f"{location} has no tables of this program", INIT)
    if state in ("25006", "42501"):
        return Unavailable(f"{_FORBIDDEN[step]} {location}", "ask its owner for a role that may")
    if state in ("55P03", "57014", "40001", "40P01"):
        return Unavailable(f"{location} is busy", "try again")
    if state.startswith("22") or (not state and type(error).__name__ == "DataError"):
        return Invalid("a value cannot be stored in the database", "correct it")
    if state.startswith("0A"):
        told = getattr(getattr(error, "diag", None), "message_primary", None) or "no reason given"
        return Invalid(f"the server of {location} cannot do this: {told}", "ask its owner")
    if state.startswith(("42", "XX")):
        return Damaged(f"{location} does not have the tables that it should have", RESTORE)
    if step == "connect":
        return _unreachable(error, location)
    return _lost(location, step)


def _unreachable(error: Exception, location: Location) -> EvidenceError:
    reason = next((known for known in _REASONS if known in str(error)), "")
    told = f": {_IN_OTHER_WORDS.get(reason, reason)}" if reason else ""
    return Unavailable(f"{location} cannot be reached{told}", "check the URL and the server")


def _lost(location: Location, step: Step) -> EvidenceError:
    """A connection that was there and is no more; the server undoes what was not committed."""
    lost = f"the connection to {location} was lost"
    if step == "commit":
        return Uncertain(
            f"{lost} at the very end: it is not known whether the change was written",
            "running it again is safe: what is there is not written twice",
        )
    if step == "migrate":
        return Unavailable(f"{lost} while its tables were made", f"{INIT} again")
    if step == "write":
        return Unavailable(f"{lost}: nothing was written", "run it again")
    return Unavailable(lost, "try again")


def _refused(what: str, *, foreign: bool) -> EvidenceError:
    if foreign:
        return Conflict("other records refer to what this would remove", "undo those first")
    name = what.rpartition(": ")[2]
    if "UNIQUE" in what or name.startswith(("uq_", "pk_")):
        return Conflict(f"a record like this exists already ({name})", "read it and try again")
    return Invalid(f"the database refuses a value ({name})", "correct it")
