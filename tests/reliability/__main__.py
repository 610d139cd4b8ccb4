"""`python -m tests.reliability`: the tests of reliability, ten times as large as in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LARGE = "10"


def main() -> int:
    """Run them in the large profile; further options go to pytest."""
    environment = {"EVIDENCE_TEST_SCALE": LARGE, **os.environ}
    command = [sys.executable, "-m", "pytest", "tests/reliability", *sys.argv[1:]]
    return subprocess.run(command, cwd=Path(__file__).parents[2], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
