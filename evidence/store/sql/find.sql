SELECT 'claims', claim.slug, '', claim.statement
FROM claim
WHERE lower(claim.slug) LIKE :pattern ESCAPE '!' OR lower(claim.statement) LIKE :pattern ESCAPE '!'
    OR lower(claim.tags) LIKE :pattern ESCAPE '!' OR lower(claim.notes) LIKE :pattern ESCAPE '!'
UNION ALL
SELECT 'sources', source.slug, '', coalesce(source.title, '')
FROM source
WHERE lower(source.slug) LIKE :pattern ESCAPE '!' OR lower(source.title) LIKE :pattern ESCAPE '!'
    OR lower(source.party) LIKE :pattern ESCAPE '!' OR lower(source.url) LIKE :pattern ESCAPE '!'
    OR lower(source.authors) LIKE :pattern ESCAPE '!' OR lower(source.tags) LIKE :pattern ESCAPE '!'
    OR lower(source.notes) LIKE :pattern ESCAPE '!'
UNION ALL
SELECT subject.type, subject.type || ':' || subject.slug, '', subject.name
FROM subject
WHERE lower(subject.slug) LIKE :pattern ESCAPE '!' OR lower(subject.name) LIKE :pattern ESCAPE '!'
    OR lower(subject.aliases) LIKE :pattern ESCAPE '!' OR lower(subject.tags) LIKE :pattern ESCAPE '!'
    OR lower(subject.notes) LIKE :pattern ESCAPE '!'
UNION ALL
SELECT 'evidence', claim.slug || coalesce('/' || evidence.unit, ''), evidence.key,
    coalesce(evidence.quote, evidence.note, '')
FROM evidence
JOIN claim ON claim.id = evidence.claim_id
WHERE lower(evidence.quote) LIKE :pattern ESCAPE '!' OR lower(evidence.note) LIKE :pattern ESCAPE '!'
UNION ALL
SELECT 'observations', subject.type || ':' || subject.slug, observation.key,
    coalesce(observation.quote, observation.note, '')
FROM observation
JOIN subject ON subject.id = observation.subject_id
WHERE lower(observation.quote) LIKE :pattern ESCAPE '!'
    OR lower(observation.note) LIKE :pattern ESCAPE '!'
