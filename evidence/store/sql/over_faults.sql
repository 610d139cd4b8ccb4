SELECT 'claims' AS name, count(*) AS wrong
FROM claims
WHERE NOT coalesce(
    kind IN ('statement', 'quantity', 'prevalence', 'forecast')
    AND coalesce(prior, 0.5) > 0 AND coalesce(prior, 0.5) < 1
    AND coalesce(threshold, 0.5) >= 0 AND coalesce(threshold, 0.5) < 1
    AND slug IS NOT NULL,
    FALSE
)
UNION ALL
SELECT 'claims' AS name, count(*) - count(DISTINCT slug) AS wrong
FROM claims
UNION ALL
SELECT 'units' AS name, count(*) AS wrong
FROM units
WHERE claim IS NULL OR unit IS NULL
UNION ALL
SELECT 'resolutions' AS name, count(*) AS wrong
FROM resolutions
WHERE NOT coalesce(outcome IN ('true', 'false', 'void') AND claim IS NOT NULL, FALSE)
    OR date IS NULL
UNION ALL
SELECT 'voices' AS name, count(*) AS wrong
FROM voices
WHERE NOT coalesce(db > 0 AND db < 1000 AND side IN (1, -1) AND starts < ends, FALSE)
    OR claim IS NULL OR unit IS NULL OR group_name IS NULL
UNION ALL
SELECT 'opinions' AS name, count(*) AS wrong
FROM opinions
WHERE NOT coalesce(u > 0 AND u <= 1 AND lean >= -1 AND lean <= 1 AND starts < ends, FALSE)
    OR claim IS NULL OR unit IS NULL OR group_name IS NULL
