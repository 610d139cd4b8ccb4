SELECT 'evidence ' || key FROM evidence WHERE typeof(unit) = 'blob'
UNION ALL
SELECT 'search ' || key FROM search WHERE typeof(unit) = 'blob'
