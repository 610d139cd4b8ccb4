"""The inputs that describe a transformer, and the operations that each of its layers takes."""

from __future__ import annotations

from typing import NamedTuple

from evidence.core.derivations.method import Parameter
from evidence.core.errors import Invalid
from evidence.core.quantity import Quantity, exact

THREE = exact(3.0)

LAYERS = Parameter("layers", "", "", "transformer layers, such as 61")
HIDDEN_SIZE = Parameter("hidden_size", "", "", "width of the model, such as 7168")
HEADS = Parameter("heads", "", "", "attention heads, such as 64")
HEAD_SIZE = Parameter("head_size", "", "", "width of a head, such as 128")
SEQUENCE_LENGTH = Parameter("sequence_length", "", "token", "tokens in a sequence, such as 4096")
TOKENS = Parameter("tokens", "training_tokens", "token", "training tokens, such as 14.8T")
MASK = Parameter(
    "mask", "", "", "which tokens a token attends to", default="causal", choices=("causal", "full")
)
PASSES = Parameter("passes", "", "", "forward passes: 3 for training, 1 for inference", default="3")


class Architecture(NamedTuple):
    """A transformer's sizes, as plain numbers."""

    layers: float
    hidden_size: float
    heads: float
    kv_heads: float
    head_size: float
    sequence_length: float
    vocabulary: float
    dense_layers: float
    """Layers whose feed-forward part is one block; the others have experts."""
    ffn_size: float
    matrices: int
    """Matrices of a feed-forward block: 3 of a gated one, 2 of a plain one."""
    experts: float
    experts_active: float
    """Experts that a token is sent to, shared ones included."""
    expert_size: float
    attended: float
    """The share of the sequence that a token attends to: a half with a causal mask."""

    @property
    def projections(self) -> float:
        """Weights of a layer's queries, keys, values and output."""
        return self.hidden_size * self.head_size * 2 * (self.heads + self.kv_heads)

    @property
    def feed_forward(self) -> float:
        """Weights of all feed-forward blocks that a token passes, routers included."""
        sparse = self.layers - self.dense_layers
        of_blocks = self.matrices * self.hidden_size * self.ffn_size * self.dense_layers
        of_experts = self.matrices * self.hidden_size * self.expert_size * self.experts_active
        return of_blocks + sparse * (of_experts + self.hidden_size * self.experts)

    @property
    def weights(self) -> float:
        """Weights that a token is multiplied with; the input embedding is looked up."""
        output = self.hidden_size * self.vocabulary
        return self.layers * self.projections + self.feed_forward + output

    @property
    def forward_flop(self) -> float:
        """FLOP a token in the forward pass: two a weight, and attention between tokens."""
        pairs = 4 * self.sequence_length * self.attended
        return 2 * self.weights + pairs * self.layers * self.heads * self.head_size


def plain(name: str, quantity: Quantity) -> float:
    """A size of the architecture; raises Invalid for a range: the configuration is one number."""
    if not quantity.is_exact:
        raise Invalid(f"{name} has a range: give one number")
    return quantity.median
