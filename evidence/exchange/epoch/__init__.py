"""Epoch AI's published tables of models, chips and clusters, read into records with their rows.

Every cell that is understood becomes an observation of the snapshot's source; a cell that cannot
be is left out with a warning, and the row is kept as it stood in the file.
"""

from __future__ import annotations

FORMATS = ("epoch-models", "epoch-hardware", "epoch-clusters")
"""The formats of `evidence import` that are read here."""
