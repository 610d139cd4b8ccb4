SELECT 'subject ' || slug, aliases FROM subject
UNION ALL
SELECT 'subject ' || slug, tags FROM subject
UNION ALL
SELECT 'subject ' || slug, fitted_low FROM subject
UNION ALL
SELECT 'subject ' || slug, fitted_high FROM subject
UNION ALL
SELECT 'source ' || slug, authors FROM source
UNION ALL
SELECT 'source ' || slug, tags FROM source
UNION ALL
SELECT 'claim ' || slug, low FROM claim
UNION ALL
SELECT 'claim ' || slug, high FROM claim
UNION ALL
SELECT 'claim ' || slug, value FROM claim
UNION ALL
SELECT 'claim ' || slug, computed_by FROM claim
UNION ALL
SELECT 'claim ' || slug, tags FROM claim
UNION ALL
SELECT 'evidence ' || key, value FROM evidence
UNION ALL
SELECT 'evidence ' || key, supersedes FROM evidence
UNION ALL
SELECT 'observation ' || key, value FROM observation
UNION ALL
SELECT 'observation ' || key, derived_from FROM observation
UNION ALL
SELECT 'observation ' || key, supersedes FROM observation
UNION ALL
SELECT 'derivation ' || slug, result FROM derivation
UNION ALL
SELECT 'derivation ' || derivation.slug, derivation_input.entered
FROM derivation JOIN derivation_input ON derivation_input.derivation_id = derivation.id
UNION ALL
SELECT 'row ' || CAST(number AS TEXT) || ' of ' || source.slug, cells
FROM imported_row JOIN source ON source.id = imported_row.source_id
