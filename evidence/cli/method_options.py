"""The options of a method's command: one an input, chips for peaks, and solving for an input."""

from __future__ import annotations

from collections.abc import Callable

import click

from evidence.core.derivations import Method, Parameter
from evidence.core.evaluating import FEWEST, LARGEST, SEED, SIZE
from evidence.core.vocabulary import NUMBER_FORMATS

Option = Callable[[Callable[..., None]], Callable[..., None]]


def method_options(method: Method) -> list[Option]:
    """One option an input, and the chips whose peaks may stand for one."""
    options = [_option(parameter) for parameter in method.parameters]
    names = [parameter.name for parameter in method.parameters]
    if method.figures is None:
        options += _SAMPLING
    if "peak" not in names:
        return options
    options.append(click.option("--hardware", metavar="SLUG", help="The chip whose peak is used."))
    if "as_peak" in names:
        options.append(
            click.option("--as", "as_hardware", metavar="SLUG", help="The chip to compare with.")
        )
    options.append(
        click.option(
            "--number-format", type=click.Choice(NUMBER_FORMATS), help="The peak's number format."
        )
    )
    options.append(click.option("--sparse", is_flag=True, help="The peak with 2:4 sparsity."))
    return options


_SAMPLING: tuple[Option, ...] = (
    click.option(
        "--correlate",
        metavar="A,B=R",
        multiple=True,
        help="Two inputs are correlated, such as chips,utilization=0.8.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(0, 2**63 - 1),
        help=f"Seed of the samples, where any are needed.  [default: {SEED}]",
    ),
    click.option(
        "--samples",
        type=click.IntRange(FEWEST, LARGEST),
        help=f"Number of samples, where any are needed.  [default: {SIZE}]",
    ),
)

_SHORT = {"training_compute": "compute", "training_time": "time"}


def solving_options(method: Method) -> list[Option]:
    """The options that turn a method round: what is asked for, and the result that is given."""
    names = [parameter.name for parameter in method.parameters]
    short = _SHORT.get(method.output, method.output)
    flags = ["--result"] if short in names else ["--result", flag(short)]
    return [
        click.option(
            "--solve", metavar="NAME", help="Work out that input from the others and --result."
        ),
        click.option(
            *flags,
            "result",
            metavar="NUMBER",
            help=f"The {method.output} that is to come out; goes with --solve.",
        ),
    ]


def _option(parameter: Parameter) -> Option:
    default = f" [default: {parameter.default}]" if parameter.default is not None else ""
    kind = click.Choice(parameter.choices) if parameter.choices else None
    return click.option(
        flag(parameter.name),
        parameter.name,
        type=kind,
        metavar=None if kind else "NUMBER",
        help=f"{parameter.meaning[:1].upper()}{parameter.meaning[1:]}.{default}",
    )


def flag(name: str) -> str:
    """The option of an input."""
    return "--" + name.replace("_", "-")
