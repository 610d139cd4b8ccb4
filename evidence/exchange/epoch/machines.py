"""Rows of Epoch AI's tables of chips and of clusters as subjects and observations."""

from __future__ import annotations

from evidence.exchange.epoch.cells import quotable
from evidence.exchange.epoch.gathering import Gathering
from evidence.exchange.epoch.naming import slugged
from evidence.exchange.epoch.table import Line

PLAIN = ("fp64", "fp32", "tf32", "fp8", "fp4", "int8")
"""Columns of peaks that name one number format."""
MIXED = "the column does not tell bf16 from fp16"


def read_hardware(gathering: Gathering) -> None:
    """All rows of a table of chips, whose figures count from their release."""
    for line, slug, released in gathering.named("hardware"):
        ref = f"hardware:{slug}"
        gathering.rows.append((line.number, ref, line.raw))
        makers = gathering.organization(line)
        described = {
            "name": " ".join(line.text("name").split()),
            "organization": makers[0] if makers else None,
            "released": released,
            "url": next(iter(line.text("link").replace(";", " ").split()), None),
        }
        gathering.subject(line, "hardware", slug, described)
        _peaks(gathering, line, ref, released)
        _sheet(gathering, line, ref, released)


def _peaks(gathering: Gathering, line: Line, ref: str, released: str | None) -> None:
    tensor, half = gathering.figure(line, "tensor"), gathering.figure(line, "fp16")
    found: list[tuple[str, str, int | float, str | None]] = []
    if tensor is not None:
        found += [("tensor", "bf16", tensor, MIXED), ("tensor", "fp16", tensor, MIXED)]
    elif half is not None:
        found.append(("fp16", "fp16", half, None))
    for name in PLAIN:
        value = gathering.figure(line, name)
        if value is not None:
            found.append((name, name, value, None))
    for column, number_format, value, note in found:
        gathering.observe(
            *(line, column, ref, "peak_throughput", value),
            number_format=number_format,
            sparsity="sparse" if "spars" in gathering.table.columns[column].lower() else "dense",
            published=released,
            note=note,
        )


def _sheet(gathering: Gathering, line: Line, ref: str, released: str | None) -> None:
    for column, attribute in (
        ("memory", "memory"),
        ("memory_bandwidth", "memory_bandwidth"),
        ("tdp", "tdp"),
    ):
        value = gathering.figure(line, column)
        if value is not None:
            gathering.observe(line, column, ref, attribute, value, published=released)
    price = gathering.figure(line, "price")
    if price is not None:
        year = int(released[:4]) if released else None
        gathering.observe(
            *(line, "price", ref, "price_per_chip", price),
            basis="third_party",
            year=year,
            published=released,
        )


def read_clusters(gathering: Gathering) -> None:
    """All rows of a table of clusters; what is planned is tagged so and says so in its note."""
    for line, slug, released in gathering.named("cluster"):
        ref = f"cluster:{slug}"
        gathering.rows.append((line.number, ref, line.raw))
        owners = gathering.organization(line)
        mixed = bool(line.text("other_hardware"))
        described = {
            "name": " ".join(line.text("name").split()),
            "organization": owners[0] if owners else None,
            "hardware": None if mixed else gathering.hardware(line),
            "released": released,
            "tags": [
                slugged(line.text(name)) for name in ("status", "certainty") if line.text(name)
            ],
            "url": next(iter(line.text("link").split()), None),
        }
        gathering.subject(line, "cluster", slug, described)
        _cluster(gathering, line, ref, owners, mixed)


def _cluster(
    gathering: Gathering, line: Line, ref: str, owners: tuple[str, ...], mixed: bool
) -> None:
    words = ", ".join(line.text(name) for name in ("status", "certainty") if line.text(name))
    common: dict[str, object] = {
        "basis": "third_party",
        "derived_from": owners,
        "note": words or None,
    }
    column = "all_chips" if line.text("all_chips") or mixed else "chips"
    quote = quotable(line.text("quote"))
    chips = gathering.figure(line, column)
    if chips is not None:
        gathering.observe(line, column, ref, "chips", chips, quote=quote, **common)
    same = gathering.figure(line, "h100")
    if same is not None:
        gathering.observe(line, "h100", ref, "h100_equivalent", same, convention="mixed", **common)
    power = gathering.figure(line, "power_reported" if line.text("power_reported") else "power")
    if power is not None:
        column = "power_reported" if line.text("power_reported") else "power"
        gathering.observe(line, column, ref, "power", f"{power!r} MW", **common)
    _cost(gathering, line, ref, common)


def _cost(gathering: Gathering, line: Line, ref: str, common: dict[str, object]) -> None:
    cost = gathering.figure(line, "cost")
    if cost is not None:
        gathering.observe(line, "cost", ref, "cost", cost, scope="hardware", **common)
    reported = gathering.figure(line, "cost_reported")
    if reported is not None and reported != cost:
        quote = quotable(line.text("cost_quote"))
        gathering.observe(line, "cost_reported", ref, "cost", reported, quote=quote, **common)
