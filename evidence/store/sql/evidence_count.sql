SELECT coalesce(max(evidence.rowid), 0) FROM evidence
