WITH RECURSIVE owned (id) AS (
    SELECT subject.id FROM subject WHERE subject.slug IN (:slugs)
    UNION
    SELECT subject.id FROM owned JOIN subject ON subject.organization_id = owned.id
)
SELECT claim.slug
FROM owned
JOIN claim ON claim.subject_id = owned.id
UNION
SELECT claim.slug
FROM owned
JOIN claim_subject ON claim_subject.subject_id = owned.id
JOIN claim ON claim.id = claim_subject.claim_id
UNION
SELECT claim.slug
FROM owned
JOIN claim_unit ON claim_unit.subject_id = owned.id
JOIN claim ON claim.id = claim_unit.claim_id
