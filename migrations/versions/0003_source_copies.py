"""The copies of sources that quotes are looked for in.

Revision: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLE = "source_copy"
TARGETS = {"source_id": "source.id", "entry": "log.seq"}
CHECKS = {
    "kind_known": "kind IN ('text', 'html', 'pdf-text')",
    "digest": "length(sha256) = 64",
    "size_counts": "size >= 1",
    "content_filled": "length(content) > 0",
    "kept_date": "length(kept) IN (4, 7, 10)",
}


def upgrade() -> None:
    """Make the table of copies."""
    op.create_table(
        TABLE,
        sa.Column("source_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("kept", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("replaces", sa.Text, nullable=True),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("source_id", name=op.f(f"pk_{TABLE}")),
        *(_link(name, target) for name, target in TARGETS.items()),
        *(_check(name, condition) for name, condition in CHECKS.items()),
        *_no_nul("sha256", "replaces", "content"),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_table(TABLE)


def _link(name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [target], name=op.f(f"fk_{TABLE}_{name}"), deferrable=True, initially="DEFERRED"
    )


def _check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{TABLE}_{name}"))


def _no_nul(*columns: str) -> list[sa.CheckConstraint]:
    """Refuse NUL in text. PostgreSQL does so by itself; SQLite has to be told."""
    if op.get_context().dialect.name != "sqlite":
        return []
    return [_check("no_nul", " AND ".join(f"instr({name}, char(0)) = 0" for name in columns))]
