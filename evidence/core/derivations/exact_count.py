"""Training compute counted layer by layer, where the architecture is known."""

from __future__ import annotations

from collections.abc import Mapping

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
    Architecture,
    plain,
)
from evidence.core.derivations.method import Method, Parameter
from evidence.core.errors import Invalid
from evidence.core.quantity import Quantity

MATRICES = {"gated": 3, "plain": 2}


def exact_count(
    *,
    tokens: Quantity,
    mask: str = "causal",
    feed_forward: str = "gated",
    passes: Quantity = THREE,
    **sizes: Quantity,
) -> Quantity:
    """Passes (3) x tokens x the forward FLOP of all layers and of the output.

    Of a layer 4 h s (n + k) for the projections to n heads of size s, k of them with keys and
    values of their own, 4 L n s for attention over L tokens (half with a causal mask), and 6 h f
    for a gated block of size f, or for each expert that a token is sent to, shared ones
    included, with 2 h E for a router to E experts. Then 2 h V for the output. Backward takes
    twice the forward pass. Raises Invalid for sizes that do not fit together.

    Source: Hoffmann et al. 2022 (arXiv 2203.15556), Appendix F, counts dense models so; experts,
    shared keys and routers as Ling Team 2025, Ling-V2 (repository inclusionAI/Ling-V2) does.

    An invented model of 2 layers, hidden size 64, 4 heads and blocks of 256 on 1000 tokens:

    >>> from evidence.core.quantity import exact
    >>> sizes = {"layers": 2.0, "hidden_size": 64.0, "heads": 4.0, "ffn_size": 256.0}
    >>> sizes |= {"vocabulary": 1000.0, "sequence_length": 128.0}
    >>> given = {name: exact(size) for name, size in sizes.items()}
    >>> flop = exact_count(tokens=exact(1000.0), **given)
    >>> f"{flop.median:.0f} {flop.unit}"
    '1268736000 FLOP'
    """
    numbers = {name: plain(name, size) for name, size in sizes.items()}
    built = architecture(numbers, mask, feed_forward)
    return tokens.scaled(built.forward_flop).times(passes, "FLOP")


def architecture(sizes: dict[str, float], mask: str, feed_forward: str) -> Architecture:
    """The architecture of these sizes; raises Invalid where they do not fit together."""
    hidden, heads, layers = sizes["hidden_size"], sizes["heads"], sizes["layers"]
    _check_experts(sizes)
    _check_heads(sizes)
    dense = sizes.get("dense_layers", 0.0) if "experts" in sizes else layers
    if dense > layers:
        raise Invalid(f"dense_layers {dense:g} of {layers:g} layers: give at most all")
    if dense and "ffn_size" not in sizes:
        raise Invalid("ffn_size is missing: give the size of a dense layer's block")
    return Architecture(
        layers=layers,
        hidden_size=hidden,
        heads=heads,
        kv_heads=sizes.get("kv_heads", heads),
        head_size=sizes.get("head_size", hidden / heads),
        sequence_length=sizes["sequence_length"],
        vocabulary=sizes["vocabulary"],
        dense_layers=dense,
        ffn_size=sizes.get("ffn_size", 0.0),
        matrices=MATRICES[feed_forward],
        experts=sizes.get("experts", 0.0),
        experts_active=sizes.get("experts_active", 0.0) + sizes.get("experts_shared", 0.0),
        expert_size=sizes.get("expert_size", 0.0),
        attended=0.5 if mask == "causal" else 1.0,
    )


_EXPERTS = "experts, experts_active and expert_size"


def _check_experts(sizes: Mapping[str, float]) -> None:
    given = [name for name in ("experts", "experts_active", "expert_size") if name in sizes]
    if len(given) in (1, 2):
        raise Invalid(f"only {' and '.join(given)} given: experts take all of {_EXPERTS}")
    if given and sizes["experts_active"] > sizes["experts"]:
        raise Invalid("experts_active is above experts: give at most all of them")


def _check_heads(sizes: Mapping[str, float]) -> None:
    hidden, heads = sizes["hidden_size"], sizes["heads"]
    if sizes.get("kv_heads", heads) > heads:
        raise Invalid("kv_heads is above heads: give at most all of them")
    if "head_size" not in sizes and hidden % heads:
        raise Invalid(f"hidden_size {hidden:g} is not divisible by heads {heads:g}: give head_size")


def _size(name: str, meaning: str) -> Parameter:
    return Parameter(name, "", "", meaning, optional=True)


METHOD = Method(
    name="exact-count",
    output="training_compute",
    unit="FLOP",
    function=exact_count,
    parameters=(
        LAYERS,
        HIDDEN_SIZE,
        HEADS,
        SEQUENCE_LENGTH,
        Parameter("vocabulary", "", "", "tokens of the vocabulary, such as 128K"),
        TOKENS,
        _size("ffn_size", "width of a dense layer's block, such as 18432"),
        _size("kv_heads", "heads with keys and values of their own; else all"),
        HEAD_SIZE._replace(meaning="width of a head; else hidden size / heads", optional=True),
        _size("experts", "routed experts of a layer, such as 256"),
        _size("experts_active", "routed experts that a token is sent to, such as 8"),
        _size("experts_shared", "experts that every token passes, such as 1"),
        _size("expert_size", "width of an expert, such as 2048"),
        _size("dense_layers", "layers without experts; else none where there are experts"),
        MASK,
        Parameter(
            "feed_forward", "", "", "kind of block", default="gated", choices=tuple(MATRICES)
        ),
        PASSES,
    ),
    notes=("norms, activations, softmax and the embedding's look-up are left out",),
    calculator_only=True,
)
