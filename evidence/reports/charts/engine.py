"""Vega in a process of its own, which starts while records are still being gathered.

Starting Vega's engine takes longer than drawing a page of charts, and lets nothing else run in the
same process; beside it, it costs a reader little, and a site is drawn on two cores.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from threading import Lock

from evidence.core.errors import Invalid, NotInstalled
from evidence.reports.charts.chart import Datum

_PROGRAM = """
import json, sys, vl_convert
vl_convert.vega_to_svg({"width": 1, "height": 1})
for line in sys.stdin:
    print(json.dumps(vl_convert.vega_to_svg(json.loads(line))), flush=True)
"""


class Engine:
    """The running engine: a specification in, a drawing out, one at a time."""

    def __init__(self) -> None:
        # -P: a file of the same name in the reader's folder is not taken for the library.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._turn = Lock()

    def svg(self, spec: Datum) -> str:
        """The drawing of a Vega specification; raises Invalid if the engine has stopped."""
        assert self._process.stdin
        assert self._process.stdout
        with self._turn:
            try:
                self._process.stdin.write(json.dumps(spec) + "\n")
                self._process.stdin.flush()
                line = self._process.stdout.readline()
            except OSError:
                line = ""
        if not line:
            self.stop()
            engine.cache_clear()
            raise Invalid("the library vl_convert has stopped while it drew a chart", "try again")
        return str(json.loads(line))

    def stop(self) -> None:
        """End the process, if it has not ended."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was still to be written has nobody to read it
                stream.close() if stream else None
        self._process.wait()


@cache
def engine() -> Engine:
    """The one engine of this process, started when it is first asked for."""
    if find_spec("vl_convert") is None:
        raise NotInstalled("drawing needs vl-convert", "plot")
    started = Engine()
    atexit.register(started.stop)
    return started


def start() -> None:
    """Start the engine where it is installed, to have it ready."""
    if find_spec("vl_convert") is not None:
        engine()
