"""A process of its own that reads the items of a long file while those before are written.

Reading and checking lines takes about as long as writing rows, and neither waits for the other
where there is a second core. The process is told what to read and answers with `Items`, one after
another, and with None once it is through, all in the format of `marshal`.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import Any

from evidence.core.errors import Unavailable
from evidence.exchange.plain_items import Items, items

_BEGIN = (
    "import sys, marshal; path, size, sys.path[:] = marshal.load(sys.stdin.buffer); "
    "from evidence.exchange.reading_ahead import answer; answer(path, size)"
)
"""The process finds this program where its parent did; what it needs before is built in."""

LENGTH = 8
"""Bytes before each answer that say how long it is."""


def ahead(path: str, size: int) -> Iterator[Items]:
    """The items of a file, so many at a time; raises Unavailable if the process ends too early."""
    process = _started(path, size) if (os.cpu_count() or 1) > 1 else None
    if process is None:
        yield from items(path, size)
        return
    with process:
        try:
            while few := _answer(process.stdout, path):
                yield Items(*few)
        finally:
            process.kill()


def answer(path: str, size: int) -> None:
    """Read the items of a file and write them to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends when nobody reads on
    gc.disable()  # nothing here refers to itself
    for few in chain(items(path, size), [None]):
        said = marshal.dumps(few and tuple(few))
        sys.stdout.buffer.write(len(said).to_bytes(LENGTH) + said)
        sys.stdout.buffer.flush()


def _started(path: str, size: int) -> Any:
    """The process, None where there can be none."""
    command, pipe = [sys.executable, "-c", _BEGIN], subprocess.PIPE
    try:
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
    except OSError:
        return None
    # If it is gone already, that shows when it is to answer.
    with suppress(BrokenPipeError), process.stdin as asking:  # type: ignore[union-attr]
        asking.write(marshal.dumps([path, size, sys.path]))
    return process


def _answer(stream: Any, path: str) -> Any:
    size = int.from_bytes(stream.read(LENGTH))
    said = stream.read(size)
    if not said or len(said) < size:
        told = f"the process that reads {path} ahead has ended too early"
        raise Unavailable(told, "run it again: nothing was written")
    return marshal.loads(said)
