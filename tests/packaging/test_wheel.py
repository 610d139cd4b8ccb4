"""The wheel, built and used as a stranger would: in an empty folder, without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    building = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder), "."]
    subprocess.run([sys.executable, "-m", "pip", *building], cwd=ROOT, check=True, timeout=300)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def evidence(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    environment.pop("EVIDENCE_DB", None)
    command = [sys.executable, "-m", "evidence", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_the_wheel_holds_the_package_its_migrations_and_its_seeds_and_nothing_else(
    wheel: Path,
) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "evidence", "migrations", "seeds"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    expected = {
        name if name.startswith("evidence/") else f"evidence/_bundled/{name}" for name in tracked
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {n for n in archive.namelist() if ".dist-info/" not in n}

    assert held == expected


def test_the_installed_program_starts_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    made = evidence(installed, tmp_path, "init")
    asked = evidence(installed, tmp_path, "status", "most-labs-fp8")

    assert made.returncode == 0, made.stderr
    assert asked.returncode == 0, asked.stderr
    assert [path.name for path in tmp_path.glob("*.db")] == ["evidence.db"]


def test_the_installed_program_computes_with_the_shipped_chips(
    installed: Path, tmp_path: Path
) -> None:
    ran = evidence(
        installed, tmp_path, "compute", "equivalence", "--chips", "400K", "--hardware", "trainium2",
        "--as", "h100-sxm", "--number-format", "bf16",
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    assert "from the shipped chips" in ran.stdout + ran.stderr
