SELECT subject.type || ':' || subject.slug, '', subject.entry FROM subject
UNION ALL
SELECT 'source:' || source.slug, '', source.entry FROM source
UNION ALL
SELECT 'claim:' || claim.slug, '', claim.entry FROM claim
UNION ALL
SELECT 'evidence:' || claim.slug, evidence.key, evidence.entry
FROM evidence JOIN claim ON claim.id = evidence.claim_id
UNION ALL
SELECT 'observation:' || subject.type || ':' || subject.slug, observation.key, observation.entry
FROM observation JOIN subject ON subject.id = observation.subject_id
UNION ALL
SELECT 'search:' || claim.slug, search.key, search.entry
FROM search JOIN claim ON claim.id = search.claim_id
UNION ALL
SELECT 'selection:' || subject.type || ':' || subject.slug,
    selection.attribute || '/' || selection.scope || '/' || selection.number_format,
    selection.entry
FROM selection JOIN subject ON subject.id = selection.subject_id
UNION ALL
SELECT 'resolution:' || claim.slug, '', resolution.entry
FROM resolution JOIN claim ON claim.id = resolution.claim_id
UNION ALL
SELECT 'derivation:' || derivation.slug, '', derivation.entry FROM derivation
UNION ALL
SELECT 'row:' || source.slug, CAST(imported_row.number AS TEXT), imported_row.entry
FROM imported_row JOIN source ON source.id = imported_row.source_id
UNION ALL
SELECT 'copy:' || source.slug, '', source_copy.entry
FROM source_copy JOIN source ON source.id = source_copy.source_id
