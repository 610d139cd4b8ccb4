SELECT claim.slug, claim_subject.position, subject.type || ':' || subject.slug
FROM claim
JOIN claim_subject ON claim_subject.claim_id = claim.id
JOIN subject ON subject.id = claim_subject.subject_id
