from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.core.folding import Page, folded
from evidence.core.quotes import judged
from evidence.core.quoting import Piece, Unsearchable, pieces, stands

COPY = """In 2024 we trained the larger models in FP8. It costs $500 million, or 3.5 times as much.
All compu-
tations ran on state-of-the-
art chips \u2014 \u201cnot on ours\u201d, he said.
The e\ufb03ciency isn\u2019t known; see scale[1] and below.
It took 1,024 chips, 10\u00b2\u2074 FLOP. 模型在FP8下训练。
"""


@pytest.mark.parametrize(
    "quote",
    [
        "we trained the larger models in FP8",
        "  we trained\n the larger\tmodels ",
        "we trained ... in FP8",
        "we trained … in FP8",
        "we trained [...] in FP8",
        "we trained [ . . . ] in FP8",
        "... we trained the larger models ...",
        "[T]rained the larger model[s] in FP8",
        "we trained [all of] the larger models",
        "we [OpenAI] trained [the larger] models in FP8",
        "All computations ran on state-of-the-art chips",
        'chips - "not on ours"',
        "chips -- ``not on ours''",
        "The efficiency isn't known",
        "see scale[1] and below",
        "costs [about $500 million] ... as much",
        "3.5 times",
        "$500",
        "took 1,024 chips",
        "10²⁴ FLOP",
        "FP8下训练",
        "not on ours",
    ],
)
def test_a_quote_that_stands_in_the_copy_is_found(quote: str) -> None:
    assert judged(quote, Page(COPY)) == ("found", "")


@pytest.mark.parametrize(
    ("quote", "difference"),
    [
        ("We trained the larger models", "'We' is 'we' there"),
        ("we trained the larger model", "'model' is 'models' there"),
        ("we trained the large models in FP8", "'large' is 'larger' there"),
        ("we trained ... in fp8", "'fp8' is 'FP8' there"),
        ("it costs $500 million", "'it' is 'It' there"),
        ("IT COSTS $500 million", "'IT' is 'It' there; 'COSTS' is 'costs' there"),
        ("we trained the largermodels in FP8", "'largermodels' is 'larger models' there"),
        ("million: or 3.5 times", "'million:' is 'million,' there"),
        ("took 1024 chips", "'1024 chips' is '1,024 chips' there"),
    ],
)
def test_a_quote_that_differs_in_case_or_a_few_letters_is_near(quote: str, difference: str) -> None:
    assert judged(quote, Page(COPY)) == ("near", difference)


@pytest.mark.parametrize(
    ("quote", "remark"),
    [
        ("costs $5", "'$5' is '$500' there"),
        ("or 3", "'3' is '3.5' there"),
        ("5 times as much", "'5' is '3.5' there"),
        ("took 1", "'1' is '1,024' there"),
        ("10 FLOP", "nothing like '10 FLOP' is in the copy"),
        ("In 2025 we trained the larger models", "'2025' is '2024' there"),
        ("we trained the smaller models in FP8", "'smaller' is 'larger' there"),
        ("we trained larger models in FP8", "the copy also has 'the'"),
        ("we have trained the larger models in FP8", "'have' is not in the copy"),
        ("costs $5[00] million", "'$5' is '$500' there"),
        (
            "in FP8 ... we trained",
            "its parts are in the copy, but not in this order or too far apart",
        ),
        (
            "we trained [models] state",
            "its parts are in the copy, but not in this order or too far",
        ),
        ("nobody knows", "nothing like 'nobody knows' is in the copy"),
        ("FP9", "nothing like 'FP9' is in the copy"),
    ],
)
def test_another_number_or_another_word_is_missing_and_told(quote: str, remark: str) -> None:
    verdict, told = judged(quote, Page(COPY))

    assert verdict == "missing"
    assert told.startswith(remark)


SENTENCES = [f"Model number {number} was trained for {number} days." for number in range(1000)]


@pytest.mark.parametrize(
    ("number", "misquoted", "verdict"),
    [
        (50, 1, "near"),
        (200, 1, "near"),
        (200, 20, "near"),
        (300, 1, "missing"),
    ],
)
def test_what_a_long_quote_has_otherwise_is_told(number: int, misquoted: int, verdict: str) -> None:
    """Of up to 10,000 characters: in a longer one nothing like it is looked for."""
    said = SENTENCES[100 : 100 + number]
    for place in range(number // misquoted // 2, number, number // misquoted):
        said[place] = said[place].replace("trained", "traimed")
    found, told = judged(" ".join(said), Page(" ".join(SENTENCES)))

    assert found == verdict
    assert ("'traimed' is 'trained' there" in told) == (verdict == "near")


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        ("...", "there are no words in it"),
        ("[we] ... [they].", "there are no words in it"),
        ("we [x] " * 201, "it has more than 200 elisions and brackets"),
    ],
)
def test_a_quote_that_cannot_be_looked_for_is_not_checked(quote: str, why: str) -> None:
    assert judged(quote, Page(COPY)) == ("not_checked", why)


def test_what_would_take_too_long_is_not_checked_either() -> None:
    page = Page("a " * 500_000)

    assert judged("a [x] " * 150 + "b", page) == (
        "not_checked",
        "it could stand in too many ways to try them all",
    )


def test_brackets_reach_a_short_way_and_elisions_any() -> None:
    far = "We train" + " and" * 40 + " in FP8."

    assert not stands(pieces("We train [much] in FP8"), far)
    assert stands(pieces("We train ... in FP8"), far)
    assert stands(pieces(f"We train [{'and ' * 40}] in FP8"), far)


def test_what_stands_in_brackets_in_the_copy_too_is_found() -> None:
    assert stands(pieces("scale[1] and"), "at this scale[1] and below")
    assert stands(pieces("(sic) ... [1]"), "it is so (sic) and more [1]")


SMALL = st.text("ab ", max_size=14).map(folded)
LETTERS = st.text("ab ", min_size=1, max_size=3).map(str.strip).filter(bool)
PIECE = st.builds(
    Piece, LETTERS, st.one_of(st.none(), st.integers(0, 4)), st.booleans(), st.booleans()
)


def expression(wanted: list[Piece]) -> str:
    """What the pieces mean, as an expression that backtracks."""
    parts = []
    for number, one in enumerate(wanted):
        if number:
            parts.append(".*" if one.reach is None else f".{{0,{one.reach}}}")
        left = "" if one.open_left else "(?<![a-z])"
        parts.append(left + re.escape(one.text) + ("" if one.open_right else "(?![a-z])"))
    return "".join(parts)


@given(st.lists(PIECE, min_size=1, max_size=4), SMALL)
def test_pieces_stand_where_an_expression_that_tries_every_way_says(
    wanted: list[Piece], text: str
) -> None:
    wanted[0] = wanted[0]._replace(reach=None)

    assert stands(wanted, text) == bool(re.search(expression(wanted), text))


@given(st.text(max_size=40), st.text(max_size=200))
def test_no_text_makes_the_judgement_fail(quote: str, text: str) -> None:
    verdict, remark = judged(quote, Page(text))

    assert (verdict == "found") == (remark == "")


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_superscripts_and_fractions_stay_what_they_are() -> None:
    assert folded("10\u00b2\u2074 \u00bd \ufb01 \uff21\u2026") == "10\u00b2\u2074 \u00bd fi A..."


def test_pieces_are_refused_only_for_a_reason() -> None:
    with pytest.raises(Unsearchable, match="no words"):
        pieces("")
