"""The parts of long entries: what an import of any size says is kept in rows of readable size.

Revision: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLE = "log_part"
REFUSAL = "SELECT RAISE(ABORT, 'the log only grows')"


def upgrade() -> None:
    """Make the table of parts, and keep what it holds as it is."""
    op.create_table(
        TABLE,
        sa.Column("entry", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("entry", "number", name=op.f(f"pk_{TABLE}")),
        sa.ForeignKeyConstraint(
            ["entry"],
            ["log.seq"],
            name=op.f(f"fk_{TABLE}_entry"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.CheckConstraint("number >= 1", name=op.f(f"ck_{TABLE}_number_counts")),
        sa.CheckConstraint("length(body) > 0", name=op.f(f"ck_{TABLE}_body_filled")),
        *_types(),
    )
    _guard_on_sqlite() if _is_sqlite() else _guard_on_postgresql()


def downgrade() -> None:
    """Remove it; refused while it holds parts, which nothing could bring back."""
    if not op.get_context().as_sql and op.get_bind().scalar(sa.text(f"SELECT 1 FROM {TABLE}")):
        raise RuntimeError(f"{TABLE} holds parts: go back with the copy that the upgrade has kept")
    op.drop_table(TABLE)


def _guard_on_sqlite() -> None:
    op.execute(f"CREATE TRIGGER log_part_only_grows BEFORE UPDATE ON {TABLE} BEGIN {REFUSAL}; END")
    op.execute(f"CREATE TRIGGER log_part_keeps_rows BEFORE DELETE ON {TABLE} BEGIN {REFUSAL}; END")
    # An entry comes after its parts; a later part, and one in the place of another, is none of it.
    op.execute(
        f"CREATE TRIGGER log_part_comes_first BEFORE INSERT ON {TABLE} "
        "WHEN NEW.entry <= (SELECT coalesce(max(seq), 0) FROM log) "
        f"BEGIN {REFUSAL}; END"
    )


def _guard_on_postgresql() -> None:
    for event, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER log_part_only_grows_{level.lower()} BEFORE {event} ON {TABLE} "
            f"FOR EACH {level} EXECUTE FUNCTION log_only_grows()"
        )


def _types() -> list[sa.CheckConstraint]:
    """What PostgreSQL refuses by the type of a column, and SQLite has to be told."""
    if not _is_sqlite():
        return []
    texts = "typeof(body) <> 'blob' AND instr(body, char(0)) = 0"
    integers = [f"typeof({name}) IN ('integer', 'null')" for name in ("entry", "number")]
    return [
        sa.CheckConstraint(texts, name=op.f(f"ck_{TABLE}_texts")),
        sa.CheckConstraint(" AND ".join(integers), name=op.f(f"ck_{TABLE}_integers")),
    ]


def _is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"
