"""A session with a PostgreSQL server: where it looks for tables, and how long it waits.

What the URL, the role or the database says of `statement_timeout`, `lock_timeout` and
`idle_in_transaction_session_timeout` holds; the figures here are for where nobody says anything.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evidence.core.errors import NotInstalled, Unavailable
from evidence.store.connections import keep_off_the_terminal
from evidence.store.location import Location
from evidence.store.queries import prepared

if TYPE_CHECKING:
    from evidence.store.engine import Writer

STATEMENT_SECONDS: Mapping[str, int] = {"ro": 60, "rw": 300, "rwc": 0}
"""How long one statement may take to read, to write, and (for ever) to make the tables."""
IDLE_SECONDS = 300
"""How long a transaction may do nothing: a writer that has gone must not keep the lock."""
DEFAULTS: Mapping[str, str | int] = {
    "connect_timeout": 10,
    "fallback_application_name": "evidence",
    **{"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3},
}
"""How to connect where the URL does not say otherwise."""


def session(location: Location, mode: str, patience: float) -> Any:
    """A connection in autocommit mode that is ready for `mode`; raises Unavailable or Invalid."""
    try:
        import psycopg
    except ImportError:
        raise NotInstalled("PostgreSQL needs its driver psycopg", "postgres") from None
    keep_off_the_terminal("psycopg")
    told = psycopg.conninfo.conninfo_to_dict(location.target)
    if "PGCONNECT_TIMEOUT" in os.environ:
        told.setdefault("connect_timeout", None)
    untold = {name: value for name, value in DEFAULTS.items() if name not in told}
    address = psycopg.conninfo.make_conninfo(location.target, client_encoding="UTF8", **untold)
    connection = psycopg.connect(address, autocommit=True)
    try:
        _prepare(connection, location, mode, patience)
    except BaseException:
        connection.close()
        raise
    return connection


def unhurried(writer: Writer) -> None:
    """Let statements of a long write take as long as they need, if nobody says how long.

    To make an index, and to hold all rows against what they name, are statements of any length.
    """
    if writer.location.dialect == "postgresql":
        writer.rows("postgresql_unhurried", ours=str(STATEMENT_SECONDS["rw"] * 1000))


def _prepare(connection: Any, location: Location, mode: str, patience: float) -> None:
    limits = {"lock": patience, "statement": STATEMENT_SECONDS[mode], "idle": IDLE_SECONDS}
    text, parameters = prepared(
        "postgresql",
        ("postgresql_session",),
        {name: str(int(seconds * 1000)) for name, seconds in limits.items()}
        | {
            # New tables are made in the first schema that is named.
            "before": "" if mode == "rwc" else "pg_catalog, ",
            "readonly": "on" if mode == "ro" else "off",
        },
    )
    [(schema, *_)] = connection.execute(text, parameters).fetchall()
    if schema is None:
        raise Unavailable(f"{location} has no schema that this role may use", "ask its owner")
