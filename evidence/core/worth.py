"""What to find out next: how far one more answer could be expected to move a claim.

The expected change of probability from one further record, worked out by supposing it (a
preposterior analysis: Raiffa and Schlaifer 1961, Applied Statistical Decision Theory, ch. 4). The
answer is supposed to come out each way as often as the claim itself now makes it likely, and to
come from a party that has not spoken yet, graded B; an input of a derived number is supposed known
exactly. So the figures rank questions; they do not foretell answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.core.forms import from_mapping
from evidence.core.hearing import Hearing, hearing
from evidence.core.ledger import Change, Ledger
from evidence.core.records import Claim, Evidence, Record, claim_and_unit
from evidence.core.support import Support, support
from evidence.core.visibility import lives
from evidence.core.worth_of_inputs import missing_inputs, weak_inputs

if TYPE_CHECKING:
    from evidence.core.watching import Watch

STRANGER = "~somebody-new"
"""The party that is supposed to answer."""


NOTHING = 1e-9
"""An input whose answer would move its claim less than this is no question."""


class Question(NamedTuple):
    """Something that could be found out, with what that is worth to one claim."""

    claim: str
    ask: str
    """What to find out."""
    worth: float
    """The expected change of the claim's probability."""
    reach: tuple[str, ...]
    """The statuses to which an answer could bring the claim."""
    command: str
    """The command that would record the answer."""
    input: str | None = None
    """Of an input of a derived number: its subject and attribute."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """The question as a list of one mapping."""
        return [self._asdict()]


class _Outcome(NamedTuple):
    """One way an answer could come out: how likely, and the record it would be."""

    chance: float
    record: Record


def questions(
    ledger: Ledger, as_of: str, claims: Iterable[str] | None = None, watch: Watch = iter
) -> tuple[Question, ...]:
    """Everything worth asking about claims that are not settled, the most telling first.

    Asked for some claims, by slug, it costs no more than these; one that is unknown has none.
    """
    chosen = _chosen(ledger, claims)
    return questions_on(ledger, (support(ledger, claim.slug, as_of) for claim in watch(chosen)))


def questions_on(ledger: Ledger, supports: Iterable[Support]) -> tuple[Question, ...]:
    """The same for claims of which it is known where they stand."""
    supposed = ledger.with_changes(_stranger())
    found = [q for now in supports for q in _about(supposed, now)]
    return tuple(sorted(found, key=lambda q: (-q.worth, q.claim, q.ask)))


def _chosen(ledger: Ledger, slugs: Iterable[str] | None) -> list[Claim]:
    if slugs is None:
        return ledger.claims()
    return [claim for claim in map(ledger.claim, slugs) if claim is not None]


def _stranger() -> list[Change]:
    fields = {"slug": "supposed", "kind": "dataset", "party": STRANGER, "published": "0001"}
    return [Change(None, from_mapping("sources", fields))]


def _about(ledger: Ledger, now: Support) -> Iterator[Question]:
    claim, as_of = now.record, now.as_of
    if now.status in ("resolved true", "resolved false", "void"):
        return
    yield from _drafts(ledger, claim, now, as_of)
    if claim.kind == "prevalence":
        yield from _units(ledger, claim, now, as_of)
    elif now.answer is not None and now.answer.pooled is not None:
        yield _measurement(ledger, claim, now, as_of)
    else:
        yield _statement(ledger, claim, now, as_of)
    if claim.kind == "quantity":
        yield from _inputs(ledger, claim, now, as_of)


def _inputs(ledger: Ledger, claim: Claim, now: Support, as_of: str) -> Iterator[Question]:
    weak = weak_inputs(ledger, claim, as_of)
    for supposed in (*weak, *missing_inputs(ledger, claim, now, as_of)):
        results = [
            (chance, _after(ledger, [change], now, as_of)) for chance, change in supposed.outcomes
        ]
        question = _question(now, supposed.ask, supposed.command, results)
        if question.worth > NOTHING:
            yield question._replace(input=supposed.input)


def _statement(ledger: Ledger, claim: Claim, now: Support, as_of: str) -> Question:
    outcomes = [
        _Outcome(now.probability, _said(claim.slug, "supports")),
        _Outcome(1 - now.probability, _said(claim.slug, "refutes")),
    ]
    command = f"evidence log {claim.slug} --source SLUG --supports|--refutes --quote ... --at ..."
    ask = "a specific statement by somebody who has not spoken yet"
    return _weighed(ledger, now, as_of, ask, command, outcomes)


def _said(claim: str, stance: str) -> Record:
    return from_mapping(
        "evidence",
        {
            "claim": claim,
            "source": "supposed",
            "stance": stance,
            "strength": "strong",
            "quote": "supposed",
            "locator": "supposed",
        },
    )


def _units(ledger: Ledger, claim: Claim, now: Support, as_of: str) -> Iterator[Question]:
    roll = now.roll_call
    assert roll is not None
    listed = {ref.partition(":")[2] for ref in claim.units}
    for member in roll.members:
        if member.call in ("yes", "no") or member.unit not in listed:
            continue
        reference = f"{claim.slug}/{member.unit}"
        outcomes = [
            _Outcome(roll.majority, _said(reference, "supports")),
            _Outcome(1 - roll.majority, _said(reference, "refutes")),
        ]
        command = (
            f"evidence log {reference} --source SLUG --supports|--refutes --quote ... --at ..."
        )
        yield _weighed(ledger, now, as_of, f"what {member.unit} does", command, outcomes)


def _measurement(ledger: Ledger, claim: Claim, now: Support, as_of: str) -> Question:
    pooled = now.answer.pooled if now.answer else None
    assert pooled is not None
    below, above = _middle(pooled.low, pooled.median), _middle(pooled.median, pooled.high)
    values = (pooled.low, below, pooled.median, above, pooled.high)
    outcomes = [_Outcome(1 / len(values), _measured(claim, value)) for value in values]
    name = claim.attribute
    command = f"evidence observe {claim.subject} {name} VALUE --source SLUG --quote ... --at ..."
    ask = f"an independent figure of {name} within x/÷ 1.1"
    return _weighed(ledger, now, as_of, ask, command, outcomes)


def _middle(a: float, b: float) -> float:
    return (a * b) ** 0.5 if a > 0 and b > 0 else (a + b) / 2


def _measured(claim: Claim, value: float) -> Record:
    fields = {
        "subject": claim.subject,
        "attribute": claim.attribute,
        "value": value,
        "source": "supposed",
        "locator": "supposed",
        "scope": claim.scope,
        "convention": claim.convention,
        "number_format": claim.number_format,
        "sparsity": claim.sparsity,
    }
    return from_mapping("observations", {k: v for k, v in fields.items() if v is not None})


def _drafts(ledger: Ledger, claim: Claim, now: Support, as_of: str) -> Iterator[Question]:
    bearing = ledger.bearing_on(claim.slug)
    alive = lives(bearing, ledger)
    for item in bearing:
        if isinstance(item, Evidence) and alive[item.key].draft and alive[item.key].start:
            complete = item._replace(quote=item.quote or "supposed", locator=item.locator or "-")
            needs = " and ".join(alive[item.key].missing)
            command = f"evidence edit {item.key} --set quote=... --set locator=..."
            ask = f"{needs}, for a draft of {item.source}"
            changed = [Change(item, complete)]
            yield _question(now, ask, command, [(1.0, _after(ledger, changed, now, as_of))])


def _weighed(
    ledger: Ledger,
    now: Support,
    as_of: str,
    ask: str,
    command: str,
    outcomes: Sequence[_Outcome],
) -> Question:
    results = [
        (outcome.chance, _after(ledger, [Change(None, outcome.record)], now, as_of))
        for outcome in outcomes
    ]
    return _question(now, ask, command, results)


def _after(ledger: Ledger, changes: list[Change], now: Support, as_of: str) -> Hearing:
    return hearing(ledger.with_changes(changes), claim_and_unit(now.claim)[0], as_of)


def _question(
    now: Support, ask: str, command: str, results: Sequence[tuple[float, Hearing]]
) -> Question:
    worth = sum(chance * abs(then.probability - now.probability) for chance, then in results)
    reach = dict.fromkeys(then.status for _, then in results if then.status != now.status)
    return Question(now.claim, ask, worth, tuple(reach), command)
