"""Whether the colours can be read, on white and on black, and told apart without colour vision."""

from __future__ import annotations

import pytest

from evidence.reports.charts import palette

TEXT = ("INK", "MUTED")
MARKS = ("FOR", "AGAINST", "OTHER", "AXIS")


def channels(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour: str) -> float:
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), channels(colour), strict=True))


def contrast(a: str, b: str) -> float:
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("names", "least"), [(TEXT, 4.5), (MARKS, 3.0)])
def test_colours_stand_out_from_white_and_their_counterparts_from_black(
    names: tuple[str, ...], least: float
) -> None:
    for name in names:
        light = getattr(palette, name)
        assert contrast(light, palette.PAPER) >= least
        assert contrast(palette.DARK[light], palette.DARK[palette.PAPER]) >= least


@pytest.mark.parametrize("name", ["FOR", "AGAINST", "OTHER"])
def test_letters_of_the_colour_of_paper_can_be_read_on_marks(name: str) -> None:
    light = getattr(palette, name)

    assert contrast(light, palette.PAPER) >= 4.5
    assert contrast(palette.DARK[light], palette.DARK[palette.PAPER]) >= 4.5


SEEN_WITHOUT = {
    "red cones": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                  (-0.003882, -0.048116, 1.051998)),
    "green cones": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                    (-0.011820, 0.042940, 0.968881)),
}  # fmt: skip
"""How colours are seen without one sort of cones (Machado, Oliveira and Fernandes 2009)."""


@pytest.mark.parametrize("sight", SEEN_WITHOUT)
@pytest.mark.parametrize("dark", [False, True])
def test_for_and_against_are_told_apart_without_colour_vision(sight: str, dark: bool) -> None:
    pair = [palette.DARK[c] if dark else c for c in (palette.FOR, palette.AGAINST)]
    seen = [
        [sum(w * c for w, c in zip(row, channels(colour), strict=True)) for row in rows]
        for colour, rows in zip(pair, (SEEN_WITHOUT[sight],) * 2, strict=True)
    ]

    assert sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5 > 0.25


def test_every_colour_is_turned_dark_as_fill_and_as_stroke() -> None:
    rules = list(palette.dark_rules("main svg"))

    assert len(rules) == len(set(rules)) == 2 * len(palette.DARK)
    assert 'main svg [stroke="#0072b2"]{stroke:#56b4e9}' in rules
