"""Whether the stored data hold together: the log's chain, and that the records follow from it.

A quote that does not stand in the copy of its source is a fault of the data like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from evidence import __version__
from evidence.clock import today
from evidence.core.ledger import Ledger
from evidence.core.quotes import Quotes
from evidence.core.visibility import lives
from evidence.quoted import all_quotes
from evidence.store.engine import Reader
from evidence.store.history import Entry, Problem, verify
from evidence.store.mounts import network_warning
from evidence.store.reading import everything, log
from evidence.store.scenarios import Scenario, scenarios
from evidence.store.soundness import broken, unsound

if TYPE_CHECKING:
    from evidence.core.watching import Watch
    from evidence.store.location import Location


class Stale(NamedTuple):
    """A kept derivation that no longer follows from what is known, and why."""

    slug: str
    why: str


class Check(NamedTuple):
    """What was looked at, what does not hold together, what is stale or deserves a look."""

    rows: int
    head: str
    problems: tuple[Problem, ...]
    stale: tuple[Stale, ...] = ()
    quotes: Quotes = Quotes()
    """Every quote, and whether it stands in the copy of its source."""
    doubts: tuple[Problem, ...] = ()
    """What is no fault of the data, but deserves a look: a wrong clock, a shared disk."""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The doubts, and the quotes that stand in their copy but for case or a few letters."""
        near = (Problem("quote_near", q.place, q.remark) for q in self.quotes.of("near"))
        return (*self.doubts, *near)


def check(location: Location, anchor: str | None = None, watch: Watch = iter) -> Check:
    """Check a database; `anchor` is a head that was noted down earlier and must be in the log.

    A file that SQLite itself finds broken is not read any further.
    """
    with Reader(location) as reader:
        if faults := broken(reader):
            return Check(0, "", tuple(faults))
        entries = log(reader)
        found = verify(watch(entries)) or unsound(reader, entries, watch)
        ledger, kept = everything(reader), scenarios(reader)
        quotes = all_quotes(reader, ledger, watch)
    head = entries[-1].hash if entries else ""
    missing = (Problem("quote_missing", q.place, q.remark) for q in quotes.of("missing"))
    problems = (*found, *_anchored(entries, anchor), *missing)
    old = tuple(stale for scenario in kept for stale in _stale(scenario, ledger))
    network = network_warning(location)
    shared = [Problem("network_file_system", str(location), network)] if network else []
    doubts = (*shared, *_clock_set_back(entries))
    return Check(len(ledger), head, problems, old, quotes, doubts)


def _stale(scenario: Scenario, ledger: Ledger) -> Iterator[Stale]:
    """Why a kept derivation is no longer what its method would give today."""
    if scenario.method_version != __version__:
        yield Stale(scenario.slug, f"made by version {scenario.method_version} of its method")
    for given in scenario.inputs:
        if given.observation is None:
            continue
        observation = ledger.observation(given.observation)
        if observation is None:
            yield Stale(scenario.slug, f"{given.name}: {given.observation} is no longer there")
            continue
        life = lives(ledger.observations_of(observation.subject), ledger)[observation.key]
        if not life.visible(today()):
            how = "was retracted" if observation.retracted else "has been superseded"
            yield Stale(scenario.slug, f"{given.name}: {given.observation} {how}")


def _clock_set_back(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Where an entry says that it was recorded before the one that it follows."""
    for earlier, later in pairwise(entries):
        if later.recorded < earlier.recorded:
            yield Problem(
                "clock_set_back",
                f"log {later.seq}",
                f"recorded at {later.recorded}, before the entry that it follows "
                f"({earlier.recorded}): a clock was wrong, and the order is that of the numbers",
            )


def _anchored(entries: Sequence[Entry], anchor: str | None) -> Iterator[Problem]:
    if anchor and not any(entry.hash == anchor for entry in entries):
        yield Problem("anchor", f"anchor {anchor}", "is not in the log: it was cut or rewritten")
