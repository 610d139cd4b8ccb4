"""Rows of Epoch AI's table of models as subjects and observations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evidence.core.vocabulary import FINE_TUNE_TAG, SPARSE_TAG
from evidence.exchange.epoch.cells import (
    NUMBER_FORMATS,
    active_parameters,
    experts,
    is_sparse,
    names,
    only_active_parameters,
    quotable,
)
from evidence.exchange.epoch.gathering import Gathering
from evidence.exchange.epoch.naming import slugged
from evidence.exchange.epoch.table import Line
from evidence.exchange.found import shown

FACTORS: Mapping[str, float] = {"Confident": 3.0, "Likely": 10.0, "Speculative": 31.0}
"""The 90 % factor of each word of confidence.

Source: Epoch AI, AI models documentation, Estimation, section "Estimating confidence" (as quoted
by others; the word is that of the least certain of compute, parameters and data).
"""
UNSAID = ("Unknown", "Unverified", "")
"""Words that say nothing of how far a figure may be off."""
TOKENS = ("Language",)
"""Domains in which the size of the data is told in tokens, or words; pictures come in pairs."""


def read_models(gathering: Gathering) -> None:
    """All rows of a table of models."""
    for line, slug, released in gathering.named("model"):
        ref = f"model:{slug}"
        gathering.rows.append((line.number, ref, line.raw))
        parties = gathering.organization(line)
        gathering.subject(line, "model", slug, _subject(gathering, line, parties, released))
        _Row(gathering, line, ref, parties).numbers()


def _subject(
    gathering: Gathering, line: Line, parties: Sequence[str], released: str | None
) -> dict[str, object]:
    return {
        "name": " ".join(line.text("name").split()),
        "organization": parties[0] if parties else None,
        "hardware": gathering.hardware(line),
        "released": released,
        "tags": list(_tags(line)),
        "url": next(iter(line.text("link").split()), None),
    }


def _tags(line: Line) -> Iterator[str]:
    """Its domains, and what tells how its parameters and its data count."""
    yield from (slugged(name) for name in names(line.text("domain")))
    if is_sparse(line.text("parameters_notes")):
        yield SPARSE_TAG
    if line.text("base"):
        yield FINE_TUNE_TAG


class _Row:
    """The numbers of one row."""

    def __init__(self, gathering: Gathering, line: Line, ref: str, parties: Sequence[str]) -> None:
        self._gathering = gathering
        self._line = line
        self._ref = ref
        self._parties = tuple(parties)
        self._word = line.text("confidence")

    def numbers(self) -> None:
        """Observe everything that the row states."""
        if self._word not in (*FACTORS, *UNSAID):
            self._warn("confidence", f"{shown(self._word)} is no word of confidence: not used")
        self._size()
        self._data()
        self._compute()
        self._machines()
        self._utilization()

    def _size(self) -> None:
        line = self._line
        total = self._figure("parameters")
        note = quotable(line.text("parameters_notes"))
        if total is not None:
            self._observe("parameters", "parameters", total, quote=note)
        for column, read in (
            ("name", only_active_parameters),
            ("parameters_notes", active_parameters),
            ("compute_notes", only_active_parameters),
        ):
            active = read(line.text(column), total)
            if active is not None:
                said = quotable(line.text(column))
                self._observe(column, "parameters_active", active, quote=said)
                break
        count = experts(line.text("parameters_notes"))
        if count is not None and is_sparse(line.text("parameters_notes")):
            self._observe("parameters_notes", "experts", count, quote=note)

    def _data(self) -> None:
        line = self._line
        size = self._figure("data")
        if size is not None and self._in_tokens():
            self._observe("data", "training_tokens", size, quote=quotable(line.text("data_notes")))
        elif size is not None:
            domain = shown(line.text("domain")) if line.text("domain") else "a row without a domain"
            self._warn(
                "data", f"{line.text('data')} is not known to be tokens ({domain}): left out"
            )
        passes = self._figure("epochs")
        if passes is not None:
            self._observe("epochs", "epochs", passes)

    def _in_tokens(self) -> bool:
        line = self._line
        domains = names(line.text("domain"))
        return any(name in TOKENS for name in domains) or "token" in line.text("data_notes").lower()

    def _compute(self) -> None:
        line = self._line
        for column, scope in (("compute", None), ("finetune", "post_training")):
            value = self._figure(column)
            if value is not None:
                self._observe(
                    column,
                    "training_compute",
                    self._range(column, value),
                    quote=quotable(line.text(f"{column}_notes")),
                    scope=scope,
                    note=self._published(column, value),
                    estimated=True,
                )

    def _range(self, column: str, value: float) -> str:
        """The 90 % interval: by the bounds, else by the word of confidence; `~` without either."""
        bounds = self._bounds(value) if column == "compute" else None
        if bounds is not None:
            return f"{bounds[0]:g} to {bounds[1]:g}"
        factor = FACTORS.get(self._word)
        if factor is None:
            return f"~{value!r}"
        return f"{value / factor:.12g} to {value * factor:.12g}"

    def _bounds(self, value: float) -> tuple[float, float] | None:
        low, high = self._figure("compute_low"), self._figure("compute_high")
        if low is None or high is None or low == high:
            return None
        if not low <= value <= high:
            self._warn("compute_low", f"{low:g} to {high:g} does not hold {value:g}: left out")
            return None
        return low, high

    def _published(self, column: str, value: float) -> str:
        parts = [f"published as {value:g}"]
        if column == "compute" and self._line.text("method"):
            parts.append(f"by {self._line.text('method')}")
        parts.append(f"confidence: {self._word or 'not stated'}")
        return "; ".join(parts)

    def _machines(self) -> None:
        line = self._line
        note = quotable(line.text("hours_notes"))
        hours = self._figure("hours")
        if hours is not None:
            self._observe("hours", "training_time", f"{hours!r} h", quote=note)
        for column, attribute in (("chips", "chips"), ("chip_hours", "chip_hours")):
            value = self._figure(column)
            if value is not None:
                self._observe(column, attribute, value)
        power, cost = self._figure("power"), self._figure("cost")
        if power is not None:
            self._observe("power", "power", power, estimated=True)
        if cost is not None:
            self._observe("cost", "cost", cost, estimated=True, year=2023)
        written = line.text("number_format").upper()
        if written in NUMBER_FORMATS:
            self._observe("number_format", "number_format", NUMBER_FORMATS[written])
        elif written not in ("", "UNKNOWN"):
            self._warn("number_format", f"{shown(written)} is no number format: left out")

    def _utilization(self) -> None:
        share = self._figure("mfu")
        if share is None:
            return
        if share > 1:
            self._warn("mfu", f"{share:g} is above 1, which no chip can do: left out")
            return
        note = self._line.text("mfu_notes")
        fields: dict[str, Any] = {"quote": quotable(note), "number_format": _peak_format(note)}
        if worked_out(note):
            fields |= {"basis": "derived", "note": "worked out from the compute of the same run"}
        self._observe("mfu", "utilization", share, **fields)

    def _observe(
        self, column: str, attribute: str, value: object, estimated: bool = False, **fields: object
    ) -> None:
        """Observe a figure: the developer's own where Epoch AI is confident, else an estimate."""
        basis = fields.pop("basis", None)
        if basis is None and not estimated and self._word == "Confident" and self._parties:
            fields |= {"basis": "reported", "origin": self._parties[0]}
        else:
            fields |= {"basis": basis or "third_party"}
            fields |= {"derived_from": self._parties} if basis is None else {}
        self._gathering.observe(self._line, column, self._ref, attribute, value, **fields)

    def _figure(self, column: str) -> int | float | None:
        return self._gathering.figure(self._line, column)

    def _warn(self, column: str, message: str) -> None:
        self._gathering.warn(self._line, column, message)


def worked_out(note: str) -> bool:
    """Whether a utilization was worked out from the compute that it would give again.

    >>> worked_out("MFU = 2.159e22 / 8.1207e22 = 0.2659"), worked_out("MFU is given in Table 2")
    (True, False)
    """
    measured = r"\bwe (?:report|achieve|measured)|\bis given in|observed throughput|an average of"
    if re.search(measured, note):
        return False
    told = r"\bMFU\W{0,3}(?:is)?[=:]|[Ii]mpl(?:y|ies|ied)|6 ?N[CD]|6CN|max(?:imum)? util"
    return bool(re.search(told, note) and re.search(r"[0-9]e[12][0-9]|PFLOP|6 FLOP", note))


def _peak_format(note: str) -> str | None:
    """The number format whose peak a note on utilization divides by, where it states one."""
    found = re.findall(r"\b(BF16|FP16|FP8|TF32|FP32)\b[^.\n]{0,20}\b(?:peak|MFU|max)", note, re.I)
    found += re.findall(
        r"(?:peak|MFU|maximum)[^.\n]{0,20}\b(BF16|FP16|FP8|TF32|FP32)\b", note, re.I
    )
    formats = {NUMBER_FORMATS[name.upper()] for name in found}
    return formats.pop() if len(formats) == 1 else None
