DELETE FROM voice WHERE voice.claim_id IN (:claims)
