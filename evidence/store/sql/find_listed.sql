WITH wanted (pattern) AS (SELECT lower(CAST(:pattern AS TEXT)))
SELECT 'claims', claim.slug, '', claim.statement, claim.tags
FROM claim CROSS JOIN wanted
WHERE lower(claim.tags) LIKE wanted.pattern ESCAPE '!'
UNION ALL
SELECT 'sources', source.slug, '', coalesce(source.title, ''), source.authors
FROM source CROSS JOIN wanted
WHERE lower(source.authors) LIKE wanted.pattern ESCAPE '!'
UNION ALL
SELECT 'sources', source.slug, '', coalesce(source.title, ''), source.tags
FROM source CROSS JOIN wanted
WHERE lower(source.tags) LIKE wanted.pattern ESCAPE '!'
UNION ALL
SELECT subject.type, subject.type || ':' || subject.slug, '', subject.name, subject.aliases
FROM subject CROSS JOIN wanted
WHERE lower(subject.aliases) LIKE wanted.pattern ESCAPE '!'
UNION ALL
SELECT subject.type, subject.type || ':' || subject.slug, '', subject.name, subject.tags
FROM subject CROSS JOIN wanted
WHERE lower(subject.tags) LIKE wanted.pattern ESCAPE '!'
