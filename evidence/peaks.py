"""A chip's peak for the calculator: from the database, or from the chips that are shipped."""

from __future__ import annotations

from evidence.clock import today
from evidence.core.errors import NotFound, Unavailable
from evidence.core.ledger import Ledger
from evidence.core.numbers import Figure
from evidence.core.observing import readings
from evidence.core.route import peak_of
from evidence.looking import nearest
from evidence.store.engine import Location, Reader
from evidence.store.reading import about_subject, slugs


def peak(
    location: Location, hardware: str, number_format: str, sparsity: str
) -> tuple[Figure, str]:
    """The peak and a line that says where it comes from; raises NotFound.

    Without a database the shipped chips are read.
    """
    ref = f"hardware:{hardware}"
    ledger, names, origin = _chips(location, ref)
    if ledger.subject(ref) is None:
        near = nearest(hardware, names)
        hint = f"did you mean '{near}'?" if near else "give --peak instead"
        raise NotFound(f"no hardware is called '{hardware}'", hint)
    known = readings(ledger, ref, today())
    found = peak_of(ledger, ref, known, number_format, sparsity)
    if found is None or found.figure is None:
        raise NotFound(
            f"no {sparsity} {number_format} peak of '{hardware}' is known", "give --peak instead"
        )
    source = found.observation.source
    return found.figure, f"peak of {hardware}: {sparsity} {number_format}, {source}, {origin}"


def _chips(location: Location, ref: str) -> tuple[Ledger, list[str], str]:
    try:
        with Reader(location) as reader:
            return about_subject(reader, ref), slugs(reader, "hardware"), "from the database"
    except Unavailable:
        from evidence.shipped import ledger

        chips = ledger()
        names = [getattr(record, "slug", "") for record in chips.of_kind("hardware")]
        return chips, names, "from the shipped chips"
