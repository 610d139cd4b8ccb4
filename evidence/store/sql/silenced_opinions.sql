DELETE FROM opinion WHERE opinion.claim_id IN (:claims)
