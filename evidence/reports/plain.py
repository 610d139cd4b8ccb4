"""The sentences of the terminal; what reports say in the same words, they take from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evidence.core.flags import FLAGS

if TYPE_CHECKING:
    from evidence.core.answering import Answer
    from evidence.core.support import Headline, Row, Support


def standing(headline: Headline) -> str:
    """Status and likelihood with its number; confidence has a line of its own.

    The two say different things: how probable the claim is, and how much is known about it.
    """
    return f"{headline.status} - {headline.likelihood} ({headline.probability:.3f})"


def confidence(headline: Headline) -> str:
    """How much evidence there is and how far it agrees."""
    weights = f"{headline.weight_for_db:.2f} dB for, {headline.weight_against_db:.2f} dB against"
    voices = f"{headline.voices_for} : {headline.voices_against} independent voices"
    return f"confidence {headline.confidence}: {weights}, {voices}"


def stamp(headline: Headline) -> str:
    """The day and the method that the figures belong to."""
    return f"as of {headline.as_of}, method {headline.method}"


def claimed(answer: Answer) -> str:
    """The claimed region in words."""
    from evidence.core.numbers import format_number

    unit = f" {answer.unit}" if answer.unit else ""
    if answer.low is None:
        return f"at most {format_number(answer.high or 0.0)}{unit}"
    if answer.high is None:
        return f"at least {format_number(answer.low)}{unit}"
    if answer.low == answer.high:
        return f"{format_number(answer.low)}{unit}"
    return f"{format_number(answer.low)} to {format_number(answer.high)}{unit}"


def pooled(answer: Answer) -> str:
    """What the estimates say together, before what that does to the claim."""
    from evidence.core.numbers import format_range

    if answer.pooled is None:
        return f"no estimate yet; claimed {claimed(answer)}"
    p = answer.pooled
    value = format_range(p.low, p.median, p.high, answer.unit)
    return f"pooled {value}; {p.mass:.0%} of it inside the claimed {claimed(answer)}"


def flags(headline: Headline) -> list[str]:
    """Each flag with what it means."""
    return [f"{name}: {FLAGS[name]}" for name in headline.flags]


def weighing(row: Row) -> str:
    """How a row's weight alone comes about: the factors and their product."""
    if row.type == "roll_call":
        return "the listed units, asked one by one"
    if row.type == "estimate":
        return f"{row.strength} x {row.directness} x grade {row.grade}"
    if row.stance == "neutral":
        return "neutral: context only"
    return f"{row.strength} x {row.directness} x grade {row.grade} = {row.q:.3f}"


def total(support: Support) -> str:
    """The last line of the sum."""
    return f"{support.log_odds_db:+.3f} dB -> probability {support.probability:.3f}"


def next_step(headline: Headline) -> str:
    """What it would take to change the status word."""
    step = headline.next_status
    if step.db is None:
        return f"next: {step.reason}"
    return f"next: {step.db:+.2f} dB would make it '{step.name}'"


def sensitivity(support: Support) -> list[str]:
    """What the result would be under other readings of the same evidence."""
    tested = support.sensitivity
    low, high = tested.band
    lines = []
    if any(row.type in ("evidence", "search") for row in support.contributions):
        lines.append(f"grades one step off for or against: {low:.3f} to {high:.3f}")
    priors = ", ".join(f"{prior} -> {p:.3f}" for prior, p in tested.prior.items())
    lines.append(f"prior {priors}")
    lines.append(f"one voice a side: {tested.one_voice_per_side:.3f}")
    groups = sorted(tested.without_group.items(), key=lambda g: -abs(g[1] - support.probability))
    lines += [f"without {group}: {p:.3f}" for group, p in groups[:5]]
    return lines


def spread_check(support: Support) -> str | None:
    """Whether the status holds if figures without a range were less or more certain."""
    if not support.spreads:
        return None
    words = ", ".join(f"x/÷{factor} {status}" for factor, (_, status) in support.spreads.items())
    holds = all(status == support.status for _, status in support.spreads.values())
    return f"figures without a range: {words} ({'holds' if holds else 'does not hold'})"


def result(document: Mapping[str, Any]) -> str:
    """What a calculation gave, from its JSON document."""
    from evidence.core.numbers import format_number, format_range

    if "median" in document:
        ends = (document["low"], document["median"], document["high"])
        return format_range(*ends, document["unit"])
    figures = [f"{k} {format_number(v)}" for k, v in document.items() if isinstance(v, float)]
    return ", ".join(figures)
