INSERT INTO voice (claim_id, unit, group_name, side, starts, ends, db) VALUES (?, ?, ?, ?, ?, ?, ?)
