-- Whether Citus is switched on in this database, and whether its server could do so.
SELECT
    to_regproc('create_distributed_table') IS NOT NULL,
    EXISTS (SELECT FROM pg_available_extensions WHERE name = 'citus')
