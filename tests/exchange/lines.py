"""Reading a text as if it were a file, for tests that show the text."""

from __future__ import annotations

from pathlib import Path

from evidence.exchange.bundle import Bundle, read


def read_text(folder: Path, name: str, content: str | bytes, kind: str | None = None) -> Bundle:
    """The bundle of a file with this content; its folder is left out of the problems."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    bundle = read([path], kind)
    return bundle._replace(problems=[line.removeprefix(f"{folder}/") for line in bundle.problems])
