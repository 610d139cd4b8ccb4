AND voice.claim_id IN (SELECT claim.id FROM claim WHERE claim.slug IN (:claims))
