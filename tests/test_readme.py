"""The README's console blocks are what the program really prints.

`python -m tests.test_readme` writes them anew; the difference is then read like any other.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from evidence.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)


def rendered(text: str, folder: Path) -> str:
    """The text with every console block run anew, in order, in one folder."""
    return BLOCK.sub(lambda block: block[1] + ran(block[2], folder) + block[3], text)


def ran(block: str, folder: Path) -> str:
    """A block's commands, each with what it prints."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{output(command[2:], folder)}" for command in commands)


def output(command: str, folder: Path) -> str:
    """What a command prints to a reader's terminal, in one stream."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "USER": "reader", "NO_COLOR": "1"}
    environment.pop("EVIDENCE_DB", None)
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder, env=environment, text=True, timeout=60,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.stdout


def fresh(folder: Path) -> str:
    """The README rendered in a folder that holds only the shipped seeds."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    return rendered(README.read_text(), folder)


PICTURES = {
    "support-over-time": ("support-over-time", "most-labs-fp8"),
    "roll-call": ("roll-call", "most-labs-fp8"),
    "estimates": ("estimates", "deepseek-v3-compute-4e24-6e24"),
}
"""The pictures of the seed discussion that the README shows, each with what it is a chart of."""
DRAWN = ROOT / ".pictures"
DAY = "2026-11-01"


def pictures(folder: Path) -> dict[str, str]:
    """The pictures drawn anew from the shipped seeds."""
    shutil.copytree(ROOT / "seeds", folder / "seeds", dirs_exist_ok=True)
    output("evidence init && evidence import seeds/llama-4.yaml seeds/since-then.yaml", folder)
    for name, chart in PICTURES.items():
        output(f"evidence chart {' '.join(chart)} --as-of {DAY} -o {name}.svg", folder)
    return {name: (folder / f"{name}.svg").read_text() for name in PICTURES}


def test_the_readmes_pictures_are_what_the_program_draws(tmp_path: Path) -> None:
    assert pictures(tmp_path) == {name: (DRAWN / f"{name}.svg").read_text() for name in PICTURES}


@pytest.mark.parametrize("name", PICTURES)
def test_the_readmes_pictures_are_small_and_told_in_words(name: str) -> None:
    shown = re.search(rf"!\[([^]]+)\]\(\.pictures/{name}\.svg\)", README.read_text())

    assert shown
    assert len(shown[1]) > 40
    assert (DRAWN / f"{name}.svg").stat().st_size < 25_000


def test_the_readmes_console_blocks_are_what_the_program_prints(tmp_path: Path) -> None:
    assert fresh(tmp_path) == README.read_text()


def test_the_readme_names_only_commands_that_there_are() -> None:
    named = set(re.findall(r"`evidence ([a-z]+)", README.read_text()))

    assert named
    assert named <= set(COMMANDS)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        README.write_text(fresh(Path(temporary)))
    with tempfile.TemporaryDirectory() as temporary:
        DRAWN.mkdir(exist_ok=True)
        for name, drawn in pictures(Path(temporary)).items():
            (DRAWN / f"{name}.svg").write_text(drawn)
