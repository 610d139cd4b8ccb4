"""The figures that tests of reliability reach, in the terminal when all tests are done."""

from __future__ import annotations

import pytest

from tests.scale import SCALE

FIGURE = "figure"
"""The property of a test's report that holds a figure; it also comes from xdist's processes."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every figure after the name of its test."""
    found = [
        (report.nodeid.rpartition("::")[2], value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, value in report.user_properties
        if name == FIGURE
    ]
    if found:
        terminalreporter.section(f"figures (scale {SCALE})")
    for test, text in sorted(found):
        terminalreporter.write_line(f"{test}: {text}")
