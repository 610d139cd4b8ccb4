"""Two sessions, their steps in any order: every engine does what a few lines of Python say."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.core.errors import EvidenceError
from evidence.core.records import Record
from evidence.store.engine import Location
from evidence.workspace import Workspace
from tests.conftest import ENGINES, NewDatabase
from tests.reliability.calling import require_sound
from tests.reliability.conftest import Figure
from tests.scale import scaled

SLUGS = ("lab", "rival")
EXAMPLES = scaled(8)


class Step(NamedTuple):
    """What one of two people does."""

    who: int
    does: str
    slug: str
    note: str


STEPS = st.lists(
    st.builds(
        Step,
        st.integers(0, 1),
        st.sampled_from(("read", "add", "edit", "edit", "undo")),
        st.sampled_from(SLUGS),
        st.sampled_from("abc"),
    ),
    min_size=20,
    max_size=30,
)


class Model:
    """The notes by slug, every change with what it replaced, and what each session has read."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}
        self.changes: list[tuple[str, str | None, str | None]] = []
        self.read: dict[tuple[int, str], str] = {}

    def does(self, step: Step) -> str:
        """What comes of a step."""
        return str(getattr(self, f"_{step.does}")(step))

    def _read(self, step: Step) -> str:
        if step.slug not in self.notes:
            return "NotFound"
        self.read[step.who, step.slug] = self.notes[step.slug]
        return "done"

    def _add(self, step: Step) -> str:
        held = self.notes.get(step.slug)
        if held is None:
            self._change(step.slug, step.note)
        return "done" if held in (None, step.note) else "Conflict"

    def _edit(self, step: Step) -> str:
        held, base = self.notes.get(step.slug), self.read.get((step.who, step.slug))
        if held is None:
            return "NotFound"
        if base not in (None, held):
            return "Conflict"
        if held != step.note:
            self._change(step.slug, step.note)
        return "done"

    def _undo(self, _: Step) -> str:
        if not self.changes:
            return "NotFound"
        # An undone change is gone from the list, so the last that stands is always the latest.
        slug, before, _after = self.changes.pop()
        self._set(slug, before)
        return "done"

    def _change(self, slug: str, note: str) -> None:
        self.changes.append((slug, self.notes.get(slug), note))
        self._set(slug, note)

    def _set(self, slug: str, note: str | None) -> None:
        self.notes.pop(slug, None)
        if note is not None:
            self.notes[slug] = note


class Sessions:
    """The same steps on a database."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self.workspace = Workspace(location.target)
        self.read: dict[tuple[int, str], Record] = {}

    def does(self, step: Step) -> str:
        """What comes of a step."""
        try:
            self._do(step)
        except EvidenceError as error:
            return type(error).__name__
        return "done"

    def _do(self, step: Step) -> None:
        place = step.who, step.slug
        if step.does == "read":
            self.read[place] = self.workspace.show(step.slug).record
        elif step.does == "add":
            self.workspace.add("organizations", slug=step.slug, name="N", notes=step.note)
        elif step.does == "edit":
            self.workspace.edit(step.slug, {"notes": step.note}, base=self.read.get(place))
        else:
            self.workspace.undo()

    @property
    def notes(self) -> dict[str, str]:
        """What is stored."""
        return {one.slug: one.notes for one in self.workspace.records("organizations")}  # type: ignore[union-attr,misc]


def test_two_sessions_come_to_what_a_few_lines_of_python_say(
    new_database: NewDatabase, figure: Figure
) -> None:
    """8 examples of 20 to 30 steps in CI, 80 in the large profile, each on both engines."""
    steps = [0]

    @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(STEPS)
    def plays(script: list[Step]) -> None:
        model, engines = Model(), [Sessions(new_database(engine)) for engine in ENGINES]
        for step in script:
            expected = model.does(step)
            assert [sessions.does(step) for sessions in engines] == [expected] * len(engines)
            steps[0] += 1
        for sessions in engines:
            assert sessions.notes == model.notes
            require_sound(sessions.location)

    plays()
    figure(f"{EXAMPLES} scripts, {steps[0]} steps on each engine, all as the model says")
