"""The words that go with a score: status, likelihood, confidence.

The likelihood words are those of ICD-203 and say how probable the claim is; the confidence words
are those of the IPCC and say how much evidence there is and how far it agrees. The two are shown
apart, each likelihood with its number.
"""

from __future__ import annotations

import math

BARE_MENTION_DB = 10 * math.log10(3)
"""dB below which evidence is not worth more than a bare mention (Kass and Raftery): odds of 3."""

VOICE_DB = 1.0
"""dB from which a group counts as a voice: about the smallest change that a person perceives."""

BOUNDARIES = (0.05, 0.20, 0.35, 0.65, 0.80, 0.95)
"""Probabilities at which a status word can change."""

NOISE = 1e-9
"""What is short of a threshold by less than this is short of it by rounding alone."""
HEARD_DB = VOICE_DB - NOISE
"""The least that reaches VOICE_DB, for where a call for each voice would take too long."""

RESOLVED = {"true": "resolved true", "false": "resolved false", "void": "void"}
"""The status word of a claim of which the outcome is known."""

_CONFIDENCE = ("very low", "low", "medium", "high", "very high")
_MIDDLES = (0.025, 0.125, 0.275, 0.5, 0.725, 0.875, 0.975)
"""One probability of each region between the boundaries."""


def reaches(value: float, threshold: float) -> bool:
    """Whether a value is at or above a threshold, rounding aside."""
    return value >= threshold - NOISE


def status(
    probability: float,
    weight_for: float,
    weight_against: float,
    voices_for: int,
    voices_against: int,
    outcome: str | None = None,
) -> str:
    """The status word; the first rule that fits gives it. Weights are in dB.

    >>> status(0.954, 14.2, 0.0, 2, 0), status(0.961, 15.1, 0.0, 1, 0)
    ('well supported', 'supported')
    """
    if outcome is not None:
        return RESOLVED[outcome]
    if not reaches(weight_for + weight_against, BARE_MENTION_DB):
        return "insufficient evidence"
    surer = max(probability, 1 - probability)
    if disputed(weight_for, weight_against) and not reaches(surer, 0.80):
        return "contested"
    if not reaches(surer, 0.65):
        return "undecided"
    supports = probability >= 0.5
    word = "supported" if supports else "refuted"
    if not reaches(surer, 0.80):
        return f"leaning {word}"
    voices, other = (voices_for, weight_against) if supports else (voices_against, weight_for)
    well = reaches(surer, 0.95) and voices >= 2 and not reaches(other, BARE_MENTION_DB)
    return f"well {word}" if well else word


def disputed(weight_for: float, weight_against: float) -> bool:
    """Whether both sides weigh at least a bare mention."""
    return reaches(min(weight_for, weight_against), BARE_MENTION_DB)


def side(word: str) -> int:
    """The side of a status word: 1 for the supported ones, -1 for the refuted ones, else 0.

    >>> side("leaning supported"), side("well refuted"), side("contested")
    (1, -1, 0)
    """
    return word.endswith("supported") - word.endswith("refuted")


def likelihood(probability: float) -> str:
    """The ICD-203 word for a probability; mirrored around one half.

    >>> likelihood(0.88), likelihood(0.12), likelihood(0.5)
    ('very likely', 'very unlikely', 'roughly even chance')
    """
    above = probability >= 0.5
    surer = max(probability, 1 - probability)
    if reaches(surer, 0.95):
        return "almost certain" if above else "almost no chance"
    if reaches(surer, 0.80):
        return "very likely" if above else "very unlikely"
    if reaches(surer, 0.55):
        return "likely" if above else "unlikely"
    return "roughly even chance"


def confidence(total_db: float, conflict: float, voices: int) -> str:
    """The IPCC word for how much evidence there is and how far it agrees.

    `conflict` runs from 0 (unanimous) to 1 (evenly split); `voices` counts both sides.
    """
    if not reaches(total_db, BARE_MENTION_DB):
        return "very low"
    robust = reaches(total_db, 20) and voices >= 3
    some = reaches(total_db, 10) and voices >= 2
    agreement = reaches(1 - conflict, 2 / 3) + reaches(1 - conflict, 1 / 3)
    return _CONFIDENCE[(2 if robust else int(some)) + agreement]


def next_words(
    probability: float,
    weight_for: float,
    weight_against: float,
    voices_for: int,
    voices_against: int,
) -> list[tuple[float, str]]:
    """The nearest probability above and below at which the status word changes, and the word.

    Weights (dB) and voices are held fixed. Empty where no probability changes the word; above
    comes first.
    """
    held = (weight_for, weight_against, voices_for, voices_against)
    names = [status(middle, *held) for middle in _MIDDLES]
    here = sum(probability > low + NOISE for low in BOUNDARIES[:3])
    here += sum(reaches(probability, high) for high in BOUNDARIES[3:])
    above = ((BOUNDARIES[i - 1], names[i]) for i in range(here + 1, len(names)))
    below = ((BOUNDARIES[i], names[i]) for i in range(here - 1, -1, -1))
    found = (next((step for step in way if step[1] != names[here]), None) for way in (above, below))
    return [step for step in found if step is not None]


def capped(word: str, most: str) -> str:
    """A confidence word, but at most the other one.

    >>> capped("high", "low"), capped("very low", "low")
    ('low', 'very low')
    """
    return min(word, most, key=_CONFIDENCE.index)
