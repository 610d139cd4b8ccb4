INSERT OR IGNORE INTO evidence (
    claim_id, key, source_id, stance, strength, directness, quote, locator, probability, published,
    origin, relayed_from_grade, verified, verified_note, note, entry
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
