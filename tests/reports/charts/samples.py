"""One chart of each kind, of records and of rows that are written out."""

from __future__ import annotations

from evidence.core.calibration import murphy
from evidence.core.deriving import derive
from evidence.core.ledger import Ledger
from evidence.core.records import Record
from evidence.core.support import support
from evidence.core.timeline import timeline
from evidence.reports.charts import (
    Chart,
    compute_by_date,
    contributions,
    estimates,
    input_shares,
    reliability,
    roll_call,
    support_over_time,
)
from tests.core.building import (
    TODAY,
    item,
    ledger,
    model,
    number,
    organization,
    prevalence,
    quantity,
    source,
    statement,
)

V3 = "model:v3"
WORLD: tuple[Record, ...] = (
    *(organization(name) for name in ("lab", "other", "third")),
    model("v3", "lab", released="2024-12-26"),
    model("old", "other", released="2020-06"),
    source("report", party="lab", published="2024-12-27"),
    source("dataset", "dataset", "epoch", published="2025-02-01"),
    source("blog", "analyst", "critic", published="2025-06-01"),
    number(V3, "parameters_active", "37B", "report"),
    number(V3, "training_tokens", "14.8T", "report"),
    number(V3, "training_compute", "3e24 to 4e24", "dataset", basis="third_party"),
    number(V3, "training_compute", ">1e24", "blog"),
    number("model:old", "training_compute", 3.14e23, "dataset"),
    quantity("compute", V3, "training_compute", low=4e24, high=6e24),
    statement("said"),
    item("said", "report", strength="strong"),
    item("said", "blog", "refutes"),
    item("said", "dataset", "neutral"),
    prevalence("most", ["lab", "other", "third"]),
    item("most/lab", "report", strength="conclusive"),
    item("most/other", "blog", "refutes", strength="strong"),
)


def world(*more: Record) -> Ledger:
    return ledger(*WORLD, *more)


def some(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


def samples() -> dict[str, Chart]:
    """Every kind once."""
    known = world()
    said = support(known, "said", TODAY)
    return {
        chart.kind: chart
        for chart in map(
            some,
            (
                support_over_time.chart(said, timeline(known, "said", TODAY)),
                contributions.chart(said),
                estimates.chart(support(known, "compute", TODAY)),
                roll_call.chart(support(known, "most", TODAY)),
                input_shares.of_derivation(derive(known, V3, "training_compute", TODAY)),
                reliability.chart(murphy([(0.1, 0), (0.3, 0), (0.3, 1), (0.9, 1)])),
                compute_by_date.chart(known, TODAY),
            ),
        )
    }


HOSTILE = (
    "<script>alert(1)</script>",
    "]]><img src=x onerror=alert(1)>",
    '" onload="alert(1)" class="x',
    "&amp; &#x3c;b&#x3e;",
    '{{ 7 * 7 }} ${7*7} datum[\'label\'] {"signal": "1+1"}',
    "\x1b[31m\x00\x07 \u202egnp.exe\u2066",
    "\ud800 lone \ufffe",
    "W" * 5000,
    "漢" * 300,
    "a\nb\tc",
    "",
)


def renamed(chart: Chart, text: str) -> Chart:
    """The chart with every free text of it replaced."""
    free = {"label", "source", "unit", "name", "model", "input", "figure", "note", "convention"}
    rows = tuple(
        {name: text if name in free and value else value for name, value in row.items()}
        for row in chart.rows
    )
    settings = {name: text if name == "unit" else v for name, v in chart.settings.items()}
    return Chart(chart.kind, text, text, rows, settings)
