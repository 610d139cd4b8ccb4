"""Every enumerated term of the project, each with one line of meaning.

The tables are the single place for these names: the door, the database's checks, the command
line's choices and the help texts all read them.
"""

from __future__ import annotations

from collections.abc import Mapping

STANCES: Mapping[str, str] = {
    "supports": "would be read more often if the claim were true",
    "refutes": "would be read more often if the claim were false",
    "neutral": "context: equally expected either way, never scored",
}

STRENGTHS: Mapping[str, str] = {
    "conclusive": "settles it: the thing itself, or the party's own plain statement of it",
    "strong": "an explicit, specific statement or measurement with its method",
    "moderate": "a flat assertion without shown data, or a result with another known reading",
    "weak": "an expectation, an analogy, a demonstration that it is feasible",
}

DIRECTNESS: Mapping[str, str] = {
    "direct": "same subject, scope and period as the claim",
    "indirect": "a proxy, one step of inference, another period or scope",
    "circumstantial": "background, two or more steps of inference away",
}

GRADES: Mapping[str, str] = {
    "A": "a party on its own system: filing, artifact, technical report, model card, datasheet",
    "B": "reviewed third party, documented dataset, on-record statement, named press",
    "C": "specialist analysis, preprint, talk, unnamed press, our own search log",
    "D": "forum or social post, rumour",
    "E": "retracted, fabricated, or generated text without a checked quotation",
    "F": "not yet assessed; pooled with the other low grades",
}

SOURCE_KINDS: Mapping[str, str] = {
    "filing": "A",
    "artifact": "A",
    "technical_report": "A",
    "model_card": "A",
    "datasheet": "A",
    "peer_reviewed": "B",
    "dataset": "B",
    "vendor_page": "B",
    "company_statement": "B",
    "press_named": "B",
    "preprint": "C",
    "analyst": "C",
    "talk": "C",
    "press_unnamed": "C",
    "search_log": "C",
    "forum": "D",
    "social_post": "D",
    "rumour": "D",
    "llm_text": "E",
    "unassessed": "F",
}
"""Each kind of source with the grade it has until someone gives it another with a reason."""

OWN_SYSTEM_KINDS = tuple(kind for kind, grade in SOURCE_KINDS.items() if grade == "A")
"""Kinds whose grade means a party speaking of its own system; elsewhere one grade lower."""

CLAIM_KINDS: Mapping[str, str] = {
    "statement": "a sentence that is true or false",
    "quantity": "an attribute of a subject lies in a stated range",
    "prevalence": "more than a threshold of listed units do something",
    "forecast": "something will have happened by a date",
}

STATUSES: tuple[str, ...] = (
    "resolved true",
    "resolved false",
    "void",
    "insufficient evidence",
    "contested",
    "undecided",
    "leaning supported",
    "leaning refuted",
    "supported",
    "refuted",
    "well supported",
    "well refuted",
)

OUTCOMES: Mapping[str, str] = {
    "true": "the claim turned out true",
    "false": "the claim turned out false",
    "void": "the question fell away, so it counts neither way",
}

NUMBER_FORMATS: tuple[str, ...] = (
    "fp64",
    "fp32",
    "tf32",
    "bf16",
    "fp16",
    "fp8",
    "int8",
    "fp4",
    "mxfp4",
    "nvfp4",
)
COMMON_FORMATS = ("bf16", "fp8", "fp16")
"""The number formats in common training use, the most usual first."""

SPARSITIES: Mapping[str, str] = {
    "dense": "no structured sparsity assumed",
    "sparse": "the headline figure with 2:4 structured sparsity",
}

SCOPES: Mapping[str, str] = {
    "pretraining": "the pre-training run",
    "post_training": "everything after pre-training",
    "final_run": "the run that gave the published model",
    "full": "pre-training, context extension and post-training",
    "hardware": "the purchase of the machines alone",
    "all_in": "machines, buildings and network",
}

CONVENTIONS: Mapping[str, str] = {
    "6nd": "six FLOP per active parameter and token, attention left out",
    "attention_causal": "model FLOP with causal attention counted",
    "attention_noncausal": "model FLOP with full attention counted",
    "hardware": "chip time x peak x utilization",
    "like_for_like": "both sides in the same number format",
    "mixed": "sides in different number formats",
}

BASES: Mapping[str, str] = {
    "reported": "the party states the figure itself",
    "derived": "worked out from other figures",
    "third_party": "estimated by someone else",
}

VERIFICATION: Mapping[str, str] = {
    "verbatim": "read in the source itself",
    "copy": "read in a full-text copy of the source",
    "dataset": "read as a value of a published dataset",
    "secondary": "read in a text that speaks of the source",
    "unverified": "not checked against the source",
}

ATTRIBUTES: Mapping[str, str] = {
    "parameters": "parameter",
    "parameters_active": "parameter",
    "training_tokens": "token",
    "epochs": "",
    "training_compute": "FLOP",
    "number_format": "",
    "experts": "",
    "experts_active": "",
    "granularity": "",
    "chips": "chip",
    "training_time": "s",
    "chip_hours": "chip*h",
    "utilization": "share",
    "throughput_per_chip": "FLOP/s",
    "peak_throughput": "FLOP/s",
    "memory": "byte",
    "memory_bandwidth": "byte/s",
    "tdp": "W",
    "power": "W",
    "power_per_chip": "W",
    "cost": "USD",
    "price_per_chip_hour": "USD/(chip*h)",
    "price_per_chip": "USD/chip",
    "scale_up_domain": "chip",
    "h100_equivalent": "chip",
    "peak_ratio": "",
    "compute_multiplier": "",
    "tokens_per_active_parameter": "token/parameter",
    "loss": "nat",
}
"""Each attribute of a subject with its unit; an empty unit is a bare number."""

COPY_KINDS: Mapping[str, str] = {
    "text": "a text, as it is",
    "html": "a page, reduced to its text",
    "pdf-text": "the text that another program took out of a PDF",
}

QUOTE_VERDICTS: Mapping[str, str] = {
    "found": "stands in the copy, word for word",
    "near": "stands there but for case or a few letters",
    "missing": "does not stand there",
    "not_checked": "could not be looked for",
}

EXACT_ATTRIBUTES = ("experts", "experts_active", "granularity", "epochs", "scale_up_domain")
"""Configuration values: a stated number is the number, without a spread."""

COUNTS = ("chips", "experts", "experts_active", "scale_up_domain", "h100_equivalent", "peak_ratio")
"""Counts and plain arithmetic: "about v" means within a factor of 1.2, elsewhere 1.5."""

COMPARED_WITH = "h100-sxm"
"""The chip in whose number other chips are counted: an `h100_equivalent` needs its peak too."""

SPARSE_TAG = "mixture-of-experts"
"""The tag of a model of which it is known that its parameters do not all work on each token."""

FINE_TUNE_TAG = "fine-tune"
"""The tag of a model that was trained on from another one: its data are the later ones alone."""
