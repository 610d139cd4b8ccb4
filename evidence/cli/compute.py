"""`evidence compute METHOD ...`: the calculator on given numbers, without a database."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from evidence.cli.app import command_options, current
from evidence.cli.calculation import lines_of
from evidence.cli.screen import print_json, remark, say
from evidence.core.derivations import METHODS, Method, Parameter, Result, missing, run
from evidence.core.evaluating import FEWEST, LARGEST, SEED, SIZE, Plan, parse_correlation
from evidence.core.numbers import Figure
from evidence.core.vocabulary import NUMBER_FORMATS

if TYPE_CHECKING:
    from evidence.cli.app import App


class Methods(click.Group):
    """The methods as commands, each built when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every method's name."""
        return [method.name for method in METHODS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that method."""
        for method in METHODS:
            if method.name == cmd_name:
                return _command(method)
        return None


@click.group(cls=Methods, invoke_without_command=True)
@click.option("--list", "listed", is_flag=True, help="Print every method's formula and source.")
@command_options
@click.pass_context
def command(ctx: click.Context, listed: bool) -> None:
    """Work out a number from given numbers, with ranges and units.

    A number is written 37B, 3.7e10, 40%, 54 days or as a 90 % range, "4e24 to 6e24";
    alternatives as "20% or 40%" or "70%: 20% to 25%, 30%: 40%"; a bound as ">30T".
    """
    if ctx.invoked_subcommand is not None:
        return
    if not listed:
        raise _usage("no method given: --list shows them")
    _list()


def _list() -> None:
    if current().json:
        rows = [
            {"method": m.name, "quantity": m.output, "formula": m.formula, "source": m.source}
            for m in METHODS
        ]
        print_json({"schema": 1, "methods": rows})
        return
    for method in METHODS:
        say(f"{method.name}: {method.formula}")
        say(f"    {method.source}")


def _command(method: Method) -> click.Command:
    """A method's command, with one option a parameter."""

    def call(
        save: str | None,
        why: str | None,
        hardware: str | None = None,
        as_hardware: str | None = None,
        number_format: str | None = None,
        sparse: bool = False,
        correlate: tuple[str, ...] = (),
        seed: int | None = None,
        samples: int | None = None,
        **given: str | None,
    ) -> None:
        inputs: dict[str, Figure | str] = {n: v for n, v in given.items() if v is not None}
        _check_saving(save, why)
        chips = {"peak": hardware, "as_peak": as_hardware}
        lines = _fill_peaks(method, inputs, chips, number_format, sparse)
        _check_given(method, inputs)
        correlations = [parse_correlation(text) for text in correlate]
        plan = Plan(SEED if seed is None else seed, SIZE if samples is None else samples)
        result = _named(run(method.name, inputs, lines, correlations, plan), as_hardware)
        if save and why:
            current().workspace().save_scenario(save, why, result)
        _print(current(), method, result, save)

    call.__doc__ = f"{method.formula}.\n\nSource: {method.source}."
    decorated: Callable[..., None] = command_options(call)
    for option in reversed([*_options(method), *_SAVING]):
        decorated = option(decorated)
    return click.command(method.name)(decorated)


def _usage(message: str) -> click.UsageError:
    """A wrong call, which knows the command whose help to point at."""
    return click.UsageError(message, click.get_current_context())


_Option = Callable[[Callable[..., None]], Callable[..., None]]

_SAVING: tuple[_Option, ...] = (
    click.option("--save", metavar="SLUG", help="Keep the result as a scenario of that name."),
    click.option("--why", metavar="TEXT", help="Why the scenario is kept; goes with --save."),
)

_SAMPLING: tuple[_Option, ...] = (
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


def _options(method: Method) -> list[_Option]:
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


def _option(parameter: Parameter) -> _Option:
    default = f" [default: {parameter.default}]" if parameter.default is not None else ""
    kind = click.Choice(parameter.choices) if parameter.choices else None
    return click.option(
        _flag(parameter.name),
        parameter.name,
        type=kind,
        metavar=None if kind else "NUMBER",
        help=f"{parameter.meaning[:1].upper()}{parameter.meaning[1:]}.{default}",
    )


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _check_saving(save: str | None, why: str | None) -> None:
    if bool(save) != bool(why):
        raise _usage("a scenario is kept with both --save SLUG and --why TEXT")


def _fill_peaks(
    method: Method,
    inputs: dict[str, Figure | str],
    chips: dict[str, str | None],
    number_format: str | None,
    sparse: bool,
) -> list[str]:
    """Put the chips' peaks among the inputs; returns where each peak comes from."""
    named = {name: slug for name, slug in chips.items() if slug}
    if number_format and not named:
        raise _usage("--number-format goes with --hardware")
    if sparse and not named:
        raise _usage("--sparse goes with --hardware: a --peak is taken as given")
    lines = []
    for name, slug in named.items():
        if name in inputs:
            raise _usage(f"give {_flag(name)} or a chip's name, not both")
        if not number_format:
            raise _usage(f"--number-format is needed for the peak of {slug}")
        sparsity = "sparse" if sparse else "dense"
        inputs[name], line = current().peak(slug, number_format, sparsity)
        lines.append(line)
    if not named and "peak" in inputs:
        lines.append("peak: as given, taken to be the dense peak of the number format used")
    return lines


def _check_given(method: Method, inputs: dict[str, Figure | str]) -> None:
    absent = missing(method, list(inputs))
    if absent:
        wanted = ", ".join(_spelled(method, way) for way in absent)
        raise _usage(f"{method.name} also needs {wanted}")
    for group in _spare(method, inputs):
        raise _usage(f"{method.name} takes either {group}, not both")


def _spelled(method: Method, way: str) -> str:
    """The options for a way of `missing`, such as `chips and time or chip_hours`."""
    names = {parameter.name for parameter in method.parameters}
    words = [_flag(word) if word in names else word for word in way.split()]
    text = " ".join(words)
    if way == "peak":
        return f"{text} or --hardware and --number-format"
    return text.replace("--as-peak", "--as or --as-peak")


def _spare(method: Method, inputs: dict[str, Figure | str]) -> list[str]:
    grouped = {name for group in method.alternatives for name in group if name in inputs}
    if not grouped or grouped in [set(group) for group in method.alternatives]:
        return []
    return [" or ".join(" and ".join(map(_flag, group)) for group in method.alternatives)]


def _named(result: Result, as_hardware: str | None) -> Result:
    """An equivalence in chips other than the H100 is not in H100 equivalents."""
    if as_hardware and not as_hardware.startswith("h100"):
        return result._replace(quantity="chips")
    return result


def _print(app: App, method: Method, result: Result, saved: str | None) -> None:
    if app.json:
        print_json(result.to_json())
    else:
        for line in lines_of(method, result):
            say(line)
    for warning in result.warnings:
        remark(f"warning: {warning}")
    if saved and not app.quiet:
        remark(f"kept as scenario {saved}; a scenario is never evidence")
