SELECT claim.id, claim.threshold, subject.slug
FROM claim
JOIN claim_unit ON claim_unit.claim_id = claim.id AND claim_unit.list_name = ''
JOIN subject ON subject.id = claim_unit.subject_id
