"""Faults that the corpus has found outside of what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.core.ledger import Ledger
from evidence.exchange.bundle import read
from evidence.exchange.dump import render
from evidence.workspace import Workspace
from tests.core.building import organization, prevalence


@pytest.mark.parametrize("length", [900, 1100])
def test_the_name_of_a_variant_is_read_back_from_yaml(tmp_path: Path, length: int) -> None:
    variants = {"n" * length: ("organization:o",)}
    claim = prevalence("c", ["o"], units_variants=variants)
    text = render(Ledger([organization("o"), claim]), "yaml")
    assert isinstance(text, str)
    (tmp_path / "all.yaml").write_text(text)

    assert not read([tmp_path / "all.yaml"], None, None).problems


def test_every_point_of_a_timeline_has_a_date(few: Path) -> None:
    points = Workspace(str(few)).timeline("claim-2")

    assert [point for point in points if not point.date] == []
