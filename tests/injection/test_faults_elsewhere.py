"""Faults that the corpus has found outside of what is printed, still to be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.core.ledger import Ledger
from evidence.exchange.bundle import read
from evidence.exchange.dump import dump
from evidence.workspace import Workspace
from tests.core.building import organization, prevalence

TOO_LONG = pytest.mark.xfail(strict=True, reason="YAML reads no name above 1024 characters back")


@pytest.mark.parametrize("length", [900, pytest.param(1100, marks=TOO_LONG)])
def test_the_name_of_a_variant_is_read_back_from_yaml(tmp_path: Path, length: int) -> None:
    variants = {"n" * length: ("organization:o",)}
    claim = prevalence("c", ["o"], units_variants=variants)
    dump(Ledger([organization("o"), claim]), tmp_path / "all.yaml")

    assert not read([tmp_path / "all.yaml"], None, None).problems


@pytest.mark.xfail(strict=True, reason="an item that does not end adds a day without a date")
def test_every_point_of_a_timeline_has_a_date(few: Path) -> None:
    points = Workspace(str(few)).timeline("claim-2")

    assert [point for point in points if not point.date] == []
