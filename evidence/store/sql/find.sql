WITH wanted (pattern) AS (SELECT lower(CAST(:pattern AS TEXT)))
SELECT 'claims', claim.slug, '', claim.statement
FROM claim CROSS JOIN wanted
WHERE lower(claim.slug) LIKE wanted.pattern ESCAPE '!'
    OR lower(claim.statement) LIKE wanted.pattern ESCAPE '!'
    OR lower(claim.notes) LIKE wanted.pattern ESCAPE '!'
UNION ALL
SELECT 'sources', source.slug, '', coalesce(source.title, '')
FROM source CROSS JOIN wanted
WHERE lower(source.slug) LIKE wanted.pattern ESCAPE '!'
    OR lower(source.title) LIKE wanted.pattern ESCAPE '!'
    OR lower(source.party) LIKE wanted.pattern ESCAPE '!'
    OR lower(source.url) LIKE wanted.pattern ESCAPE '!'
    OR lower(source.notes) LIKE wanted.pattern ESCAPE '!'
UNION ALL
SELECT subject.type, subject.type || ':' || subject.slug, '', subject.name
FROM subject CROSS JOIN wanted
WHERE lower(subject.slug) LIKE wanted.pattern ESCAPE '!'
    OR lower(subject.name) LIKE wanted.pattern ESCAPE '!'
    OR lower(subject.notes) LIKE wanted.pattern ESCAPE '!'
UNION ALL
SELECT 'evidence', claim.slug || coalesce('/' || evidence.unit, ''), evidence.key,
    coalesce(evidence.quote, evidence.note, '')
FROM evidence CROSS JOIN wanted
JOIN claim ON claim.id = evidence.claim_id
WHERE lower(evidence.quote) LIKE wanted.pattern ESCAPE '!'
    OR lower(evidence.note) LIKE wanted.pattern ESCAPE '!'
UNION ALL
SELECT 'observations', subject.type || ':' || subject.slug, observation.key,
    coalesce(observation.quote, observation.note, '')
FROM observation CROSS JOIN wanted
JOIN subject ON subject.id = observation.subject_id
WHERE lower(observation.quote) LIKE wanted.pattern ESCAPE '!'
    OR lower(observation.note) LIKE wanted.pattern ESCAPE '!'
