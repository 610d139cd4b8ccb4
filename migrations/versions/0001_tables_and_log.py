"""The tables, and a log that only grows.

Revision: 0001
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPLICATION = 0x45564431
"""Written into the header of a SQLite file, so that it can be told from any other."""

TABLES = (
    *("log", "source", "subject", "claim", "claim_subject", "claim_unit", "evidence"),
    *("observation", "search", "selection", "resolution", "derivation", "derivation_input"),
)
TYPES: Mapping[str, Any] = {
    **dict.fromkeys(("id", "seq", "entry", "position", "year"), sa.Integer),
    **dict.fromkeys(("threshold", "prior", "probability", "detection"), sa.Double),
    "self_interested": sa.Boolean,
}
"""Columns that are not text; those whose name ends in _id are integers too."""

TARGETS = {
    "entry": "log.seq",
    "claim_id": "claim.id",
    "asserts_id": "claim.id",
    "source_id": "source.id",
    "repeats_id": "source.id",
    "subject_id": "subject.id",
    "organization_id": "subject.id",
    "hardware_id": "subject.id",
    "derivation_id": "derivation.id",
}
DATES = ("released", "published", "accessed", "ended", "retracted", "date")
SHARES = ("threshold", "probability", "detection")
SUBJECT_TYPES = "organization hardware model cluster law"
SOURCE_KINDS = (
    "filing artifact technical_report model_card datasheet peer_reviewed dataset vendor_page "
    "company_statement press_named preprint analyst talk press_unnamed search_log forum "
    "social_post rumour llm_text unassessed"
)
CLAIM_KINDS = "statement quantity prevalence forecast"
GRADES = "A B C D E F"
SCOPES = "pretraining post_training final_run full hardware all_in"
NUMBER_FORMATS = "fp64 fp32 tf32 bf16 fp16 fp8 int8 fp4 mxfp4 nvfp4"
TERMS = {
    "grade": GRADES,
    "relayed_from_grade": GRADES,
    "attribute": (
        "parameters parameters_active training_tokens epochs training_compute number_format "
        "experts experts_active granularity chips training_time chip_hours utilization "
        "throughput_per_chip peak_throughput memory memory_bandwidth tdp power power_per_chip "
        "cost price_per_chip_hour price_per_chip scale_up_domain h100_equivalent peak_ratio "
        "compute_multiplier tokens_per_active_parameter loss"
    ),
    "number_format": NUMBER_FORMATS,
    "sparsity": "dense sparse",
    "scope": SCOPES,
    "convention": "6nd attention_causal attention_noncausal hardware like_for_like mixed",
    "stance": "supports refutes neutral",
    "strength": "conclusive strong moderate weak",
    "directness": "direct indirect circumstantial",
    "verified": "verbatim copy dataset secondary unverified",
    "basis": "reported derived third_party",
    "outcome": "true false void",
}
"""The terms of every column that has the same ones in each table."""


def upgrade() -> None:
    """Make the tables, their indexes, and the triggers that keep the log as it is."""
    _things()
    _claims()
    _items()
    _choices()
    _derivations()
    if _is_sqlite():
        op.execute(f"PRAGMA application_id = {APPLICATION}")
        _guard_log_on_sqlite()
    else:
        _guard_log_on_postgresql()


def downgrade() -> None:
    """Remove everything; refused once something was written, which nothing could bring back."""
    if not op.get_context().as_sql and op.get_bind().scalar(sa.text("SELECT 1 FROM log")):
        raise RuntimeError("the log holds entries: remove the database itself if that is meant")
    for table in reversed(TABLES):
        op.drop_table(table)
    if not _is_sqlite():
        op.execute("DROP FUNCTION log_only_grows()")


def _things() -> None:
    _table(
        "log",
        "seq! recorded! actor! operation! summary! body! records_sha256! previous! hash!",
        key="seq",
        filled="recorded actor operation",
        conditions={
            "seq_counts": "seq >= 1",
            "digests": "length(records_sha256) = 64 AND length(hash) = 64",
        },
    )
    _table(
        "source",
        "id! slug! kind! title party published url authors publisher accessed archive_url sha256 "
        "doi arxiv grade grade_reason self_interested repeats_id standing tags notes entry!",
        unique="slug",
        filled="slug",
        terms={"kind": SOURCE_KINDS},
    )
    _table(
        "subject",
        "id! type! slug! name! organization_id hardware_id released aliases tags url notes "
        "source_id fitted_low fitted_high entry!",
        unique="slug type",
        filled="slug name",
        terms={"type": SUBJECT_TYPES},
    )


def _claims() -> None:
    _table(
        "claim",
        "id! slug! kind! statement! subject_id attribute low high value number_format sparsity "
        "scope convention computed_by threshold units_rule period asserts_id prior prior_reason "
        "opened falsifier resolution criteria tags notes entry!",
        unique="slug",
        filled="slug statement",
        terms={"kind": CLAIM_KINDS},
        conditions={"prior_probability": "prior > 0 AND prior < 1"},
    )
    _table("claim_subject", "claim_id! position! subject_id!", key="claim_id position")
    units = "claim_id! list_name! position! subject_id!"
    _table("claim_unit", units, key="claim_id list_name position")


def _items() -> None:
    _table(
        "evidence",
        "claim_id! key! unit source_id! stance strength directness quote locator value "
        "probability published ended ended_reason retracted retracted_reason group group_reason "
        "origin relayed_from_grade supersedes quote_role status verified verified_note note "
        "entry!",
        key="claim_id key",
        filled="key unit",
    )
    _table(
        "observation",
        "subject_id! key! attribute! value! source_id! quote locator number_format sparsity scope "
        "convention basis origin derived_from relayed_from_grade year published ended "
        "ended_reason retracted retracted_reason supersedes status verified verified_note note "
        "entry!",
        key="subject_id key",
        filled="key value",
    )
    _table(
        "search",
        "claim_id! key! unit corpus! query! date! detection! stance! source_id retracted "
        "retracted_reason note entry!",
        key="claim_id key",
        filled="key unit corpus query",
    )


def _choices() -> None:
    pinned = ["observation.subject_id", "observation.key"]
    _table(
        "selection",
        "subject_id! attribute! scope! number_format! observation rule reason date entry!",
        _link("fk_selection_subject_id_observation", ["subject_id", "observation"], pinned),
        key="subject_id attribute scope number_format",
        filled="rule",
        terms={"scope": f" {SCOPES}", "number_format": f" {NUMBER_FORMATS}"},
    )
    _table("resolution", "claim_id! outcome! date! source_id note entry!", key="claim_id")


def _derivations() -> None:
    _table(
        "derivation",
        "id! slug! method! method_version! attribute subject_id result! why recorded! entry!",
        unique="slug",
        filled="slug method method_version attribute result recorded",
        terms={"attribute": ""},
    )
    _table(
        "derivation_input",
        "derivation_id! name! position! entered subject_id observation",
        key="derivation_id name",
        filled="name",
    )


def _guard_log_on_sqlite() -> None:
    refusal = "SELECT RAISE(ABORT, 'the log only grows')"
    op.execute(f"CREATE TRIGGER log_only_grows BEFORE UPDATE ON log BEGIN {refusal}; END")
    op.execute(f"CREATE TRIGGER log_keeps_rows BEFORE DELETE ON log BEGIN {refusal}; END")
    # INSERT OR REPLACE removes the former row without a DELETE trigger.
    op.execute(
        "CREATE TRIGGER log_counts BEFORE INSERT ON log "
        "WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM log) "
        f"BEGIN {refusal}; END"
    )


def _guard_log_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION log_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RAISE EXCEPTION ''the log only grows''; END'"
    )
    for event, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER log_only_grows_{level.lower()} BEFORE {event} ON log "
            f"FOR EACH {level} EXECUTE FUNCTION log_only_grows()"
        )


def _table(
    table: str,
    columns: str,
    *others: sa.Constraint,
    key: str = "id",
    unique: str = "",
    filled: str = "",
    terms: Mapping[str, str] | None = None,
    conditions: Mapping[str, str] | None = None,
) -> None:
    """Make a table and its indexes; a column whose name ends in ! must have a value."""
    names = columns.replace("!", "").split()
    checks = {f"{name}_filled": f"length({name}) > 0" for name in filled.split()}
    checks |= _checks(names, {**TERMS, **(terms or {})}) | dict(conditions or {})
    op.create_table(
        table,
        *(_column(name) for name in columns.split()),
        sa.PrimaryKeyConstraint(*key.split(), name=op.f(f"pk_{table}")),
        *([_unique(table, unique.split())] if unique else []),
        *(_link(f"fk_{table}_{n}", [n], [TARGETS[n]]) for n in names if n in TARGETS),
        *(sa.CheckConstraint(text, name=op.f(f"ck_{table}_{n}")) for n, text in checks.items()),
        *others,
    )
    for name in names:
        if (name.endswith("_id") or name == "key") and name != key.split()[0]:
            op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _checks(names: list[str], terms: Mapping[str, str]) -> dict[str, str]:
    checks = {}
    for name in names:
        if terms.get(name):
            listed = ", ".join(f"'{term}'" for term in terms[name].split(" "))
            checks[f"{name}_known"] = f"{name} IN ({listed})"
        elif name in DATES:
            checks[f"{name}_date"] = f"length({name}) IN (4, 7, 10)"
        elif name in SHARES:
            checks[f"{name}_share"] = f"{name} >= 0 AND {name} <= 1"
    closed = [*DATES, *(name for name in terms if terms[name])]
    free = [name for name in names if _kind(name) is sa.Text and name not in closed]
    if _is_sqlite():
        quoted = ['"group"' if name == "group" else name for name in free]
        clean = " AND ".join(f"instr({name}, char(0)) = 0" for name in quoted)
        checks |= {"no_nul": clean} if clean else {}
        truths = [name for name in names if _kind(name) is sa.Boolean]
        checks |= {f"{name}_truth": f"{name} IN (0, 1)" for name in truths}
    return checks


def _column(name: str) -> sa.Column[Any]:
    plain = name.removesuffix("!")
    return sa.Column(plain, _kind(plain), nullable=plain == name, autoincrement=False)


def _kind(name: str) -> Any:
    return TYPES.get(name, sa.Integer if name.endswith("_id") else sa.Text)


def _unique(table: str, columns: list[str]) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _link(name: str, columns: list[str], targets: list[str]) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        columns, targets, name=op.f(name), deferrable=True, initially="DEFERRED"
    )


def _is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"
