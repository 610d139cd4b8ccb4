"""The models beside the scaling laws, as `evidence derive --laws` prints them."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.cli.app import current
from evidence.cli.screen import columns, print_json, remark, say, table
from evidence.clock import today
from evidence.core.beside_laws import MOE, Beside, LeftOut, beside_laws, curves
from evidence.core.numbers import format_number

SHOWN = 12
"""Models left out that are named one by one; of more only the number is said."""


def print_laws(as_of: str | None, known_at: str | None) -> None:
    """Print tokens a parameter of every model, what each law wants, and how far off that is."""
    app = current()
    found = beside_laws(app.workspace().ledger(known_at), as_of or today())
    if app.json:
        from evidence.reports.documents import beside_laws as document

        print_json(document(found))
        return
    say(f"tokens per active parameter, as of {found.as_of}, and those that each law wants there")
    if found.rows:
        laws = [one.law for one in found.rows[0].wanted]
        headers = ("model", "experts", "compute", "own", *laws, "outside fit")
        right = tuple(range(2, len(headers)))
        table(headers, map(_row, found.rows), right=right, narrow=(0, 3, 4, 5))
        say()
        _draw(found.rows)
    if not app.quiet:
        _print_remarks(found.left_out)


def _row(row: Beside) -> tuple[str, ...]:
    wanted = [
        f"{format_number(one.tokens_per_parameter)} (x {format_number(one.ratio)})"
        for one in row.wanted
    ]
    (outside,) = [one.extrapolation or 1.0 for one in row.wanted if one.law == MOE]
    own = format_number(row.tokens_per_parameter, 4 if row.tokens_per_parameter > 1000 else 3)
    return (
        row.model,
        _experts(row),
        f"{format_number(row.compute)} FLOP",
        own,
        *wanted,
        f"x {format_number(outside)}",
    )


def _draw(rows: Sequence[Beside]) -> None:
    """Draw tokens per active parameter over compute: the laws, and each model at its place."""
    from evidence.reports.scatter import scatter

    width = columns(90) - 10
    laws = curves(rows, width // 2)
    marks = {
        "·": [(row.compute, row.tokens_per_parameter) for row in rows],
        **{law[0]: points for law, points in laws.items()},
        "O": [(row.compute, row.tokens_per_parameter) for row in rows if row.experts],
    }
    for drawn in scatter(marks, width):
        say(drawn)
    say("tokens per active parameter over compute in FLOP: · a model, O one with experts")
    say("what the laws want: " + ", ".join(f"{law[0]} {law}" for law in laws))


def _experts(row: Beside) -> str:
    if row.experts is None:
        return "-"
    active = f"{row.experts_active:g} of " if row.experts_active is not None else ""
    return f"{active}{row.experts:g}"


def _print_remarks(left_out: tuple[LeftOut, ...]) -> None:
    remark(
        f"{MOE} is the law of mixtures of experts, at expansion 64; 'outside fit' counts from the"
        " compute of its experiments, and so many times outside it is indirect"
    )
    for one in left_out[:SHOWN]:
        remark(f"left out: {one.model}: {one.reason}")
    if len(left_out) > SHOWN:
        remark(f"left out: {len(left_out) - SHOWN} more models; --json names all")
