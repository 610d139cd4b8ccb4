"""`evidence demo`: the whole tour on a throw-away database."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from evidence.cli.app import command_options, current
from evidence.cli.screen import heading, print_json, say, table
from evidence.core.headline import Headline
from evidence.core.impact import Standing
from evidence.workspace import Workspace

THEN = "2025-01-10"
"""A day of the seed discussion."""
ARRIVAL_DAY = "2025-04-05"
"""The day on which Llama 4 came out."""
CLAIM = "most-labs-fp8"
MODEL = "model:deepseek-v3"
REPORT = "evidence-demo-report"
FEATURED = (
    "deepseek-v3-257-experts",
    "deepseek-v3-compute-4e24-6e24",
    "deepseek-v3-compute-6nd",
    "deepseek-v3-only-example-outside-16-bit",
    "fine-grained-moe-20x-at-1e20",
    "h100-100k-trains-4e26-in-4-months",
    "most-labs-fp8",
    "tpu-v6e-close-to-h100",
    "trn2-400k-equals-250k-h100",
    "usual-practice-2-active-experts",
)
"""Claims that show the kinds and the statuses there are."""
MOST_MOVES = 8


@click.command("demo")
@command_options
def command() -> None:
    """Take the whole tour on a throw-away database; it ends with a report in this folder.

    Where the claims of the seed discussion stood, what Llama 4 moved and why, one claim line by
    line, a number by every route, and a report to open.
    """
    with tempfile.TemporaryDirectory(prefix="evidence-demo-") as folder:
        workspace = Workspace(str(Path(folder) / "demo.db"))
        if current().json:
            print_json({"schema": 1, "report": str(_tour_silently(workspace))})
        else:
            _tour(workspace)


def _tour_silently(workspace: Workspace) -> Path:
    _load(workspace, "THREAD", "ARRIVAL", "LATER")
    return _write_report(workspace)


def _load(workspace: Workspace, *names: str) -> None:
    from evidence import shipped

    workspace.create()
    for name in names:
        workspace.import_files([shipped.bundle(getattr(shipped, name))], impact=False)


def _tour(workspace: Workspace) -> None:
    _load(workspace, "THREAD")
    _where_they_stood(workspace)
    _what_llama_4_would_move(workspace)
    _load(workspace, "ARRIVAL")
    _where_they_stand(workspace)
    _load(workspace, "LATER")
    _line_by_line(workspace)
    _over_time(workspace)
    _by_every_route(workspace)
    _report(workspace)


def _heading(number: int, text: str, words: str, command: str) -> None:
    say()
    heading(f"{number}. {text}")
    say(f"   {words}")
    say(f"   $ {command}")
    say()


def _where_they_stood(workspace: Workspace) -> None:
    _heading(
        1,
        f"Where the claims stood on {THEN}",
        "A discussion about AI compute, kept as claims with sourced evidence for and against. "
        "P is the probability that a claim is true, given what was public by that day.",
        f"evidence status --as-of {THEN}",
    )
    headlines = workspace.statuses(as_of=THEN)
    known = [s for s in headlines if s.status != "insufficient evidence"]
    shown = [s for s in known if s.claim in FEATURED]
    table(("claim", "status", "P", "what to know"), map(_row, shown), right=(2,))
    left = len(headlines) - len(known)
    say(f"   and {len(known) - len(shown)} more; on {left} others nothing public decides anything.")


def _row(headline: Headline) -> tuple[str, ...]:
    from evidence.core.flags import FLAGS

    words = "; ".join(FLAGS[flag] for flag in headline.flags[:1])
    return headline.statement, headline.status, f"{headline.probability:.2f}", words


def _what_llama_4_would_move(workspace: Workspace) -> None:
    from evidence import shipped
    from evidence.cli.changing import counts, print_impact

    _heading(
        2,
        "Llama 4 comes out: what would move?",
        "Asked before anything is written: which numbers, which claims, and because of what.",
        f"evidence impact llama-4.yaml --as-of {ARRIVAL_DAY}",
    )
    arrival = [shipped.bundle(shipped.ARRIVAL)]
    outcome = workspace.import_files(arrival, dry_run=True, as_of=ARRIVAL_DAY)
    say(f"would write: {counts(outcome)}")
    print_impact(outcome.impact, MOST_MOVES)


def _where_they_stand(workspace: Workspace) -> None:
    _heading(
        3,
        "Written. Where those claims stand now",
        "The same records asked about two days: the past stays as it was.",
        f"evidence since {THEN} --as-of {ARRIVAL_DAY}",
    )
    moved = workspace.since(THEN, ARRIVAL_DAY).moved
    rows = [
        (m.claim, f"{m.before.probability:.2f} {m.before.status}", _after(m.after))
        for m in moved[:MOST_MOVES]
        if m.before
    ]
    table(("claim", THEN, ARRIVAL_DAY), rows)


def _after(standing: Standing | None) -> str:
    return f"{standing.probability:.2f} {standing.status}" if standing else "-"


def _line_by_line(workspace: Workspace) -> None:
    from evidence.cli.explain import print_roll_call, print_sum
    from evidence.cli.status import print_one

    _heading(
        4,
        "Why? One claim, line by line, to the sum",
        "Every contribution in decibans (10 dB are odds of ten to one); a party that repeats "
        "itself counts once; the column adds up.",
        f"evidence explain {CLAIM}",
    )
    support = workspace.explain(CLAIM)
    print_one(support.headline, pointer=False)
    say()
    print_sum(support)
    if support.roll_call is not None:
        print_roll_call(support.roll_call)


def _over_time(workspace: Workspace) -> None:
    from evidence.cli.timeline import draw

    _heading(
        5,
        "The same claim over time",
        "Probability from 0 to 1; it moves only on days on which something became public.",
        f"evidence timeline {CLAIM}",
    )
    points = workspace.timeline(CLAIM)
    draw(workspace.status(CLAIM), points)
    last = points[-1]
    say(f"   since {last.date}: {last.status} ({last.probability:.2f})")


def _by_every_route(workspace: Workspace) -> None:
    from evidence.cli.derive import print_derivation

    _heading(
        6,
        "DeepSeek-V3's training compute by every route, side by side",
        "From its parameters and tokens, from its chip-hours and throughput, as others state it: "
        "with the share of the chips' peak that each implies.",
        f"evidence derive {MODEL.partition(':')[2]}",
    )
    print_derivation(workspace.derive(MODEL))


def _report(workspace: Workspace) -> None:
    _heading(
        7,
        "A report to open",
        "Every quote with its source, locator, link and how it was read; the day, the method and "
        "the head of the log.",
        f"evidence report --tag precision --format html -o {REPORT}.html",
    )
    say(f"   wrote {_write_report(workspace)}")
    say()
    say("   This was a throw-away database. For one of your own: evidence init")


def _write_report(workspace: Workspace) -> Path:
    from evidence.exchange.atomic import write_file
    from evidence.reports.formats import FORMATS

    path = _free_name()
    write_file(path, FORMATS["html"].render(workspace.dossier(tags=("precision",))))
    return path


def _free_name() -> Path:
    """A name in this folder that nothing has yet: a tour never replaces a file."""
    names = (Path(f"{REPORT}{'' if n == 1 else f'-{n}'}.html") for n in range(1, 10_000))
    return next(path for path in names if not path.exists())
