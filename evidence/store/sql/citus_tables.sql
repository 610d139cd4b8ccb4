-- The tables that Citus has distributed, or copied to every machine.
SELECT relname FROM pg_dist_partition JOIN pg_class ON pg_class.oid = logicalrelid
WHERE partmethod = 'h' OR repmodel = 't'
