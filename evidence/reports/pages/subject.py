"""The page of a model, chip, cluster, organization or law: its numbers and the claims about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from evidence.core.cleaning import clean
from evidence.core.deriving import DERIVABLE, Path, chosen_path, derive
from evidence.core.ledger import Ledger
from evidence.core.numbers import brief, format_range
from evidence.core.observing import Reading
from evidence.core.records import Observation, Subject, kind_of
from evidence.core.support import Outline
from evidence.core.visibility import Life, lives
from evidence.core.vocabulary import ATTRIBUTES
from evidence.reports.dossier import Numbering
from evidence.reports.page import (
    Block,
    Column,
    Facts,
    Figure,
    Heading,
    Page,
    Paragraph,
    Table,
    Text,
    joined,
    link,
    text,
    web,
)
from evidence.reports.pages.collection import Collection
from evidence.reports.pages.lists import CLAIMS, LISTS, claim_row
from evidence.reports.sections import noting, reading
from evidence.reports.sections.naming import attribute_name, named, source_name, subject_name
from evidence.reports.sections.why import marks

TYPES = {
    "model": "AI model",
    "hardware": "Chip",
    "cluster": "Cluster",
    "organization": "Organization",
    "law": "Scaling law",
}


def page(subject: Subject, collection: Collection) -> Page:
    """Everything that is known of one subject."""
    ledger, notes = collection.ledger, Numbering(collection.ledger)
    name = clean(subject.name or subject.slug)
    blocks: list[Block] = [Heading(text(name), 1), Paragraph(text(TYPES[subject.type]), "aside")]
    blocks += [reading.stamp(collection.stamp), _facts(subject, ledger)]
    about = collection.about.get(subject.ref, ())
    blocks += _claims([collection.outlines[slug] for slug in about])
    blocks += _stated(ledger, subject, collection.stamp.as_of, notes)
    blocks += _derived(ledger, subject, collection.stamp.as_of)
    blocks += _kin(collection.kin.get(subject.ref, ()))
    if notes.listed:
        blocks += [Heading(text(noting.TITLE), 2, "notes"), noting.notes(notes.listed)]
    return Page(subject.ref, name, tuple(blocks))


def _facts(subject: Subject, ledger: Ledger) -> Facts:
    pairs: list[tuple[str, Text]] = []
    if subject.organization:
        owner = named(f"organization:{subject.organization}", ledger)
        pairs.append(("organization", text(owner)))
    if subject.hardware:
        pairs.append(("chip", text(named(f"hardware:{subject.hardware}", ledger))))
    if subject.source:
        pairs.append(("stated by", text(link(subject.source, f"source:{subject.source}"))))
    if subject.url:
        pairs.append(("address", text(web(subject.url, subject.url))))
    words = {
        "released": subject.released,
        "also called": ", ".join(subject.aliases),
        "tags": ", ".join(subject.tags),
        "fitted on": _fitted(subject),
        "notes": subject.notes,
        "name here": subject.ref,
    }
    pairs += [(term, text(said)) for term, said in words.items() if said]
    return Facts(tuple(pairs))


def _fitted(subject: Subject) -> str:
    if subject.fitted_low is None and subject.fitted_high is None:
        return ""
    return f"{brief(subject.fitted_low)} to {brief(subject.fitted_high)} FLOP"


def _claims(outlines: Sequence[Outline]) -> Iterator[Block]:
    if outlines:
        yield Heading(text("Claims about it"), 2, "claims")
        yield Table("Where they stand", CLAIMS, tuple(map(claim_row, outlines)))


_STATED = (
    Column("number"),
    Column("value"),
    Column("covers"),
    Column("who says so"),
    Column("day", short=True),
    Column("in force"),
)


def _stated(ledger: Ledger, subject: Subject, as_of: str, notes: Numbering) -> Iterator[Block]:
    observed = ledger.observations_of(subject.ref)
    alive = lives(observed, ledger)
    public = [o for o in observed if (alive[o.key].start or "") <= as_of]
    if public:
        order = {attribute: place for place, attribute in enumerate(ATTRIBUTES)}
        public.sort(key=lambda o: (order.get(o.attribute, 99), alive[o.key].start or "", o.key))
        rows = tuple(_number(ledger, o, alive[o.key], as_of, notes) for o in public)
        yield Heading(text("What sources state"), 2, "stated")
        yield Table("Numbers as they were entered, each with its source", _STATED, rows)


def _number(
    ledger: Ledger, o: Observation, life: Life, as_of: str, notes: Numbering
) -> tuple[Text, ...]:
    sorts = (o.number_format, o.sparsity, o.scope, o.convention, o.basis)
    unit = ATTRIBUTES.get(o.attribute, "")
    bare = brief(o.value).replace(".", "").replace("e", "").isdigit()
    return (
        text(attribute_name(o.attribute)),
        text(f"{brief(o.value)} {unit}" if bare and unit != "share" else brief(o.value)),
        text(", ".join(attribute_name(word) for word in sorts if word)),
        source_name(ledger.source(o.source), o.source) + marks((notes.number(o),)),
        text(life.start or "no date"),
        text(_force(o, life, as_of)),
    )


def _force(o: Observation, life: Life, as_of: str) -> str:
    if o.retracted:
        return f"retracted: {o.retracted_reason or 'no reason given'}"
    if life.draft:
        return "draft"
    if life.visible(as_of):
        return "yes"
    return f"until {life.end}" + (f": {o.ended_reason}" if o.ended_reason else "")


_DERIVED = (Column("number"), Column("route"), Column("value"), Column("grade"), Column("from"))


def _derived(ledger: Ledger, subject: Subject, as_of: str) -> Iterator[Block]:
    if subject.type not in ("model", "cluster"):
        return
    found = (_routes(ledger, subject.ref, attribute, as_of) for attribute in DERIVABLE)
    rows = tuple(chain.from_iterable(found))
    if rows:
        yield Heading(text("What follows from them"), 2, "derived")
        told = "Every route to a number, with its 90 % range; the one used comes first"
        yield Table(told, _DERIVED, rows)
        yield from _shares(ledger, subject.ref, as_of)


def _shares(ledger: Ledger, ref: str, as_of: str) -> Iterator[Block]:
    """Which input makes the training compute uncertain."""
    from evidence.reports.charts import input_shares

    if chosen_path(ledger, ref, "training_compute", as_of) is not None:
        chart = input_shares.of_derivation(derive(ledger, ref, "training_compute", as_of))
        if chart is not None:
            yield Figure(chart)


def _routes(ledger: Ledger, ref: str, attribute: str, as_of: str) -> Iterator[tuple[Text, ...]]:
    if chosen_path(ledger, ref, attribute, as_of) is None:
        return
    found = derive(ledger, ref, attribute, as_of)
    for path in sorted(found.paths, key=lambda one: one.label != found.selected):
        if path.method not in ("reported", "derived", "third_party"):
            yield _route(ledger, attribute, found.unit, path)


def _route(ledger: Ledger, attribute: str, unit: str, path: Path) -> tuple[Text, ...]:
    circular = "; circular, not counted" if path.circular else ""
    inputs = (_input(ledger, name, reading) for name, reading in path.inputs.items())
    return (
        text(attribute_name(attribute)),
        text(f"{path.label}{circular}"),
        text(format_range(*path.range, unit)),
        text(path.grade),
        joined(inputs, "; "),
    )


def _input(ledger: Ledger, name: str, reading: Reading) -> Text:
    observation = reading.observation
    source = source_name(ledger.source(observation.source), observation.source)
    return text(f"{name} {brief(observation.value)} (", *source, ")")


def _kin(kin: Sequence[Subject]) -> Iterator[Block]:
    columns = Column("name"), Column("released", short=True)
    for kind in ("models", "clusters", "hardware"):
        some = [one for one in kin if kind_of(one) == kind]
        if some:
            rows = tuple((text(subject_name(s.ref, s.name)), text(s.released or "")) for s in some)
            yield Heading(text(LISTS[kind]), 2, kind)
            yield Table(f"{len(some)} of them", columns, rows)
