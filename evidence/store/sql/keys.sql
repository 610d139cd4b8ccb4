SELECT 'evidence', claim.slug || coalesce('/' || evidence.unit, ''), evidence.key
FROM evidence
JOIN claim ON claim.id = evidence.claim_id
WHERE evidence.key >= :low AND evidence.key < :high
UNION ALL
SELECT 'observations', subject.type || ':' || subject.slug, observation.key
FROM observation
JOIN subject ON subject.id = observation.subject_id
WHERE observation.key >= :low AND observation.key < :high
UNION ALL
SELECT 'searches', claim.slug || coalesce('/' || search.unit, ''), search.key
FROM search
JOIN claim ON claim.id = search.claim_id
WHERE search.key >= :low AND search.key < :high
