"""Claims about AI compute, the evidence for and against each, and how well each stands.

>>> import evidence
>>> workspace = evidence.open("evidence.db")              # doctest: +SKIP
>>> workspace.status("most-labs-fp8").probability         # doctest: +SKIP
"""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing` takes milliseconds in which nobody hears Ctrl-C yet
if TYPE_CHECKING:
    from evidence.workspace import Workspace

__version__ = "0.1.0"


def open(location: str) -> Workspace:
    """Open the database at `location`, a path or URL, as a workspace."""
    from evidence.workspace import Workspace

    return Workspace(location)
