"""The exact vectors of method db-1, with the inputs of the worked example."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evidence.core.scoring import DIRECTNESS, STRENGTH, Estimate, Item

TOLERANCE = 1e-6
_ALL: dict[str, Any] = json.loads(
    Path(__file__).with_name("scoring_golden.json").read_text(encoding="utf-8")
)
VECTORS: list[dict[str, Any]] = _ALL["vectors"]
WORKED: list[dict[str, Any]] = _ALL["worked"]
EXTRA: dict[str, Any] = _ALL["extra"]

WORKED_ITEMS = (
    Item("formats", 1, 0.3, "B", "formats authors", 0.25, published="2022-09-12"),
    Item("semianalysis", 1, 0.6, "C", "semianalysis", published="2024-12-11"),
    Item("forum", 1, 0.3, "D", "~low", published="2024-12-21"),
    Item("search", -1, 0.5 / 1.5, "C", "our search", published="2024-12-28"),
)
"""General statements on "most leading labs train in FP8", before the roll call."""

LLAMA_3 = Item("llama 3", -1, 0.99, "A", "meta", published="2024-07-31")
DEEPSEEK_V3 = Item("deepseek v3", 1, 0.99, "A", "deepseek", published="2024-12-27")
LLAMA_4 = Item("llama 4", 1, 0.99, "B", "meta", published="2025-04-05")


def worked_units(day: str) -> list[float]:
    """The weight of each lab with evidence on a day; Llama 4 ended what Llama 3 said of Meta."""
    meta = [item for item in (LLAMA_3, LLAMA_4) if item.published <= day][-1:]
    return [item.db for item in (*meta, DEEPSEEK_V3) if item.published <= day]


def vector(number: str) -> dict[str, Any]:
    """The vector whose name starts with this number."""
    return next(v for v in VECTORS if v["name"].startswith(f"{number} "))


def items_of(vector: dict[str, Any]) -> list[Item]:
    """The observations of a vector as items e1, e2 and so on."""
    return [
        Item(f"e{n}", side, STRENGTH.get(strength, strength), grade, group, DIRECTNESS[directness])
        for n, (side, strength, grade, directness, group) in enumerate(vector["observations"], 1)
    ]


def estimates_of(vector: dict[str, Any]) -> list[Estimate]:
    """The estimates of a vector as q1, q2 and so on."""
    return [Estimate(f"q{n}", *row) for n, row in enumerate(vector["estimates"], 1)]
