"""The rows of imported tables, as they stood in their files.

Revision: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE = "imported_row"
TARGETS = {"source_id": "source.id", "subject_id": "subject.id", "entry": "log.seq"}


def upgrade() -> None:
    """Make the table of rows."""
    op.create_table(
        TABLE,
        sa.Column("source_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("subject_id", sa.Integer, nullable=True),
        sa.Column("cells", sa.Text, nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("source_id", "number", name=op.f(f"pk_{TABLE}")),
        *(_link(name, target) for name, target in TARGETS.items()),
        sa.CheckConstraint("number >= 1", name=op.f(f"ck_{TABLE}_number_counts")),
        sa.CheckConstraint("length(cells) > 0", name=op.f(f"ck_{TABLE}_cells_filled")),
        *_no_nul(),
    )
    op.create_index(op.f(f"ix_{TABLE}_subject_id"), TABLE, ["subject_id"])


def downgrade() -> None:
    """Remove it; refused while it holds rows, which nothing could bring back."""
    if not op.get_context().as_sql and op.get_bind().scalar(sa.text(f"SELECT 1 FROM {TABLE}")):
        raise RuntimeError(f"{TABLE} holds rows: go back with the copy that the upgrade has kept")
    op.drop_table(TABLE)


def _link(name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [target], name=op.f(f"fk_{TABLE}_{name}"), deferrable=True, initially="DEFERRED"
    )


def _no_nul() -> list[sa.CheckConstraint]:
    """Refuse NUL in text. PostgreSQL does so by itself; SQLite has to be told."""
    if op.get_context().dialect.name != "sqlite":
        return []
    return [sa.CheckConstraint("instr(cells, char(0)) = 0", name=op.f(f"ck_{TABLE}_no_nul"))]
