"""Comparing the structure of two outputs, whatever their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)
MOST = 12
"""Differences that are told; one fault may show in thousands of places."""


def differences(
    hostile: Iterable[T], harmless: Iterable[T], maybe_fewer: Collection[object] = ()
) -> list[str]:
    """What one output has more or less often than the other, as lines.

    Those in `maybe_fewer` may be missing from the hostile one: a link to an odd address may be
    left out, but none may come to be. Of a tuple any part may be there.

    >>> differences(["p", "p", "b"], ["p", "p", "a"]), differences(["a"], ["a", "a"], ["a"])
    (["1 more 'b'", "1 fewer 'a'"], [])
    """
    ours, theirs = Counter(hostile), Counter(harmless)
    more = [f"{n} more {item!r}" for item, n in (ours - theirs).items()]
    fewer = [
        f"{n} fewer {item!r}"
        for item, n in (theirs - ours).items()
        if not {*maybe_fewer} & {item, *(item if isinstance(item, tuple) else ())}
    ]
    return [*more, *fewer][:MOST]
