"""Changes: gather, plan, see what would move, apply.

Each kind of change ends in the same three steps. The records as they would be are checked; what
differs from the database becomes a list of changes; the changes and their entry in the log are
written in one transaction, unless this is a dry run.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.core.checking import problems, warnings
from evidence.core.errors import Conflict, Invalid, NotFound, Problems
from evidence.core.forms import as_mapping
from evidence.core.impact import Impact, Moved, impact
from evidence.core.ledger import Change, Ledger, identity
from evidence.core.merging import Conflict as Clash
from evidence.core.merging import plan
from evidence.core.records import (
    SINGULAR,
    Evidence,
    Observation,
    Record,
    Search,
    Source,
    kind_of,
)
from evidence.exchange.inputs import accept
from evidence.looking import named, title
from evidence.workspace import today

if TYPE_CHECKING:
    from evidence.core.derivations import Result
    from evidence.store.history import Entry
    from evidence.workspace import Workspace

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

    @property
    def moved(self) -> tuple[Moved, ...]:
        """The claims that moved, the farthest first."""
        return self.impact.moved

    def to_dicts(self) -> list[dict[str, Any]]:
        """One mapping a moved claim, as data frames take them."""
        return self.impact.to_dicts()


def import_files(
    workspace: Workspace,
    paths: Sequence[str | Path],
    dry_run: bool,
    update: bool,
    kind: str | None,
    with_impact: bool,
) -> Outcome:
    """Import the records of all files, or none; see `Workspace.import_files`."""
    from evidence.exchange.bundle import read

    stdin = sys.stdin.buffer if "-" in map(str, paths) else None
    bundle = read(paths, kind, stdin)
    before = workspace.ledger()
    incoming = [placed.record for placed in bundle.records]
    after = before.with_changes(Change(None, record) for record in incoming)
    faults = [bundle.line_for(*problem) for problem in problems(after, incoming)]
    if bundle.problems or faults:
        raise Problems((*bundle.problems, *faults))
    remarks = [*bundle.warnings]
    remarks += [bundle.line_for(*warning) for warning in warnings(after, incoming)]
    names = ", ".join(Path(path).name for path in paths)
    return _propose(
        workspace,
        before,
        incoming,
        "import",
        f"import {names}",
        dry_run,
        update,
        remarks,
        with_impact,
    )


def add(workspace: Workspace, kind: str, fields: Mapping[str, Any], dry_run: bool) -> Outcome:
    """Add one record of a kind; see `Workspace.add`."""
    given = {name: value for name, value in fields.items() if value not in (None, (), [])}
    record = accept(kind, given)
    before = workspace.ledger()
    _check(before.with_changes([Change(None, record)]), record)
    after = before.with_changes([Change(None, record)])
    remarks = [f"{title(record)}: {w.message}" for w in warnings(after, [record])]
    verb = {"evidence": "log", "observations": "observe", "resolutions": "resolve"}.get(kind, "add")
    return _propose(
        workspace, before, [record], verb, f"{verb} {title(record)}", dry_run, False, remarks, True
    )


def _check(after: Ledger, record: Record) -> None:
    faults = problems(after, [record])
    if len(faults) == 1:
        raise Invalid(f"{title(record)}: {faults[0].message}")
    if faults:
        raise Problems(tuple(f"{title(record)}: {fault.message}" for fault in faults))


def edit(workspace: Workspace, name: str, fields: Mapping[str, Any], dry_run: bool) -> Outcome:
    """Correct a record; see `Workspace.edit`."""
    before = workspace.ledger()
    former = named(before, name)
    kind = kind_of(former)
    merged = as_mapping(former) | dict(fields)
    record = accept(kind, {name: value for name, value in merged.items() if value is not None})
    if identity(record) != identity(former) and before.get(identity(record)) is not None:
        raise Conflict(f"{title(record)} exists already: this correction would make it twice")
    change = Change(former, record)
    after = before.with_changes([change])
    dependants = [r for r in after if identity(r) != identity(record)]
    _check_all(before, after, [record, *dependants])
    return _apply(workspace, before, (change,), "edit", f"edit {title(former)}", dry_run)


def _check_all(before: Ledger, after: Ledger, records: Sequence[Record]) -> None:
    """Refuse a change that leaves any record pointing at nothing."""
    standing = {(id(p.record), p.message) for p in problems(before, list(before))}
    faults = [p for p in problems(after, records) if (id(p.record), p.message) not in standing]
    if faults:
        raise Problems(tuple(f"{title(p.record)}: {p.message}" for p in faults))


def retract(workspace: Workspace, key: str, reason: str, dry_run: bool) -> Outcome:
    """Withdraw something as never sound; see `Workspace.retract`."""
    before = workspace.ledger()
    former = named(before, key)
    record: Record
    if isinstance(former, Evidence | Observation | Search):
        if former.retracted:
            raise Conflict(f"{title(former)} was retracted on {former.retracted} already")
        record = former._replace(retracted=today(), retracted_reason=reason)
    elif isinstance(former, Source):
        record = former._replace(standing="retracted", grade="E", grade_reason=reason)
    else:
        raise Invalid(
            f"{title(former)} cannot be retracted: name an item of evidence, an observation, a "
            "search or a source"
        )
    change = Change(former, accept(kind_of(record), as_mapping(record)))
    return _apply(workspace, before, (change,), "retract", f"retract {title(former)}", dry_run)


def undo(workspace: Workspace, dry_run: bool) -> Outcome:
    """Take back the last change; see `Workspace.undo`."""
    from evidence.store.history import last_to_undo
    from evidence.store.history import undo as inverse

    entry = last_to_undo(workspace.history())
    if entry is None:
        raise NotFound("there is nothing to undo", "see 'evidence history'")
    before = workspace.ledger()
    changes = inverse(entry)
    for change in changes:
        former = change.before or change.after
        if former is not None and before.get(identity(former)) != change.before:
            raise Conflict(
                f"{title(former)} has changed since entry {entry.seq}: undo the later change first"
            )
    after = before.with_changes(changes)
    _check_all(before, after, list(after))
    summary = f"undo {entry.seq}: {entry.summary}"
    return _apply(workspace, before, changes, "undo", summary, dry_run, entry)


def _propose(
    workspace: Workspace,
    before: Ledger,
    incoming: Sequence[Record],
    operation: str,
    summary: str,
    dry_run: bool,
    update: bool,
    remarks: Sequence[str],
    with_impact: bool,
) -> Outcome:
    planned = plan(before, incoming, update)
    moves = impact(before, planned.changes, today()) if with_impact else NOTHING
    if planned.conflicts and not dry_run:
        raise Conflict(
            "; ".join(map(both, planned.conflicts)), "--update accepts it and keeps the former"
        )
    entry = None
    if planned.changes and not dry_run:
        entry = _write(workspace, planned.changes, operation, summary)
    return Outcome(
        planned.new,
        planned.unchanged,
        planned.changed,
        tuple(planned.conflicts),
        tuple(remarks),
        moves,
        _keys([change.after for change in planned.changes] or incoming),
        entry,
    )


def both(conflict: Clash) -> str:
    """A conflict on one line: the fields that differ, with what is here and what comes in."""
    fields = ", ".join(
        f"{name} here {conflict.before.get(name)!r:.80}, given {conflict.after.get(name)!r:.80}"
        for name in conflict.fields
    )
    return f"{SINGULAR[conflict.kind]} {conflict.name}: {fields}"


def _apply(
    workspace: Workspace,
    before: Ledger,
    changes: Sequence[Change],
    operation: str,
    summary: str,
    dry_run: bool,
    undone: Entry | None = None,
) -> Outcome:
    real = tuple(change for change in changes if change.before != change.after)
    moves = impact(before, real, today())
    entry = None
    if (real or undone) and not dry_run:
        entry = _write(workspace, real, operation, summary, undone)
    kinds = [kind_of(r) for change in real if (r := change.after or change.before)]
    counts = {kind: kinds.count(kind) for kind in kinds}
    keys = _keys([change.after or change.before for change in real])
    return Outcome({}, {}, counts, (), (), moves, keys, entry)


def _keys(records: Sequence[Record | None]) -> tuple[str, ...]:
    return tuple(identity(record)[-1] for record in records if record is not None)


def _write(
    workspace: Workspace,
    changes: Sequence[Change],
    operation: str,
    summary: str,
    undone: Entry | None = None,
) -> Entry:
    from evidence.store.engine import Writer
    from evidence.store.history import undo_scenarios
    from evidence.store.writing import apply

    with Writer(workspace.location) as writer:
        return apply(
            writer,
            changes,
            operation,
            summary,
            _now(),
            _actor(),
            scenario_changes=undo_scenarios(undone) if undone else (),
            undoes=undone.seq if undone else None,
        )


def save_scenario(workspace: Workspace, slug: str, why: str, result: Result) -> Entry:
    """Keep a calculation; see `Workspace.save_scenario`."""
    from evidence import __version__
    from evidence.store.engine import Writer
    from evidence.store.scenarios import Input, Scenario
    from evidence.store.writing import save_derivation

    inputs = tuple(Input(name, str(given["entered"])) for name, given in result.inputs.items())
    scenario = Scenario(
        slug,
        result.method,
        __version__,
        result.to_json(),
        _now(),
        inputs,
        attribute=result.quantity,
        why=why,
    )
    with Writer(workspace.location) as writer:
        return save_derivation(writer, scenario, f"compute {slug}", _actor())


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _actor() -> str:
    """Who writes: EVIDENCE_ACTOR, else the name the system knows the user by."""
    return os.environ.get("EVIDENCE_ACTOR") or os.environ.get("USER") or "unknown"
