"""The way in: `evidence` on the command line, `python -m evidence` where it is not on the path."""

from __future__ import annotations

import gc
import os
import sys

OBJECTS = 100_000
"""New objects after which garbage is looked for: a short call makes fewer, and looks never."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(OBJECTS)
    try:
        _prepare_streams()
        from evidence.cli.root import run

        gc.freeze()  # what is here stays to the end: Python need not look then what it may free
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        from evidence.cli.failing import interrupted

        code = interrupted(as_json="--json" in sys.argv)
    sys.exit(code)


def _prepare_streams() -> None:
    """Let every text be printed: to a closed stream nowhere, in a poor encoding escaped."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115, PTH123 - open to the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
