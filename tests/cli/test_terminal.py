"""What a person sees: a real terminal, its width, its colours, and what must never reach it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import seen


def test_a_status_word_has_a_colour_on_a_terminal(thread_database: Path) -> None:
    assert "\x1b[32m" in seen(thread_database, "status", "--tag", "moe")


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (("status", "--tag", "moe"), {"NO_COLOR": "1"}),
        (("--no-color", "status", "--tag", "moe"), {}),
        (("status", "--tag", "moe", "--no-color"), {}),
        (("status", "--tag", "moe"), {"TERM": "dumb"}),
    ],
    ids=["NO_COLOR", "before", "after", "dumb"],
)
def test_colour_is_left_out_where_it_is_not_wanted(
    thread_database: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    assert "\x1b" not in seen(thread_database, *arguments, **environment)


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("status", "most-labs-fp8"),
        ("explain", "most-labs-fp8"),
        ("derive", "deepseek-v3"),
        ("list", "evidence"),
        ("timeline", "most-labs-fp8"),
    ],
    ids=" ".join,
)
def test_no_line_is_wider_than_the_terminal(
    thread_database: Path, arguments: tuple[str, ...], columns: int
) -> None:
    lines = seen(thread_database, *arguments, "--no-color", columns=columns).splitlines()

    assert max(map(len, lines)) <= columns
    assert len(lines) > 3
