"""The columns of each table by the name used here, under every header they have been published.

A column that is listed without being read is known to carry no figure of the vocabulary; it stays
in the row. One that is not listed at all is reported, once.
"""

from __future__ import annotations

from collections.abc import Mapping

Headers = Mapping[str, tuple[str, ...]]
"""The name used here, with the headers that have stood for it."""

MODELS: Headers = {
    "name": ("Model", "System"),
    "domain": ("Domain",),
    "organization": ("Organization",),
    "released": ("Publication date",),
    "link": ("Link",),
    "parameters": ("Parameters",),
    "parameters_notes": ("Parameters notes",),
    "compute": ("Training compute (FLOP)",),
    "compute_low": ("Training compute lower bound",),
    "compute_high": ("Training compute upper bound",),
    "compute_notes": ("Training compute notes",),
    "finetune": ("Finetune compute (FLOP)",),
    "finetune_notes": ("Finetune compute notes",),
    "data": (
        "Training dataset size (gradients)",
        "Training dataset size (total)",
        "Training dataset size (datapoints)",
        "Training dataset size",
    ),
    "data_notes": ("Dataset size notes",),
    "epochs": ("Epochs",),
    "hours": ("Training time (hours)",),
    "hours_notes": ("Training time notes",),
    "hardware": ("Training hardware",),
    "chips": ("Hardware quantity",),
    "chip_hours": ("Training chip-hours",),
    "mfu": ("Hardware utilization (MFU)", "Hardware utilization"),
    "mfu_notes": ("Utilization notes",),
    "number_format": ("Numerical format",),
    "power": ("Training power draw (W)",),
    "cost": ("Training compute cost (2023 USD)",),
    "confidence": ("Confidence",),
    "method": ("Training compute estimation method",),
    "base": ("Base model",),
}
MODELS_UNREAD = (
    *("Abstract", "Accessibility notes", "Approach", "Archived links", "Authors", "Batch size"),
    *("Batch size notes", "Benchmark data", "Citations", "Country (from Organization)"),
    *("Country (of organization)", "Dataset size notes", "Finetune compute notes"),
    *("Foundation model", "Frontier model", "Hardware utilization (HFU)"),
    *("Hugging Face developer id", "Inclusion in benchmark data", "Last modified"),
    *("Model accessibility", "Notability criteria", "Notability criteria notes"),
    *("Organization categorization", "Organization categorization (from Organization)"),
    *("Possibly over 1e23 FLOP", "Post-training compute (FLOP)", "Post-training compute notes"),
    *("Reference", "Task", "Training cloud compute vendor", "Training code accessibility"),
    *("Training data center", "Training dataset", "Training dataset notes"),
    *("WikiText and Penn Treebank data", "Training compute cost (upfront)"),
)

HARDWARE: Headers = {
    "name": ("Hardware name", "Name of the hardware"),
    "organization": ("Manufacturer",),
    "released": ("Release date",),
    "link": ("Link to datasheet",),
    "tensor": (
        "Tensor-FP16/BF16 performance (FLOP/s)",
        "Tensor-FP16 performance (FLOP/s)",
        "Tensor FP16/BF16 performance (FLOP/s)",
    ),
    "fp64": ("FP64 (double precision) performance (FLOP/s)",),
    "fp32": ("FP32 (single precision) performance (FLOP/s)",),
    "tf32": ("TF32 (TensorFloat-32) performance (FLOP/s)",),
    "fp16": ("FP16 (half precision) performance (FLOP/s)",),
    "fp8": ("FP8 performance (FLOP/s)",),
    "fp4": ("FP4 performance (FLOP/s)",),
    "int8": ("INT8 performance (OP/s)",),
    "memory": ("Memory (bytes)", "Memory size per board (Byte)"),
    "memory_bandwidth": ("Memory bandwidth (byte/s)",),
    "tdp": ("TDP (W)",),
    "price": ("Release price (USD)",),
}
HARDWARE_UNREAD = (
    *("Base clock (MHz)", "Boost clock (MHz)", "Die Size (mm^2)", "Energy efficiency", "Foundry"),
    *("INT16 performance (OP/s)", "INT4 performance (OP/s)", "Internode bandwidth (bit/s)"),
    *("Intranode bandwidth (byte/s)", "Last modified", "ML OP/s", "ML models"),
    *("Max performance", "Memory bus (bit)", "Memory clock (MHz)", "Notes", "Price-performance"),
    *("Process size (nm)", "Source for the price", "Tensor cores"),
    *("Total processing performance (bit-OP/s)", "Transistors (millions)", "Type"),
)

CLUSTERS: Headers = {
    "name": ("Name",),
    "organization": ("Owner",),
    "released": ("First Operational Date",),
    "status": ("Status",),
    "certainty": ("Certainty",),
    "hardware": ("Chip type (primary)",),
    "other_hardware": ("Chip type (secondary)",),
    "chips": ("Chip quantity (primary)",),
    "all_chips": ("Total number of AI chips",),
    "h100": ("H100 equivalents",),
    "power": ("Power Capacity (MW)",),
    "power_reported": ("Reported Power Capacity (MW)",),
    "cost": ("Hardware Cost",),
    "cost_reported": ("Reported Cost",),
    "cost_quote": ("Cost Quote",),
    "quote": ("Quote",),
    "link": ("Source 1",),
}
CLUSTERS_UNREAD = (
    *("% of largest cluster when first operational", "16-bit OP/s", "16-bit OP/s (log)"),
    *("32-bit OP/s", "8-bit OP/s", "Builds Upon", "Calculated Cost"),
    *("Calculated Power Capacity (MW)", "Certainty Note", "Chip quantity (secondary)", "Country"),
    *("Decommissioned Date (if applicable)", "Energy Efficiency", "Energy Efficiency (log)"),
    *("Exclude", "First Operational Date Note", "GPU Supplier (primary)"),
    *("GPU supplier (secondary)", "Hardware note", "Include in Standard Analysis"),
    *("Largest existing cluster when first operational", "Location", "Max OP/s"),
    *("Max OP/s (log)", "Note", "Noteworthy", "Possible Duplicate", "Possible Duplicate Of"),
    *("Rank when first operational", "Reported Cost (Inflation adjusted)", "Sector"),
    *("Single cluster?", "Source 2", "Source 3", "Source 4", "Source 5", "Superseded by"),
    *("Users", "latitude", "longitude"),
)

TABLES: Mapping[str, tuple[Headers, tuple[str, ...]]] = {
    "epoch-models": (MODELS, MODELS_UNREAD),
    "epoch-hardware": (HARDWARE, HARDWARE_UNREAD),
    "epoch-clusters": (CLUSTERS, CLUSTERS_UNREAD),
}
"""Of each format: the columns that are read, and those that are known and left in the row."""
