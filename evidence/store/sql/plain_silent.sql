DELETE FROM voice WHERE voice.claim_id IN (SELECT spoken_on.claim_id FROM spoken_on)
