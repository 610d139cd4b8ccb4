"""Whether the voices that are kept beside the records are those that follow from them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from evidence.core.hearing import docket
from evidence.core.ledger import Ledger
from evidence.core.voices import voices
from evidence.store.queries import Rows

_SAME = 1e-12
"""Machines may differ in the last digit of a logarithm."""


def stale_voices(reader: Rows, ledger: Ledger) -> Iterator[str]:
    """The claims of which the database holds other voices than follow from these records."""
    held = _held(reader)
    for claim in ledger.claims():
        steps, opinions = voices(docket(ledger, claim.slug))
        if not _same((*steps, *opinions), held.pop(claim.slug, [])):
            yield claim.slug
    yield from sorted(held)


def _held(reader: Rows) -> dict[str, list[tuple[Any, ...]]]:
    held: dict[str, list[tuple[Any, ...]]] = {}
    for query in ("voices", "opinion_steps"):
        for slug, *step in reader.rows(query):
            held.setdefault(slug, []).append(tuple(step))
    return held


def _same(steps: Sequence[tuple[Any, ...]], held: Sequence[tuple[Any, ...]]) -> bool:
    pairs = zip(sorted(steps, key=_order), sorted(held, key=_order), strict=False)
    return len(steps) == len(held) and all(_alike(one, other) for one, other in pairs)


def _order(step: tuple[Any, ...]) -> tuple[Any, ...]:
    # A step of a voice has its side where an opinion has its first day: a number in both.
    return step[:4]


def _alike(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return all(
        math.isclose(a, b, rel_tol=_SAME, abs_tol=_SAME) if isinstance(a, float) else a == b
        for a, b in zip(one, other, strict=True)
    )
