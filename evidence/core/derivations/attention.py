"""The operations of attention between tokens, which 6 x parameters x tokens leaves out."""

from __future__ import annotations

from evidence.core.derivations.architecture import (
    HEAD_SIZE,
    HEADS,
    HIDDEN_SIZE,
    LAYERS,
    MASK,
    PASSES,
    SEQUENCE_LENGTH,
    THREE,
    TOKENS,
)
from evidence.core.derivations.method import Method
from evidence.core.quantity import Quantity, exact

SCORES_AND_VALUES = {"causal": exact(2.0), "full": exact(4.0)}
"""FLOP a layer, dimension and pair of tokens in the forward pass: scores, then their values."""


def attention(
    *,
    layers: Quantity,
    sequence_length: Quantity,
    tokens: Quantity,
    hidden_size: Quantity | None = None,
    heads: Quantity | None = None,
    head_size: Quantity | None = None,
    mask: str = "causal",
    passes: Quantity = THREE,
) -> Quantity:
    """12 x layers x heads x head size x sequence length x tokens, half of it with a causal mask.

    A score of two tokens takes one multiplication and one addition a dimension, and so does its
    share of the values: 4 in the forward pass, thrice that in training. A causal mask leaves out
    half of the pairs.

    Source: Chowdhery et al. 2022, PaLM (arXiv 2204.02311), Appendix B: 12 L H Q T a token.

    An invented model of 2 layers and hidden size 64 on 1000 tokens in sequences of 128:

    >>> flop = attention(
    ...     layers=exact(2.0),
    ...     hidden_size=exact(64.0),
    ...     sequence_length=exact(128.0),
    ...     tokens=exact(1000.0),
    ...     mask="full",
    ... )
    >>> f"{flop.median:.0f} {flop.unit}"
    '196608000 FLOP'
    """
    if hidden_size is None and (heads is None or head_size is None):
        raise TypeError("attention takes hidden_size, or heads and head_size")
    width = heads.times(head_size) if heads and head_size else hidden_size
    assert width is not None
    pairs = SCORES_AND_VALUES[mask].times(sequence_length).times(tokens)
    return pairs.times(layers).times(width).times(passes, "FLOP")


METHOD = Method(
    name="attention",
    output="attention_compute",
    unit="FLOP",
    function=attention,
    parameters=(
        LAYERS,
        HIDDEN_SIZE,
        HEADS,
        HEAD_SIZE,
        SEQUENCE_LENGTH,
        TOKENS,
        MASK,
        PASSES,
    ),
    alternatives=(("hidden_size",), ("heads", "head_size")),
    notes=("projections are left out: operation counting has them",),
    calculator_only=True,
)
