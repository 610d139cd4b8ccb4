SELECT claim.slug, claim_unit.list_name, claim_unit.position, subject.type || ':' || subject.slug
FROM claim
JOIN claim_unit ON claim_unit.claim_id = claim.id
JOIN subject ON subject.id = claim_unit.subject_id
