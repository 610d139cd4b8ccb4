"""The one place where the program asks what time it is."""

from __future__ import annotations

import time


def today() -> str:
    """This day, in UTC."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def now() -> str:
    """This moment, in UTC, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
