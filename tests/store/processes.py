"""Processes that are started at once, and killed at some moment."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable


def in_a_process(act: Callable[[], object]) -> int:
    """Start something in a process of its own, at once, and give its number."""
    child = os.fork()
    if child:
        return child
    try:
        act()
        os._exit(0)
    except BaseException:
        os._exit(1)


def killed_after(seconds: float, act: Callable[[], object]) -> None:
    child = in_a_process(act)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
