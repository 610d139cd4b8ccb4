"""Calculations that were kept under a name: citable in reports, never evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from evidence.core.records import Entered
from evidence.store.decoding import entered, frozen
from evidence.store.queries import Rows

KIND = "scenarios"


class Input(NamedTuple):
    """One input: a number as it was entered, or the observation that it was taken from."""

    name: str
    entered: Entered | None = None
    subject: str | None = None
    observation: str | None = None
    """The key of the observation, which belongs to that subject."""


class Scenario(NamedTuple):
    """A method on its inputs, what came out, and why it was kept."""

    slug: str
    method: str
    method_version: str
    result: Mapping[str, object]
    recorded: str
    inputs: tuple[Input, ...] = ()
    attribute: str | None = None
    subject: str | None = None
    why: str | None = None

    def as_mapping(self) -> dict[str, Any]:
        """What the log holds of it."""
        given = {name: value for name, value in self._asdict().items() if value is not None}
        given["inputs"] = [
            {name: value for name, value in one._asdict().items() if value is not None}
            for one in self.inputs
        ]
        return given


class ScenarioChange(NamedTuple):
    """One scenario before and after; None where it did not exist, or no longer does."""

    before: Scenario | None
    after: Scenario | None


def as_scenario(fields: Mapping[str, Any]) -> Scenario:
    """The scenario of a mapping from the log."""
    inputs = tuple(Input(**one) for one in fields["inputs"])
    return Scenario(**{**fields, "inputs": inputs, "result": frozen(fields["result"])})


def scenarios(reader: Rows, slugs: list[str] | None = None) -> list[Scenario]:
    """The scenarios of these slugs, or all, sorted by slug."""
    if slugs is not None and not slugs:
        return []
    suffixes = () if slugs is None else ("of_derivations",)
    parameters = {} if slugs is None else {"slugs": slugs}
    inputs: dict[str, list[tuple[int, Input]]] = {}
    for slug, position, name, text, *origin in reader.rows(
        "derivation_inputs", *suffixes, **parameters
    ):
        value = None if text is None else entered(text)
        inputs.setdefault(slug, []).append((position, Input(name, value, *origin)))
    found = []
    for row in reader.rows("derivations", *suffixes, **parameters):
        slug, method, version, attribute, subject, result, why, recorded = row
        listed = tuple(one for _, one in sorted(inputs.get(slug, []), key=lambda pair: pair[0]))
        found.append(
            Scenario(
                *(slug, method, version, entered(result), recorded),
                inputs=listed,
                attribute=attribute,
                subject=subject,
                why=why,
            )
        )
    return sorted(found, key=lambda scenario: scenario.slug)
