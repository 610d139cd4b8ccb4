"""New records: gather, check, plan, see what would move, write.

Nothing is written unless every record can be taken; what is written goes into the log as one
entry, in one transaction.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.clock import now, today
from evidence.core.checking import Problem, problems, warnings
from evidence.core.errors import Conflict, Invalid, NotFound, Problems, Uncertain
from evidence.core.impact import Impact, Moved, impact
from evidence.core.ledger import Change, Ledger, identity
from evidence.core.merging import Conflict as Clash
from evidence.core.merging import plan
from evidence.core.records import Record
from evidence.exchange.inputs import accept
from evidence.looking import require_names, title
from evidence.store.engine import Location, Reader
from evidence.store.history import Entry
from evidence.store.reading import everything, nearby

if TYPE_CHECKING:
    from evidence.core.derivations import Result
    from evidence.core.deriving import Derivation
    from evidence.core.watching import Stopping, Watch
    from evidence.store.copies import CopyChange
    from evidence.store.imported import RowChange
    from evidence.store.scenarios import ScenarioChange

NOTHING = Impact((), ())


class Outcome(NamedTuple):
    """What a change adds and moves, or would."""

    new: Mapping[str, int]
    unchanged: Mapping[str, int]
    changed: Mapping[str, int]
    conflicts: tuple[Clash, ...]
    warnings: tuple[str, ...]
    impact: Impact
    keys: tuple[str, ...]
    """The slugs or keys of what was written, in order."""
    entry: Entry | None
    """The log's new entry; None for a dry run or where nothing changed."""
    complete: bool = True
    """Whether all of it was taken; a long import may be stopped on the way."""

    @property
    def moved(self) -> tuple[Moved, ...]:
        """The claims that moved, the farthest first."""
        return self.impact.moved

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a moved claim, as data frames take them."""
        return self.impact.to_dicts()


class Wish(NamedTuple):
    """What a caller wants done, and how far to go."""

    operation: str
    summary: str
    dry_run: bool = False
    update: bool = False
    keep: bool = False
    """Leave records that differ as they are here, and take the others."""
    with_impact: bool = True
    as_of: str | None = None
    """The day on which the impact is told; today if not given."""
    watch: Watch = iter
    passed: Callable[[int], None] | None = None
    """What is told how many more bytes of the files have been read."""
    stopping: Stopping | None = None
    """While a long import reads items, what is asked whether it is to stop."""


def gathered(location: Location) -> Ledger:
    """All records as they stand."""
    with Reader(location) as reader:
        return everything(reader)


def surroundings(location: Location, records: Sequence[Record]) -> Ledger:
    """What new records name and may move; all there is where they do not fit into that.

    A message on what does not fit may name any record, so as to ask whether that was meant.
    """
    with Reader(location) as reader:
        near = nearby(reader, records)
        if near is None or problems(near.with_changes(Change(None, r) for r in records), records):
            return everything(reader)
        return near


def import_files(
    location: Location, paths: Sequence[str | Path], kind: str | None, wish: Wish
) -> Outcome:
    """Import the records of all files, or none; raises Problems, Conflict."""
    from evidence.exchange.bundle import read

    if kind is None and _are_long(paths):
        from evidence.streaming import import_stream

        return import_stream(location, [str(path) for path in paths], wish)
    stdin = sys.stdin.buffer if "-" in map(str, paths) else None
    bundle = read(paths, kind, stdin, passed=wish.passed)
    incoming = [placed.record for placed in bundle.records]
    before = surroundings(location, incoming)
    after = before.with_changes(Change(None, record) for record in incoming)
    faults = [bundle.line_for(*problem) for problem in problems(after, incoming)]
    if bundle.problems or faults:
        raise Problems((*bundle.problems, *faults))
    remarks = [bundle.line_for(*warning) for warning in warnings(after, incoming)]
    return _propose(location, before, incoming, [*bundle.warnings, *remarks], wish)


def _are_long(paths: Sequence[str | Path]) -> bool:
    """Whether these are JSONL files too long to be held in memory."""
    from evidence.streaming import LONG

    files = [Path(path) for path in paths]
    if not all(file.suffix.lower() == ".jsonl" and file.is_file() for file in files):
        return False
    return sum(file.stat().st_size for file in files) >= LONG


def add(location: Location, kind: str, fields: Mapping[str, Any], dry_run: bool) -> Outcome:
    """Add one record of a kind; raises Invalid or Problems for a faulty one, Conflict."""
    given = {name: value for name, value in fields.items() if value not in (None, (), [])}
    record = accept(kind, given)
    before = surroundings(location, [record])
    require_names(before, record)
    after = before.with_changes([Change(None, record)])
    refuse(problems(after, [record]))
    remarks = [said(warning) for warning in warnings(after, [record])]
    verb = {"evidence": "log", "observations": "observe", "resolutions": "resolve"}.get(kind, "add")
    wish = Wish(verb, f"{verb} {title(record)}", dry_run)
    return _propose(location, before, [record], remarks, wish)


def said(problem: Problem) -> str:
    """A problem or warning with the record that it is about."""
    return f"{title(problem.record)}: {problem.message}"


def refuse(faults: Sequence[Problem]) -> None:
    """Raise what is wrong, if anything is."""
    if len(faults) == 1:
        raise Invalid(said(faults[0]))
    if faults:
        raise Problems(tuple(map(said, faults)))


def _propose(
    location: Location,
    before: Ledger,
    incoming: Sequence[Record],
    remarks: Sequence[str],
    wish: Wish,
) -> Outcome:
    planned = plan(before, incoming, wish.update)
    if planned.conflicts and not wish.dry_run and not wish.keep:
        raise conflict(planned.conflicts, wish)
    day = wish.as_of or today()
    moves = impact(before, planned.changes, day, wish.watch) if wish.with_impact else NOTHING
    entry = None
    if planned.changes and not wish.dry_run:
        entry = write(location, planned.changes, wish.operation, wish.summary)
    return Outcome(
        planned.new,
        planned.unchanged,
        planned.changed,
        tuple(planned.conflicts),
        tuple(remarks),
        moves,
        keys([change.after for change in planned.changes] or incoming),
        entry,
    )


def conflict(found: Sequence[Clash], wish: Wish) -> Conflict:
    """What is said of records that contradict one another, or what is there."""
    if wish.update:
        remedy = "both are given: leave one of them out"
    elif wish.operation == "import":
        remedy = "--update accepts it and keeps the former"
    else:
        remedy = "'evidence edit' corrects it"
    return Conflict("; ".join(map(str, found[:MOST_CONFLICTS])), remedy)


MOST_CONFLICTS = 200
"""Conflicts that are told at once."""


def keys(records: Sequence[Record | None]) -> tuple[str, ...]:
    """The slugs or keys of records."""
    return tuple(identity(record)[-1] for record in records if record is not None)


class Besides(NamedTuple):
    """What one entry of the log changes besides records."""

    scenarios: Sequence[ScenarioChange] = ()
    rows: Sequence[RowChange] = ()
    copies: Sequence[CopyChange] = ()


def write(
    location: Location,
    changes: Sequence[Change],
    operation: str,
    summary: str,
    undone: Entry | None = None,
    besides: Besides | None = None,
) -> Entry:
    """Write changes as one entry of the log; `undone` is the entry that they take back."""
    from evidence.store.engine import Writer
    from evidence.store.history import undo_copies, undo_rows, undo_scenarios
    from evidence.store.writing import apply

    if undone:
        besides = Besides(undo_scenarios(undone), undo_rows(undone), undo_copies(undone))
    more = besides or Besides()
    try:
        with Writer(location) as writer:
            return apply(
                writer,
                changes,
                operation,
                summary,
                now(),
                actor(),
                scenario_changes=more.scenarios,
                row_changes=more.rows,
                copy_changes=more.copies,
                undoes=undone.seq if undone else None,
            )
    except Uncertain as error:
        if undone is None:
            raise
        raise Uncertain(error.message, "look at 'evidence history' before another undo") from None


def save_scenario(location: Location, slug: str, why: str, result: Result) -> Entry:
    """Keep a calculation on assumed numbers under a name."""
    from evidence import __version__
    from evidence.store.engine import Writer
    from evidence.store.scenarios import Input, Scenario
    from evidence.store.writing import save_derivation

    inputs = tuple(Input(name, str(given["entered"])) for name, given in result.inputs.items())
    made = (slug, result.method, __version__, result.to_json(), now(), inputs)
    scenario = Scenario(*made, attribute=result.quantity, why=why)
    with Writer(location) as writer:
        return save_derivation(writer, scenario, f"compute {slug}", actor())


def save_route(location: Location, slug: str, why: str, found: Derivation) -> Entry:
    """Keep the route that derivations use, with the keys of its inputs; raises NotFound."""
    from evidence import __version__
    from evidence.store.engine import Writer
    from evidence.store.scenarios import Input, Scenario
    from evidence.store.writing import save_derivation

    path = next((path for path in found.paths if path.label == found.selected), None)
    if path is None:
        raise NotFound(f"no route leads to {found.attribute} of {found.subject}")
    inputs = tuple(
        Input(name, subject=reading.observation.subject, observation=reading.observation.key)
        for name, reading in path.inputs.items()
    )
    low, median, high = path.range
    figures = {"low": low, "median": median, "high": high, "unit": found.unit}
    made = (slug, path.method, __version__, {"schema": 1, "route": path.label} | figures, now())
    scenario = Scenario(
        *made, inputs=inputs, attribute=found.attribute, subject=found.subject, why=why
    )
    with Writer(location) as writer:
        return save_derivation(writer, scenario, f"derive {slug}", actor())


def actor() -> str:
    """Who writes: EVIDENCE_ACTOR, else the name the system knows the user by."""
    import getpass

    try:
        return os.environ.get("EVIDENCE_ACTOR") or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
