"""Twenty-four models whose training compute is known by other calculations.

The figures are worked out from rows of Epoch AI, Data on AI Models (2025-12-27, CC BY 4.0,
epoch.ai/data/ai-models): 6 x active parameters x tokens x epochs, chip-hours x dense bf16 peak x
stated share of the peak, and the share of that peak that the published compute would be.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evidence.core.deriving import derive
from evidence.core.forms import from_mapping
from evidence.core.ledger import Ledger

GOLDEN: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("golden_models.json").read_text()
)
DAY = "2026-01-01"
MODEL, CHIP = "model:one", "hardware:chip"


def ledger_of(row: dict[str, Any]) -> Ledger:
    """The numbers of one row, as observations of one source."""
    stated = [
        (MODEL, "parameters", row.get("N"), {}),
        (MODEL, "parameters_active", row.get("N_active"), {}),
        (MODEL, "training_tokens", row.get("D"), {}),
        (MODEL, "epochs", row.get("epochs"), {}),
        (MODEL, "chip_hours", row.get("chip_hours"), {}),
        (MODEL, "utilization", row.get("mfu"), {"number_format": "bf16"}),
        (MODEL, "training_compute", row["C_published"], {"basis": "third_party"}),
        (CHIP, "peak_throughput", row.get("peak_bf16_dense"), {"number_format": "bf16"}),
    ]
    records = [
        from_mapping("sources", {"slug": "table", "kind": "dataset", "published": "2025-12-27"}),
        from_mapping("hardware", {"slug": "chip", "name": "Chip"}),
        from_mapping("models", {"slug": "one", "name": row["model"], "hardware": "chip"}),
    ]
    for subject, attribute, value, sort in stated:
        if value is not None:
            fields = {"subject": subject, "attribute": attribute, "value": value, **sort}
            records.append(from_mapping("observations", {**fields, "source": "table"}))
    return Ledger(records)


def test_there_are_twenty_four() -> None:
    assert len(GOLDEN) == 24


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["model"])
def test_every_route_of_a_golden_model_gives_the_known_figure(row: dict[str, Any]) -> None:
    paths = {
        path.method: path for path in derive(ledger_of(row), MODEL, "training_compute", DAY).paths
    }

    published = paths.pop("third_party")
    assert published.quantity.median == pytest.approx(row["C_published"], rel=1e-12)
    expected = {}
    if "C_6ND" in row:
        expected["operation-count"] = row["C_6ND"]
    if "C_hw" in row:
        expected["hardware-time"] = row["C_hw"]
    assert paths.keys() == expected.keys()
    for method, flop in expected.items():
        assert paths[method].quantity.median == pytest.approx(flop, rel=1e-9)
    if "implied_MFU_bf16" in row:
        assert published.implied is not None
        share = published.implied.utilization.median
        assert share == pytest.approx(row["implied_MFU_bf16"], rel=1e-9)


def test_hours_that_no_chip_can_do_are_flagged() -> None:
    [row] = [one for one in GOLDEN if one["model"].startswith("DeepSeek-V2")]
    published = derive(ledger_of(row), MODEL, "training_compute", DAY).paths[0]
    assert "utilization 1.66" in published.warnings[0]
