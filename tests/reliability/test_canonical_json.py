"""Equal values have equal bytes, and unequal ones do not: hashes and keys rest on that.

Equal is what is the same under every order of names and in either Unicode form (NFC or NFD), with
absent values left out of objects. 1, 1.0, "1" and true are four values, and so are 0.0 and -0.0.
"""

from __future__ import annotations

import json
import random
import unicodedata
from typing import Any

import pytest

from evidence.core.canonical import canonical
from evidence.core.errors import Invalid
from tests.reliability.conftest import Figure
from tests.scale import scaled

VALUES = scaled(10_000)

LEAVES = (
    *(None, True, False, 0, 1, 0.0, -0.0, 1.0, "", "0", "1", "1.0", "true", "null", -1, 0.1),
    *(2**53, 2**53 + 1, float(2**53), 10**22, 1e22, 10**40, 1e40, 5e-324, -5e-324, 2**63),
    *("\u00e9", "e\u0301", "\ufb01", "fi", "\u212b", "\u00c5", "A\u030a", "\u2028", "\x00"),
    *("\U0001f600", "\uac00", "\u1100\u1161", "z\u0323\u0307", "z\u0307\u0323", "\\u00e9", '"'),
)
NAMES = ("a", "b", "\u00e9", "\u212b", "\uac00", "z\u0323\u0307", "1", "")


def made(chance: random.Random, depth: int = 3) -> Any:
    """A value with the leaves that are easily taken for one another."""
    shape = chance.random() if depth else 0
    if shape < 0.5:
        return chance.choice((*LEAVES, chance.uniform(-1e9, 1e9), chance.getrandbits(70)))
    if shape < 0.7:
        return [made(chance, depth - 1) for _ in range(chance.randrange(4))]
    return {name: made(chance, depth - 1) for name in chance.sample(NAMES, chance.randrange(4))}


def meaning(value: Any) -> Any:
    """A value as something that Python itself compares rightly."""
    if isinstance(value, str):
        return "text", unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return "list", tuple(map(meaning, value))
    if isinstance(value, dict):
        given = {(meaning(name), meaning(item)) for name, item in value.items() if item is not None}
        return "object", frozenset(given)
    return type(value).__name__, repr(value)


def retold(value: Any, chance: random.Random) -> Any:
    """The same value otherwise: names in another order, texts in another form, a tuple, a None."""
    if isinstance(value, str):
        return unicodedata.normalize(chance.choice(("NFC", "NFD")), value)
    if isinstance(value, list):
        return tuple(retold(item, chance) for item in value)
    if isinstance(value, dict):
        names = [*value, "absent"]
        chance.shuffle(names)
        return {retold(name, chance): retold(value.get(name), chance) for name in names}
    return value


def nearly(value: Any, chance: random.Random) -> Any:
    """The same value, or one that Python holds to be equal, or that looks alike."""
    if isinstance(value, list | tuple):
        return [nearly(item, chance) for item in value]
    if isinstance(value, dict):
        return {name: nearly(item, chance) for name, item in value.items()}
    if isinstance(value, int | float) and chance.random() < 0.5:
        return chance.choice([str(value), -value, bool(value), value + 1, value * 1.0])
    if isinstance(value, str) and chance.random() < 0.5:
        return unicodedata.normalize("NFKC", value)
    return value


def test_values_are_equal_just_where_their_bytes_are(figure: Figure) -> None:
    """10,000 values in CI, 100,000 in the large profile."""
    chance, alike = random.Random(6), 0
    for _ in range(VALUES):
        one = made(chance)
        text = canonical(one).encode()

        assert canonical(retold(one, chance)).encode() == text, one
        assert canonical(json.loads(text)).encode() == text, one
        for other in (made(chance), nearly(one, chance)):
            equal = meaning(other) == meaning(one)
            assert (canonical(other).encode() == text) == equal, (one, other)
            alike += equal
    figure(f"{2 * VALUES} pairs of values, {alike} of them equal, and just those in their bytes")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_json_has_no_number_for_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(number)


def test_two_names_that_come_to_one_are_refused() -> None:
    with pytest.raises(Invalid, match="the name 'é' stands twice"):
        canonical({"é": 1, "e\u0301": 2})
