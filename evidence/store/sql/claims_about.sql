SELECT claim.slug
FROM subject
JOIN claim ON claim.subject_id = subject.id
WHERE subject.slug = :slug AND subject.type = :type
UNION
SELECT claim.slug
FROM subject
JOIN claim_subject ON claim_subject.subject_id = subject.id
JOIN claim ON claim.id = claim_subject.claim_id
WHERE subject.slug = :slug AND subject.type = :type
UNION
SELECT claim.slug
FROM subject
JOIN claim_unit ON claim_unit.subject_id = subject.id
JOIN claim ON claim.id = claim_unit.claim_id
WHERE subject.slug = :slug AND subject.type = :type
