"""The way in: `evidence` on the command line, `python -m evidence` where it is not on the path."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from evidence.cli.root import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
