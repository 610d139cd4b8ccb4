"""Runs the migrations inside one transaction, on a connection that is right for it.

The program hands over its own connection. `alembic` in a checkout takes the database that
EVIDENCE_DB names, and `alembic upgrade head --sql` prints the statements for a server.
"""

from __future__ import annotations

import os
from typing import Any

from alembic import context

from evidence.store.location import Location
from evidence.store.tables import METADATA


def run(**where: Any) -> None:
    """Run the migrations that the command asks for."""
    context.configure(
        target_metadata=METADATA,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        **where,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_for_command() -> None:
    """Run them with a connection of their own, or print them."""
    from evidence.store.schema import migrating

    location = Location(os.environ.get("EVIDENCE_DB") or "evidence.db")
    if context.is_offline_mode():
        run(dialect_name=location.dialect, literal_binds=True)
        return
    with migrating(location) as connection:
        run(connection=connection)


shared = context.config.attributes.get("connection")
if shared is None:
    run_for_command()
else:
    run(connection=shared)
