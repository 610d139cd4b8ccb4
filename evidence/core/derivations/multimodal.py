"""Training compute of a run on text and images, each with its own passes over the data."""

from __future__ import annotations

from evidence.core.derivations.method import ATTENTION, Method, Parameter
from evidence.core.quantity import Quantity, exact

ONCE = exact(1.0)
SIX = exact(6.0)


def multimodal(
    *,
    parameters: Quantity,
    text_tokens: Quantity,
    image_tokens: Quantity,
    text_epochs: Quantity = ONCE,
    image_epochs: Quantity = ONCE,
    encoder_parameters: Quantity | None = None,
) -> Quantity:
    """6 x active parameters x (text tokens x epochs + image tokens x epochs), and 6 x encoder.

    The encoder of the images, if it is trained along, adds 6 x its parameters x image tokens x
    epochs. Sound, video or code are terms of the same kind.

    Source: Kaplan et al. 2020, Scaling Laws for Neural Language Models (arXiv 2001.08361), 2.1,
    for each part of the data.

    An invented model of 8B parameters on 10T text tokens, and on 1T image tokens twice:

    >>> flop = multimodal(
    ...     parameters=exact(8e9),
    ...     text_tokens=exact(10e12),
    ...     image_tokens=exact(1e12),
    ...     image_epochs=exact(2.0),
    ... )
    >>> f"{flop.median:.3g} {flop.unit}"
    '5.76e+23 FLOP'
    """
    images = image_tokens.times(image_epochs, "token")
    seen = text_tokens.times(text_epochs, "token").plus(images)
    flop = SIX.times(parameters).times(seen, "FLOP")
    if encoder_parameters is None:
        return flop
    return flop.plus(SIX.times(encoder_parameters).times(images, "FLOP"))


METHOD = Method(
    name="multimodal",
    output="training_compute",
    unit="FLOP",
    function=multimodal,
    parameters=(
        Parameter("parameters", "parameters_active", "parameter", "active parameters, such as 8B"),
        Parameter("text_tokens", "", "token", "tokens of text, such as 10T"),
        Parameter("image_tokens", "", "token", "tokens of images, such as 1T"),
        Parameter("text_epochs", "", "", "passes over the text", default="1"),
        Parameter("image_epochs", "", "", "passes over the images", default="1"),
        Parameter(
            "encoder_parameters",
            "",
            "parameter",
            "parameters of the images' encoder, if it is trained along",
            optional=True,
        ),
    ),
    convention="6nd",
    term=ATTENTION,
    term_omitted_for=("6nd",),
    notes=("parameters are those active for a token; attention is not counted",),
    calculator_only=True,
)
