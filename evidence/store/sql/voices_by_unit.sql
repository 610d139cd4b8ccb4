GROUP BY voice.claim_id, voice.unit
