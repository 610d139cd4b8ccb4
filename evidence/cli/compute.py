"""`evidence compute METHOD ...`: the calculator on given numbers, without a database."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from evidence.cli.app import command_options, current
from evidence.cli.calculation import lines_of
from evidence.cli.method_options import Option, flag, method_options, solving_options
from evidence.cli.screen import print_json, remark, say
from evidence.core.derivations import NAMES, Method, Result, method_named
from evidence.core.derivations.running import missing, run_method
from evidence.core.evaluating import SEED, SIZE, Plan, parse_correlation
from evidence.core.numbers import Figure, format_number

if TYPE_CHECKING:
    from evidence.cli.app import App


class Methods(click.Group):
    """The methods as commands, each built when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every method's name."""
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that method."""
        return _command(method_named(cmd_name)) if cmd_name in NAMES else None


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
    from evidence.core.derivations import METHODS

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
        solve: str | None = None,
        result: str | None = None,
        correlate: tuple[str, ...] = (),
        seed: int | None = None,
        samples: int | None = None,
        **given: str | None,
    ) -> None:
        inputs: dict[str, Figure | str] = {n: v for n, v in given.items() if v is not None}
        _check_saving(save, why)
        chips = {"peak": hardware, "as_peak": as_hardware}
        lines = _fill_peaks(method, inputs, chips, number_format, sparse)
        asked = _asked(method, inputs, solve, result)
        _check_given(asked, inputs)
        correlations = [parse_correlation(text) for text in correlate]
        plan = Plan(SEED if seed is None else seed, SIZE if samples is None else samples)
        found = run_method(asked, inputs, lines, correlations, plan)
        found = found if solve else _named(found, as_hardware)
        if save and why:
            current().workspace().save_scenario(save, why, found)
        _print(current(), asked, found, save)

    call.__doc__ = f"{method.formula}.\n\nSource: {method.source}."
    decorated: Callable[..., None] = command_options(call)
    for option in reversed([*method_options(method), *solving_options(method), *_SAVING]):
        decorated = option(decorated)
    return click.command(method.name)(decorated)


def _usage(message: str) -> click.UsageError:
    """A wrong call, which knows the command whose help to point at."""
    return click.UsageError(message, click.get_current_context())


_SAVING: tuple[Option, ...] = (
    click.option("--save", metavar="SLUG", help="Keep the result as a scenario of that name."),
    click.option("--why", metavar="TEXT", help="Why the scenario is kept; goes with --save."),
)


def _asked(
    method: Method, inputs: dict[str, Figure | str], solve: str | None, result: str | None
) -> Method:
    """The method, or the method turned round, whose inputs then hold its result."""
    if solve is None:
        if result is not None:
            raise _usage("--result goes with --solve NAME")
        return method
    unknown = solve.replace("-", "_")
    if unknown in inputs:
        raise _usage(f"give {flag(unknown)} or solve for it, not both")
    from evidence.core.derivations.solving import inverted

    turned = inverted(method, unknown)
    if result is None:
        raise _usage(f"--solve {solve} needs --result: the {method.output} that is to come out")
    inputs[method.output] = result
    known = [parameter.name for parameter in turned.parameters]
    for name in inputs:
        if name not in known:
            raise _usage(f"{flag(name)} is another way than the one with {flag(unknown)}")
    return turned


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
            raise _usage(f"give {flag(name)} or a chip's name, not both")
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
    words = [flag(word) if word in names else word for word in way.split()]
    text = " ".join(words)
    if way == "peak":
        return f"{text} or --hardware and --number-format"
    return text.replace("--as-peak", "--as or --as-peak")


def _spare(method: Method, inputs: dict[str, Figure | str]) -> list[str]:
    grouped = {name for group in method.alternatives for name in group if name in inputs}
    if not grouped or grouped in [set(group) for group in method.alternatives]:
        return []
    return [" or ".join(" and ".join(map(flag, group)) for group in method.alternatives)]


def _named(result: Result, as_hardware: str | None) -> Result:
    """An equivalence in chips other than the H100 is not in H100 equivalents."""
    if as_hardware and not as_hardware.startswith("h100"):
        return result._replace(quantity="chips")
    return result


def _print(app: App, method: Method, result: Result, saved: str | None) -> None:
    changes = _crossovers(method, result)
    if app.json:
        print_json(result.to_json() | ({"crossovers": changes} if changes else {}))
    else:
        for line in lines_of(method, result):
            say(line)
        for change in changes:
            flop = format_number(change["compute"])
            say(f"  best granularity {change['before']} -> {change['after']} at {flop} FLOP")
    for warning in result.warnings:
        remark(f"warning: {warning}")
    if saved and not app.quiet:
        remark(f"kept as scenario {saved}; a scenario is never evidence")


def _crossovers(method: Method, result: Result) -> list[dict[str, float]]:
    """Where the best shape changes, for the constants that the result was taken with."""
    if method.crossovers is None:
        return []
    expansion, fit = result.inputs["expansion"]["median"], result.inputs["fit"]["entered"]
    return method.crossovers(expansion=expansion, fit=fit)
