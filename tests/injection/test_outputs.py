"""No text of a record becomes more than text in anything that the program writes."""

from __future__ import annotations

import click
import pytest

from evidence.cli.root import root
from tests.injection.conftest import Both
from tests.injection.outputs import OUTPUTS, Output, check_files


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.target)
def test_an_output_full_of_payloads_has_the_shape_of_its_harmless_twin(
    outputs: Both, output: Output
) -> None:
    pair = outputs(output)
    wrong = check_files(output.target, pair.hostile, pair.harmless, output.check)

    assert pair.hostile
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.parametrize(("command", "parameter"), [("report", "form"), ("export", "kind")])
def test_every_format_is_covered(command: str, parameter: str) -> None:
    found = root.get_command(click.Context(root), command)
    assert found is not None
    (choice,) = (p.type for p in found.params if p.name == parameter)
    assert isinstance(choice, click.Choice)
    covered = {
        word for output in OUTPUTS if output.command[0] == command for word in output.command
    }

    assert {*choice.choices} <= covered
