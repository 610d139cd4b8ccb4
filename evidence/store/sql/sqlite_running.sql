SELECT type, name, sql FROM sqlite_master
WHERE type NOT IN ('table', 'index') OR upper(sql) LIKE 'CREATE VIRTUAL%'
