"""How well a claim stands on what is known: method db-1, "discounted decibans".

Each item weighs what its strength, directness and the reliability of its source leave of it; in
each independent group only the strongest item of a side speaks; the voices add up with the prior.
Estimates of a quantity are averaged, not added. 10 dB are odds of ten to one, 3 dB of two to one.
"""

# Without `annotations` of `__future__`, for the reason that `core/records.py` gives.
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from evidence.core import words
from evidence.core.balance import Balance, Voice, balance
from evidence.core.errors import Invalid
from evidence.core.weights import (
    DIRECTNESS,
    EPSILON,
    PER_NEPER,
    RELIABILITY,
    STRENGTH,
    Contribution,
    Estimate,
    Item,
    absence_strength,
    clip,
    decibans,
    log_odds_db,
    lognormal_from_ci90,
    mass_lognormal,
    probability,
    self_interested,
    strength_of,
    z_agreement,
)
from evidence.core.words import BARE_MENTION_DB

__all__ = [
    "BARE_MENTION_DB",
    "DIRECTNESS",
    "EPSILON",
    "METHOD",
    "RELIABILITY",
    "STRENGTH",
    "Contribution",
    "Estimate",
    "Item",
    "NextStatus",
    "Score",
    "absence_strength",
    "db_to_reach",
    "decibans",
    "fair_credit",
    "log_odds_db",
    "lognormal_from_ci90",
    "mass_lognormal",
    "next_status",
    "probability",
    "score",
    "self_interested",
    "strength_of",
    "z_agreement",
]

METHOD = "db-1"


class Score(NamedTuple):
    """How a claim stands: its balance, in the same order, and what brings it there."""

    probability: float
    log_odds_db: float
    prior_db: float
    weight_for_db: float
    weight_against_db: float
    total_db: float
    conflict: float
    """0 where all voices agree, 1 where they are evenly split."""
    voices_for: int
    voices_against: int
    status: str
    disputed: bool
    likelihood: str
    confidence: str
    contributions: tuple[Contribution, ...]
    pooled: tuple[float, float] | None = None
    """Of the estimates: the chance that one of them is sound, and their mean lean."""
    prior: float = 0.5
    epsilon: float = EPSILON

    @classmethod
    def of(
        cls,
        found: Balance,
        contributions: Iterable[Contribution] = (),
        pooled: tuple[float, float] | None = None,
        prior: float = 0.5,
        epsilon: float = EPSILON,
    ) -> "Score":
        """The score of a balance, with the words for it."""
        told = found.disputed, found.likelihood, found.confidence
        return cls(*found, *told, tuple(contributions), pooled, prior, epsilon)

    @property
    def balance(self) -> Balance:
        """The figures without the parts that bring the claim there."""
        return Balance(**{name: getattr(self, name) for name in Balance._fields})


class NextStatus(NamedTuple):
    """The status that the smallest change of the log odds (dB) would give, or why there is none."""

    name: str | None
    db: float | None
    reason: str


_Heard = tuple[list[Contribution], list[Voice]]
Opinion = tuple[float, float]
"""What a group gives as the probability of a claim: its share u in the average, and its lean."""


def score(
    items: Iterable[Item],
    estimates: Iterable[Estimate] = (),
    prior: float = 0.5,
    extra: Mapping[str, float] | None = None,
    outcome: str | None = None,
    epsilon: float = EPSILON,
) -> Score:
    """Weigh a claim. `extra` holds signed voices in dB that were worked out elsewhere, by name.

    The order of the input and repeats within a group change nothing. Raises Invalid for a prior,
    a probability, a grade or a factor outside its range.
    """
    item_rows, item_voices = _hear_items(tuple(items))
    estimate_rows, estimate_voices, pooled = hear_estimates(tuple(estimates))
    derived = dict(extra or {})
    voices = item_voices + estimate_voices
    found = balance(voices, tuple(derived.values()), prior, outcome, epsilon)
    rows = item_rows + estimate_rows + [_derived(name, db) for name, db in derived.items()]
    return Score.of(found, sorted(rows, key=_rank), pooled, prior, epsilon)


def _hear_items(items: Sequence[Item]) -> _Heard:
    weighed = [item.q for item in items]
    best = speakers(items, weighed)
    rows, voices = [], []
    for index, (item, q) in enumerate(zip(items, weighed, strict=True)):
        alone, counted, among = item.db_of(q), 0.0, ""
        speaker = best.get((item.group, item.side))
        if speaker == index:
            counted = alone
            voices.append((item.group, alone))
        elif speaker is not None:
            among = items[speaker].key
        note = _item_note(item, q, among)
        rows.append(Contribution(item.key, item.group, q, alone, counted, note))
    return rows, voices


def speakers(items: Sequence[Item], weights: Sequence[float]) -> dict[tuple[str, int], int]:
    """Which item speaks for each group on each side, by its place, where they weigh so much (q)."""
    best: dict[tuple[str, int], int] = {}
    for index, (item, q) in enumerate(zip(items, weights, strict=True)):
        if item.side and q:
            place = item.group, item.side
            other = best.setdefault(place, index)
            if q > weights[other] or (q == weights[other] and _first(item, items[other])):
                best[place] = index
    return best


def _first(item: Item, other: Item) -> bool:
    return (item.published or "~", item.key) < (other.published or "~", other.key)


def _item_note(item: Item, q: float, speaker: str) -> str:
    if not item.side:
        return "neutral"
    if not q:
        return "weight 0"
    return _redundant(item.group, speaker) if speaker else f"voice of group {item.group}"


def _redundant(group: str, speaker: str) -> str:
    return f"group {group} already speaks through {speaker}"


def hear_estimates(
    estimates: Sequence[Estimate],
) -> tuple[list[Contribution], list[Voice], tuple[float, float] | None]:
    """What estimates count, the voice of each group, and what they say pooled."""
    best = _best_graded(estimates)
    counted, pooled = pool({group: _said(voices) for group, voices in best.items()})
    rows = [_estimate_row(estimate, best, counted) for estimate in estimates]
    return rows, list(counted.items()), pooled


def opinions(estimates: Sequence[Estimate]) -> dict[str, Opinion]:
    """What each group says as the probability of the claim: the best graded, the mean of equals."""
    return {group: _said(voices) for group, voices in _best_graded(estimates).items()}


def pool(
    said: Mapping[str, Opinion],
) -> tuple[dict[str, float], tuple[float, float] | None]:
    """The voice (dB) of each group's opinion beside the others, and what they say pooled."""
    if not said:
        return {}, None
    sound = 1 - math.prod(sorted(1 - u for u, _ in said.values()))
    whole = math.fsum(u for u, _ in said.values())
    mean = math.fsum(u * lean for u, lean in said.values()) / whole
    product = sound * mean
    # At 0 the ratio is its limit: voices that cancel still show what each of them says.
    ratio = decibans(clip(product)) / product if product else PER_NEPER
    counted = {g: ratio * sound * u * lean / whole + 0.0 for g, (u, lean) in said.items()}
    return counted, (sound, mean)


def _best_graded(estimates: Sequence[Estimate]) -> dict[str, list[Estimate]]:
    best: dict[str, list[Estimate]] = {}
    for estimate in sorted(estimates, key=lambda e: (-e.u, e.published or "~", e.key)):
        voices = best.setdefault(estimate.group, [])
        if estimate.u > 0 and (not voices or estimate.u == voices[0].u):
            voices.append(estimate)
    return {group: voices for group, voices in best.items() if voices}


def _said(voices: Sequence[Estimate]) -> Opinion:
    leans = [voice.lean for voice in voices]
    # A mean of equal numbers may round to another one; a repeat must change nothing at all.
    mean = leans[0] if min(leans) == max(leans) else math.fsum(leans) / len(leans)
    return voices[0].u, mean


def _estimate_row(
    estimate: Estimate, best: Mapping[str, Sequence[Estimate]], counted: Mapping[str, float]
) -> Contribution:
    voices = best.get(estimate.group, ())
    share, note = 0.0, "weight 0"
    if estimate.u > 0 and estimate.u == voices[0].u:
        share = counted[estimate.group] / len(voices)
        tied = f", one of {len(voices)} of the same grade" if len(voices) > 1 else ""
        among = f", averaged over {len(best)} groups" if len(best) > 1 else ""
        note = f"estimate of group {estimate.group}{tied}{among}"
    elif estimate.u > 0:
        note = _redundant(estimate.group, voices[0].key)
    q = estimate.u * abs(estimate.lean)
    return Contribution(estimate.key, estimate.group, q, estimate.db, share, note)


def _derived(name: str, db: float) -> Contribution:
    return Contribution(name, name, strength_of(abs(db)), db, db, "worked out elsewhere")


def _rank(row: Contribution) -> tuple[float, float, str, str, float, str]:
    return -abs(row.counted_db), -abs(row.db), row.key, row.group, row.db, row.note


def db_to_reach(score: Score, target_probability: float) -> float:
    """The signed change of log odds (dB) that brings a score to a probability.

    Raises Invalid for a probability that the allowance epsilon keeps out of reach.
    """
    x = (target_probability - score.epsilon * score.prior) / (1 - score.epsilon)
    if not 0 < x < 1:
        raise Invalid(f"no evidence brings this claim to a probability of {target_probability}")
    return log_odds_db(x) - score.log_odds_db


def next_status(score: Score) -> NextStatus:
    """The nearest other status by a change of the log odds alone, weights and voices held fixed."""
    if score.status in ("resolved true", "resolved false", "void"):
        return NextStatus(None, None, f"{score.status}: evidence no longer moves it")
    if score.status == "insufficient evidence":
        missing = BARE_MENTION_DB - score.total_db
        return NextStatus(None, None, f"{missing:.2f} dB more weight must come in, on either side")
    held = (score.weight_for_db, score.weight_against_db, score.voices_for, score.voices_against)
    found = words.next_words(score.probability, *held)
    steps = [(db_to_reach(score, boundary), name) for boundary, name in found]
    # Rounded, so that two equally near ones do not change places by noise; above comes first.
    db, name = min(steps, key=lambda step: round(abs(step[0]), 9))
    return NextStatus(name, db, f"{abs(db):.2f} dB {'up' if db > 0 else 'down'} to {name}")


def fair_credit(weights: Sequence[float]) -> tuple[float, ...]:
    """Each redundant item's Shapley share of their strongest weight (Littlechild and Owen)."""
    order = sorted(range(len(weights)), key=lambda i: weights[i])
    shares, credit, before = [0.0] * len(weights), 0.0, 0.0
    for rank, index in enumerate(order):
        credit += (weights[index] - before) / (len(weights) - rank)
        shares[index], before = credit, weights[index]
    return tuple(shares)
