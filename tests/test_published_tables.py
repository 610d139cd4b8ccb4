"""Epoch AI's own tables, where EVIDENCE_TEST_DATA names the folder that they lie in.

Epoch AI, Data on AI Models (2025-04-23 and 2025-12-27), Machine Learning Hardware (2026-07-19) and
GPU Clusters (2026-04-24), CC BY 4.0, epoch.ai/data.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from evidence.core.deriving import derive
from evidence.core.ledger import Ledger
from evidence.core.numbers import parse_figure
from evidence.core.records import Observation
from evidence.snapshot import SnapshotOutcome
from evidence.workspace import Workspace
from tests.benchmarks import published_record
from tests.core.test_golden_models import GOLDEN

FOLDER = os.environ.get("EVIDENCE_TEST_DATA", "")
NEEDED = (
    "epoch_all_ai_models_2025-04-23.csv",
    "epoch_all_ai_models_2025-12-27.csv",
    "epoch_ml_hardware_2026-07-19.csv",
    "epoch_gpu_clusters_2026-04-24.csv",
)
THERE = bool(FOLDER) and all((Path(FOLDER) / name).is_file() for name in NEEDED)
pytestmark = pytest.mark.skipif(
    not THERE, reason="EVIDENCE_TEST_DATA names no folder with Epoch AI's published tables"
)
APRIL, DECEMBER, HARDWARE, CLUSTERS = (Path(FOLDER) / name for name in NEEDED)
DAY = "2026-12-31"
SLOW = 3.0
"""How many times slower than measured a busy machine may be before a test of speed fails."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(str(tmp_path_factory.mktemp("published") / "evidence.db"))
    workspace.create()
    workspace.import_snapshot(HARDWARE, "epoch-hardware")
    workspace.import_snapshot(APRIL, "epoch-models")
    return workspace


@pytest.fixture(scope="module")
def later(place: Workspace) -> tuple[SnapshotOutcome, float]:
    start = time.process_time()
    found = place.import_snapshot(DECEMBER, "epoch-models")
    return found, time.process_time() - start


@pytest.fixture(scope="module")
def ledger(place: Workspace, later: object) -> Ledger:
    return place.ledger()


def test_all_rows_are_imported_in_one_call(later: tuple[SnapshotOutcome, float]) -> None:
    found, seconds = later
    assert found.rows == 3221
    assert seconds < 10.0 * SLOW


def test_what_was_revised_is_told_with_its_ratio(later: tuple[SnapshotOutcome, float]) -> None:
    revised = {one.subject: one for one in later[0].difference.revised if _whole_compute(one)}
    zero = revised["model:alphago-zero"]
    assert zero.before == "~3.41e+23"
    assert parse_figure(zero.after or "", "FLOP").value == pytest.approx(6.49439910290227e20)
    assert revised["model:deepseek-v3"].ratio == pytest.approx(3.4078e24 / 4.56e24, rel=1e-6)
    sizes = [one.size for one in later[0].difference.revised]
    assert sizes == sorted(sizes, reverse=True)


def test_what_was_withdrawn_is_told(later: tuple[SnapshotOutcome, float]) -> None:
    gone = {one.subject for one in later[0].difference.withdrawn if _whole_compute(one)}
    assert {"model:gpt-4o", "model:gpt-4o-mini", "model:gemini-1.5-pro"} <= gone
    new = {one.subject: one for one in later[0].difference.new if _whole_compute(one)}
    assert parse_figure(new["model:gpt-4.5"].after or "", "FLOP").value == pytest.approx(3.8e26)


def _whole_compute(one: object) -> bool:
    return one.attribute == "training_compute" and one.scope is None  # type: ignore[attr-defined]


def test_the_past_stays_as_it_was(ledger: Ledger) -> None:
    for day, flop in (("2025-12-26", 3.41e23), ("2025-12-27", 6.49439910290227e20)):
        paths = derive(ledger, "model:alphago-zero", "training_compute", day).paths
        assert paths[0].quantity.median == pytest.approx(flop)
    assert not derive(ledger, "model:gpt-4o", "training_compute", DAY).paths


def test_the_same_table_again_adds_nothing(place: Workspace, later: object) -> None:
    again = place.import_snapshot(DECEMBER, "epoch-models")
    assert (again.outcome.new, again.outcome.changed, again.outcome.entry) == ({}, {}, None)
    assert place.check().problems == ()


def test_artefacts_of_floating_point_are_gone(ledger: Ledger) -> None:
    for slug, flop in (("grok-4", 5e26), ("ling-1t", 6e24)):
        [one] = [o for o in _numbers(ledger, slug) if o.attribute == "training_compute"]
        assert (one.note or "").startswith(f"published as {flop:g};")


def test_clusters_are_imported_beside_the_models(place: Workspace, later: object) -> None:
    found = place.import_snapshot(CLUSTERS, "epoch-clusters")
    assert found.rows == 786
    assert found.outcome.new["clusters"] == 786


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["model"])
def test_a_golden_model_is_read_from_the_table_as_it_was_read_by_hand(
    ledger: Ledger, place: Workspace, row: dict[str, float]
) -> None:
    slug = next(
        r.subject
        for r in place_rows(place)
        if r.cells["Model"] == row["model"] and r.subject is not None
    )
    stated = {o.attribute: o for o in _numbers(ledger, slug.partition(":")[2])}
    for name, attribute in (("N_active", "parameters_active"), ("D", "training_tokens")):
        if name in row:
            assert parse_figure(stated[attribute].value, "").value == pytest.approx(row[name])
    routes = published_record.derived(ledger)[slug]
    if "C_6ND" in row:
        [counted] = [one for one in routes if one.method == "operation-count"]
        assert counted.quantity.median == pytest.approx(row["C_6ND"], rel=1e-6)


_rows: dict[str, list] = {}  # type: ignore[type-arg]


def place_rows(place: Workspace) -> list:  # type: ignore[type-arg]
    """The rows of the later table, read once."""
    from evidence.store.engine import Reader
    from evidence.store.imported import rows_of_sources

    if not _rows:
        with Reader(place.location) as reader:
            _rows["all"] = rows_of_sources(reader, ["epoch-ai-models-2025-12-27"])
    return _rows["all"]


def _numbers(ledger: Ledger, slug: str) -> list[Observation]:
    """What stands of a model's numbers."""
    every = ledger.observations_of(f"model:{slug}")
    return [one for one in every if one.ended is None and one.scope is None]


def test_derived_compute_agrees_with_the_published(ledger: Ledger, place: Workspace) -> None:
    start = time.process_time()
    routes = published_record.derived(place.ledger())
    seconds = time.process_time() - start
    found = published_record.compared(routes, place_rows(place))
    assert seconds < published_record.DERIVE_GOAL * SLOW
    assert published_record.goal(found)
