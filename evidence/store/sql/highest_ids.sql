SELECT 'subject', coalesce(max(id), 0) FROM subject
UNION ALL
SELECT 'source', coalesce(max(id), 0) FROM source
UNION ALL
SELECT 'claim', coalesce(max(id), 0) FROM claim
UNION ALL
SELECT 'derivation', coalesce(max(id), 0) FROM derivation
