WITH RECURSIVE told (id) AS (
    SELECT source.id FROM source WHERE source.slug IN (:slugs)
    UNION
    SELECT source.id FROM told JOIN source ON source.repeats_id = told.id
)
SELECT claim.slug
FROM told
JOIN evidence ON evidence.source_id = told.id
JOIN claim ON claim.id = evidence.claim_id
UNION
SELECT claim.slug
FROM told
JOIN search ON search.source_id = told.id
JOIN claim ON claim.id = search.claim_id
