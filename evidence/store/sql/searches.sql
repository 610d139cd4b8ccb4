SELECT claim.slug || coalesce('/' || search.unit, ''), search.corpus, search.query, search.date,
    search.detection, search.stance, source.slug, search.retracted, search.retracted_reason,
    search.note, search.key
FROM search
JOIN claim ON claim.id = search.claim_id
LEFT JOIN source ON source.id = search.source_id
