"""Faults that the corpus has found and that are still to be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.workspace import Workspace


@pytest.mark.xfail(strict=True, reason="YAML reads no name of more than 1024 characters back")
def test_a_long_name_of_a_variant_is_read_back_from_yaml(tmp_path: Path) -> None:
    from evidence.exchange.bundle import read
    from evidence.exchange.dump import dump

    made = Workspace(str(tmp_path / "evidence.db"))
    made.create()
    made.add("organizations", slug="o")
    roll = {"threshold": 0.5, "units": ["organization:o"], "period": "2025", "statement": "x"}
    variants = {"n" * 1100: ["organization:o"]}
    made.add("claims", slug="c", kind="prevalence", units_variants=variants, **roll)
    dump(made.ledger(), tmp_path / "all.yaml")

    assert read([tmp_path / "all.yaml"], None, None).problems == ()


@pytest.mark.xfail(strict=True, reason="an item that does not end adds a day without a date")
def test_every_point_of_a_timeline_has_a_date(few: Path) -> None:
    points = Workspace(str(few)).timeline("claim-2")

    assert [point.date for point in points if not point.date] == []
