SELECT claim.slug || coalesce('/' || evidence.unit, ''), source.slug, evidence.locator, evidence.key
FROM evidence
JOIN claim ON claim.id = evidence.claim_id
JOIN source ON source.id = evidence.source_id
WHERE claim.slug = :claim
