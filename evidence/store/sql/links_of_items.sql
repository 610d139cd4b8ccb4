SELECT
    format('ALTER TABLE %s DROP CONSTRAINT %I', CAST(conrelid AS regclass), conname) AS dropped,
    format(
        'ALTER TABLE %s ADD CONSTRAINT %I %s',
        CAST(conrelid AS regclass), conname, pg_get_constraintdef(oid)
    ) AS added
FROM pg_constraint
WHERE
    contype = 'f'
    AND conrelid IN (to_regclass('evidence'), to_regclass('voice'))
    AND NOT EXISTS (SELECT 1 FROM evidence)
    AND NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus')
    AND (
        SELECT bool_and(pg_has_role(relowner, 'USAGE'))
        FROM pg_class
        WHERE oid IN (conrelid, confrelid)
    )
ORDER BY conname
