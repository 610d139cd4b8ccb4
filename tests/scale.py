"""How large the tests of reliability are: 1 in CI, 10 in the large profile."""

from __future__ import annotations

import os

SCALE = int(os.environ.get("EVIDENCE_TEST_SCALE", "1"))


def scaled(number: int) -> int:
    """A figure of CI as it is in this profile."""
    return number * SCALE
