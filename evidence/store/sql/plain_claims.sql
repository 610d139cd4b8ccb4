SELECT claim.id FROM claim
WHERE claim.id IN (:claims) AND claim.subject_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM claim_subject WHERE claim_subject.claim_id = claim.id)
    AND NOT EXISTS (SELECT 1 FROM search WHERE search.claim_id = claim.id)
