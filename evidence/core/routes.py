"""Routes: every way in which a subject's own sourced numbers lead to another of its numbers.

A route is one derivation method filled with one selected observation for each input, all of one
scope. It has the lowest reliability among its inputs and the parties behind all of them as its
origin. Routes stand side by side; none is averaged into another here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from evidence.core.derivations import routes_giving
from evidence.core.derivations.method import Method, Parameter
from evidence.core.errors import Invalid
from evidence.core.implying import implied_by
from evidence.core.ledger import Ledger
from evidence.core.observing import Reading, readings, selected
from evidence.core.quantity import Quantity
from evidence.core.records import Claim
from evidence.core.route import Route, filled, peak_of, worked_out
from evidence.core.vocabulary import COMPARED_WITH, FINE_TUNE_TAG, NUMBER_FORMATS, SPARSE_TAG

OF_THE_CHIP = ("peak_throughput", "power_per_chip", "price_per_chip", "price_per_chip_hour")
"""Attributes that a model or cluster may take from the chip it runs on."""


def routes_to(
    ledger: Ledger,
    subject: str,
    attribute: str,
    as_of: str,
    point_factor: float | None = None,
    number_format: str | None = None,
    about: Sequence[str] = (),
) -> tuple[Route, ...]:
    """Every route to an attribute of a subject from what was public at the end of a day.

    The chip is the subject's own, else the only one among the subjects in `about`.
    """
    desk = desk_of(ledger, subject, as_of, point_factor, number_format, about)
    return tuple(route for method in routes_giving(attribute) for route in desk.fill(method))


def desk_of(
    ledger: Ledger,
    subject: str,
    as_of: str,
    point_factor: float | None = None,
    number_format: str | None = None,
    about: Sequence[str] = (),
) -> Desk:
    """What lies ready about a subject at the end of a day."""
    chip = _chip(ledger, subject, about)
    return Desk(
        ledger,
        subject,
        readings(ledger, subject, as_of, point_factor),
        chip,
        readings(ledger, chip, as_of, point_factor) if chip else (),
        readings(ledger, f"hardware:{COMPARED_WITH}", as_of, point_factor),
        number_format,
    )


def _chip(ledger: Ledger, subject: str, about: Sequence[str]) -> str | None:
    """The chip that a subject runs on: its own, else the only one that is named with it."""
    record = ledger.subject(subject)
    if record is not None and record.hardware:
        return f"hardware:{record.hardware}"
    named = {ref for ref in about if ref.startswith("hardware:")}
    return named.pop() if len(named) == 1 else None


def chips_named_with(ledger: Ledger, subject: str) -> tuple[str, ...]:
    """The chips that claims on a subject are about."""
    if "chips named" not in ledger.memo:
        ledger.memo["chips named"] = _chips_by_subject(ledger)
    named: Mapping[str, tuple[str, ...]] = ledger.memo["chips named"]
    return named.get(subject, ())


def _chips_by_subject(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    named: dict[str, dict[str, None]] = {}
    for claim in (r for r in ledger if isinstance(r, Claim) and r.subject):
        chips = (ref for ref in claim.about if ref.startswith("hardware:"))
        named.setdefault(claim.subject or "", {}).update(dict.fromkeys(chips))
    return {subject: tuple(chips) for subject, chips in named.items()}


class Desk(NamedTuple):
    """What lies ready to fill the methods with, for one subject on one day."""

    ledger: Ledger
    subject: str
    known: tuple[Reading, ...]
    chip: str | None
    chip_known: tuple[Reading, ...]
    other: tuple[Reading, ...]
    number_format: str | None

    def fill(self, method: Method) -> Iterator[Route]:
        """The method's routes, one for each consistent set of inputs."""
        for names in _input_sets(method):
            options = self._all_options(method, names)
            for chosen in product(*options):
                inputs = {n: r for n, r in zip(names, chosen, strict=True) if r is not None}
                for complete in self._with_peaks(method, inputs):
                    route = self._route(method, complete)
                    if route is not None:
                        yield route

    def lacking(self, method: Method) -> Iterator[tuple[str, dict[str, Reading]]]:
        """Each input that alone keeps the method from a route, with what fills the others."""
        for names in _input_sets(method):
            options = {name: self._options(method.parameter(name)) for name in names}
            empty = [name for name, found in options.items() if not found]
            chosen = {name: found[0] for name, found in options.items() if found}
            inputs = {name: reading for name, reading in chosen.items() if reading is not None}
            if len(empty) == 1 and inputs:
                yield from ((empty[0], full) for full in [*self._with_peaks(method, inputs)][:1])

    def _all_options(self, method: Method, names: Sequence[str]) -> list[Sequence[Reading | None]]:
        """What can fill each input, as far as the first that nothing fills."""
        parameters = {parameter.name: parameter for parameter in method.parameters}
        options = []
        for name in names:
            options.append(self._options(parameters[name]))
            if not options[-1]:
                break
        return options

    def _options(self, parameter: Parameter) -> Sequence[Reading | None]:
        if parameter.name == "parameters":
            return self._active_parameters()
        found: Sequence[Reading | None] = self.figures(parameter.attribute)
        return found or ([None] if parameter.default is not None else [])

    def figures(self, attribute: str) -> tuple[Reading, ...]:
        """The selected figures of the subject, else of its chip where they may be that one's."""
        own = selected(self.ledger, self.subject, attribute, self.known)
        if own or attribute not in OF_THE_CHIP or self.chip is None:
            return own
        return selected(self.ledger, self.chip, attribute, self.chip_known)

    def _active_parameters(self) -> Sequence[Reading]:
        """Active parameters; the total only of a model that is not known to have experts."""
        active = self.figures("parameters_active")
        return active or (() if self.sparse else self.figures("parameters"))

    @property
    def sparse(self) -> bool:
        """Whether the model is known not to use all its parameters, though perhaps not how many."""
        record = self.ledger.subject(self.subject)
        tagged = record is not None and SPARSE_TAG in record.tags
        return tagged or any(r.observation.attribute == "experts" for r in self.known)

    def best(self, attribute: str, number_format: str | None = None) -> Quantity | None:
        """The most reliable of the subject's own figures, of equals the latest."""
        found = [
            r
            for r in self.known
            if r.observation.attribute == attribute
            and r.quantity
            and number_format in (None, r.observation.number_format)
        ]
        chosen = max(found, key=lambda r: (r.reliability, r.published), default=None)
        return chosen.quantity if chosen else None

    @property
    def scope(self) -> str | None:
        """What figures cover that do not say so: of a fine-tune the later training alone."""
        record = self.ledger.subject(self.subject)
        return "post_training" if record is not None and FINE_TUNE_TAG in record.tags else None

    def _with_peaks(
        self, method: Method, inputs: dict[str, Reading]
    ) -> Iterator[dict[str, Reading]]:
        names = {parameter.name for parameter in method.parameters}
        if "peak" not in names:
            yield inputs
            return
        for number_format in self.formats(inputs, both="as_peak" in names):
            peaks = {"peak": self.own_peak(number_format, inputs)}
            if "as_peak" in names:
                other = f"hardware:{COMPARED_WITH}"
                peaks["as_peak"] = self._peak(other, self.other, number_format, inputs)
            filled = {name: peak for name, peak in peaks.items() if peak is not None}
            if len(filled) == len(peaks):
                yield inputs | filled

    def formats(self, inputs: Mapping[str, Reading], both: bool) -> Iterable[str]:
        """The number formats in which to take the peak: the stated one, else the training's."""
        stated = (
            inputs["utilization"].observation.number_format if "utilization" in inputs else None
        )
        if stated or self.number_format:
            return (stated or self.number_format or "",)
        if both:
            return NUMBER_FORMATS
        trained = [str(r.observation.value) for r in self.known if r.figure is None]
        return trained[:1] or ("bf16",)

    def own_peak(self, number_format: str, inputs: Mapping[str, Reading]) -> Reading | None:
        """The peak that is stated of the subject itself, else that of its chip."""
        stated = self._peak(self.subject, self.known, number_format, inputs)
        return stated or self._peak(self.chip or "", self.chip_known, number_format, inputs)

    def _peak(
        self,
        ref: str,
        known: tuple[Reading, ...],
        number_format: str,
        inputs: Mapping[str, Reading],
    ) -> Reading | None:
        share = inputs.get("utilization")
        sparsity = (share.observation.sparsity if share else None) or "dense"
        return peak_of(self.ledger, ref, known, number_format, sparsity)

    def _route(self, method: Method, inputs: Mapping[str, Reading]) -> Route | None:
        scopes = {r.observation.scope for r in inputs.values() if r.observation.scope}
        stated = {r.observation.convention for r in inputs.values() if r.observation.convention}
        # A utilization that counts attention makes compute that counts it: the input's own
        # convention is more exact than the method's.
        conventions = stated or ({method.convention} if method.convention else set())
        if len(scopes) > 1 or len(conventions) > 1 or not inputs:
            return None
        try:
            quantity = worked_out(method, inputs)
        except Invalid:
            return None
        route = filled(method.name, quantity, inputs)
        scope = next(iter(scopes), self.scope)
        compute = method.output == "training_compute"
        return route._replace(
            scope=scope,
            convention=next(iter(conventions), None),
            circular=self._circular(inputs),
            implied=implied_by(self, quantity, inputs, scope) if compute else None,
            notes=self._notes(method, inputs),
        )

    def _circular(self, inputs: Mapping[str, Reading]) -> bool:
        """Whether a utilization was itself worked out from this run's compute."""
        share = inputs.get("utilization")
        if share is None or share.observation.basis != "derived":
            return False
        used = [self.ledger.observation(entry) for entry in share.observation.derived_from]
        attributes = {o.attribute for o in used if o and o.subject == self.subject}
        by_count = {"training_compute", "parameters_active", "parameters", "training_tokens"}
        return not attributes or bool(attributes & by_count)

    def _notes(self, method: Method, inputs: Mapping[str, Reading]) -> tuple[str, ...]:
        peak = inputs.get("peak")
        if peak is None:
            return ()
        o = peak.observation
        return (f"peak of {o.subject}: {o.sparsity or 'dense'} {o.number_format}",)


def _input_sets(method: Method) -> Iterator[tuple[str, ...]]:
    """The sets of inputs that fill a method, peaks left out: each alternative gives one."""
    either = {name for group in method.alternatives for name in group}
    always = tuple(
        p.name
        for p in method.parameters
        if p.name not in either and p.attribute and p.name not in ("peak", "as_peak")
    )
    for group in method.alternatives or ((),):
        yield always + tuple(n for n in group if n not in ("peak", "as_peak"))
