-- A default that was given for all tables must not let anybody change the log or the revision.
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT DISTINCT c.oid::regclass AS name, acl.grantee::regrole AS grantee
        FROM pg_catalog.pg_class c, aclexplode(c.relacl) acl
        WHERE c.oid IN (to_regclass('log'), to_regclass('log_part'),
            to_regclass('alembic_version'))
            AND acl.grantee NOT IN (c.relowner, 0)
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM %s', one.name, one.grantee);
        IF one.name = to_regclass('alembic_version') THEN
            EXECUTE format('REVOKE INSERT ON %s FROM %s', one.name, one.grantee);
        END IF;
    END LOOP;
    REVOKE UPDATE, DELETE, TRUNCATE ON log, log_part FROM PUBLIC;
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON alembic_version FROM PUBLIC;
END $$
