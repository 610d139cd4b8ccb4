"""What the shape of the code promises: imports point one way, and reading stays light."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.cli.commands import COMMANDS
from evidence.cli.root import root

PACKAGE = Path(__file__).parents[1] / "evidence"
DOOR = (
    *("workspace", "asking", "proposal", "correction", "integrity", "looking", "peaks", "shipped"),
    *("charting", "exporting", "keeping", "over", "publishing", "quoted", "snapshot"),
)
FORBIDDEN = {
    "core": ("store", "exchange", "reports", "cli", "web", *DOOR),
    "store": ("exchange", "reports", "cli", "web", *DOOR),
    "exchange": ("store", "reports", "cli", "web", *DOOR),
    "reports": ("store", "exchange", "cli", "web", *DOOR),
    "web": ("store", "exchange", "cli"),
    "cli": ("store",),
}
"""For each part, the parts that it may not import: imports run one way, towards core."""


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports when it runs; those for type checking alone left out."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("part", FORBIDDEN)
def test_imports_run_one_way_towards_core(part: str) -> None:
    wrong = [
        f"{path.name} imports {name}"
        for path in (PACKAGE / part).rglob("*.py")
        for name in imported(path)
        if name.startswith(tuple(f"evidence.{other}" for other in FORBIDDEN[part]))
    ]

    assert wrong == []


SAMPLING = ("draws", "normal_arrays", "sampling", "sobol", "variance")
"""The modules of core whose functions import numpy."""


def test_core_imports_the_standard_library_and_numpy_only_where_it_samples() -> None:
    allowed = {"evidence", *sys.stdlib_module_names}
    others = {
        (path.stem, name.partition(".")[0])
        for path in (PACKAGE / "core").rglob("*.py")
        for name in imported(path)
        if name.partition(".")[0] not in allowed
    }

    assert others == {(name, "numpy") for name in SAMPLING}


def test_click_is_imported_by_the_command_line_alone() -> None:
    users = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if any(name.partition(".")[0] == "click" for name in imported(path))
    }

    assert users == {"cli"}


HEAVY = (
    *("sqlalchemy", "sqlmodel", "pydantic", "alembic", "numpy", "rich", "ruamel", "psycopg"),
    *("duckdb", "pyspark", "pybtex", "xlsxwriter", "starlette", "uvicorn"),
)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        ("status",),
        ("status", "most-labs-fp8"),
        ("status", "deepseek-v3-compute-4e24-6e24"),
        ("score",),
        ("explain", "most-labs-fp8"),
        ("list", "claims"),
        ("show", "model:deepseek-v3"),
        ("compute", "operation-count", "--parameters", "37B", "--tokens", "14.8T"),
        ("compute", "operation-count", "--parameters", "30B or 37B", "--tokens", "14T to 15T"),
    ],
    ids=" ".join,
)
def test_asking_loads_no_heavy_library(thread_database: Path, arguments: tuple[str, ...]) -> None:
    program = (
        "import sys\nfrom evidence.cli.root import run\n"
        f"code = run({['--db', str(thread_database), *arguments]!r})\n"
        f"print(code, sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip

    assert ran.stderr.splitlines()[-1] == "0 []"


FOR_LATER = ("dataclasses", "difflib", "pathlib", "unicodedata", "click.shell_completion")
"""Of the standard library and click, what most questions do without."""


@pytest.mark.parametrize(
    ("arguments", "most"),
    [
        (("--version",), 7),
        (("--help",), 7),
        (("status", "most-labs-fp8"), 46),
        (("status", "deepseek-v3-compute-4e24-6e24"), 74),
        (("explain", "most-labs-fp8"), 48),
        (("explain", "deepseek-v3-compute-4e24-6e24"), 76),
    ],
)
def test_asking_loads_few_files_of_ours(
    thread_database: Path, arguments: tuple[str, ...], most: int
) -> None:
    program = (
        "import sys\nfrom evidence.cli.root import run\n"
        f"run({['--db', str(thread_database), *arguments]!r})\n"
        "print(sum(name.startswith('evidence') for name in sys.modules), file=sys.stderr)\n"
        f"print(sorted(set({FOR_LATER!r}) & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    ours, for_later = ran.stderr.splitlines()

    assert int(ours) <= most  # a file takes a third of a millisecond to find and load
    assert for_later == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_so_is_each_of_its_options(name: str) -> None:
    import click

    command = root.get_command(click.Context(root), name)
    assert command is not None
    options = [p for p in command.params if isinstance(p, click.Option)]

    assert command.help
    assert [o.name for o in options if not o.help] == []


def test_every_command_of_the_help_is_a_file_and_every_file_of_commands_is_in_the_help() -> None:
    files = {
        path.stem.rstrip("_")
        for path in (PACKAGE / "cli").glob("*.py")
        if "\n@click.command(" in path.read_text()
        or re.search(r'\n@click.group\((cls=Methods|")', path.read_text())
    }

    assert files == set(COMMANDS)
