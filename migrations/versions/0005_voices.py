"""Who speaks on a claim from when until when, worked out from the records.

Revision: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables, empty: who upgrades a database fills them from its records."""
    _create(
        "voice",
        sa.Column("side", sa.Integer, nullable=False, autoincrement=False),
        figures=("db",),
        checks={"side_known": "side IN (1, -1)", "db_counts": "db > 0"},
    )
    _create(
        "opinion",
        figures=("u", "lean"),
        checks={
            "share": "u > 0 AND u <= 1",
            "lean_of_a_probability": "lean >= -1 AND lean <= 1",
        },
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("opinion")
    op.drop_table("voice")


def _create(
    table: str, *further: sa.Column[int], figures: tuple[str, ...], checks: dict[str, str]
) -> None:
    key = ["claim_id", "unit", "group_name", *(column.name for column in further), "starts"]
    checks = {**checks, "days_in_order": "starts < ends"}
    op.create_table(
        table,
        sa.Column("claim_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("group_name", sa.Text, nullable=False),
        *further,
        sa.Column("starts", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("ends", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Double, nullable=False) for name in figures),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
        _link(table, "claim_id", "claim.id"),
        *(_check(table, name, condition) for name, condition in checks.items()),
        *_types(table, ("claim_id", *(column.name for column in further), "starts", "ends")),
        sqlite_with_rowid=False,
    )


def _link(table: str, name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [target], name=op.f(f"fk_{table}_{name}"), deferrable=True, initially="DEFERRED"
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _types(table: str, integers: tuple[str, ...]) -> list[sa.CheckConstraint]:
    """What PostgreSQL refuses by the type of a column, and SQLite has to be told."""
    if op.get_context().dialect.name != "sqlite":
        return []
    texts = [f"typeof({c}) <> 'blob' AND instr({c}, char(0)) = 0" for c in ("unit", "group_name")]
    whole = [f"typeof({c}) IN ('integer', 'null')" for c in integers]
    return [
        _check(table, "texts", " AND ".join(texts)),
        _check(table, "integers", " AND ".join(whole)),
    ]
