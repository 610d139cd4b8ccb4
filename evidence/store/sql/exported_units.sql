SELECT claim.slug, claim_unit.position, subject.slug
FROM claim_unit
JOIN claim ON claim.id = claim_unit.claim_id
JOIN subject ON subject.id = claim_unit.subject_id
WHERE claim_unit.list_name = ''
ORDER BY claim_unit.claim_id, claim_unit.position
