-- The roles of a PostgreSQL database of evidence, and what each of them may do:
--
--   evidence_owner   owns the tables; makes and upgrades them (`evidence init`)
--   evidence_writer  reads and logs; can neither change nor remove what the log holds
--   evidence_reader  reads
--
-- None of them can log in. Grant them to those who can: GRANT evidence_reader TO alice.
-- Run this in the database, as a superuser, before `evidence init`. Running it again is safe; it
-- also puts right a database whose tables were made before.

BEGIN;

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['evidence_owner', 'evidence_writer', 'evidence_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role);
        END IF;
    END LOOP;
END $$;

-- Nobody else gets in, and nobody makes temporary tables.
DO $$
DECLARE
    base text := current_database();
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', base);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO evidence_owner, evidence_writer, '
        'evidence_reader', base);
    EXECUTE format('ALTER DATABASE %I SET search_path = evidence', base);
    IF to_regnamespace('public') IS NOT NULL THEN
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
    END IF;
END $$;

CREATE SCHEMA IF NOT EXISTS evidence;
ALTER SCHEMA evidence OWNER TO evidence_owner;
REVOKE ALL ON SCHEMA evidence FROM PUBLIC;
GRANT USAGE ON SCHEMA evidence TO evidence_writer, evidence_reader;

-- Tables that are made later.
ALTER DEFAULT PRIVILEGES FOR ROLE evidence_owner IN SCHEMA evidence
    GRANT SELECT ON TABLES TO evidence_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE evidence_owner IN SCHEMA evidence
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO evidence_writer;

-- Tables that are there.
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT c.oid::regclass AS name FROM pg_catalog.pg_class c
        WHERE c.relnamespace = 'evidence'::regnamespace AND c.relkind = 'r'
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO evidence_owner', one.name);
    END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS name FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = 'evidence'::regnamespace
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO evidence_owner', one.name);
    END LOOP;
END $$;
GRANT SELECT ON ALL TABLES IN SCHEMA evidence TO evidence_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA evidence TO evidence_writer;

-- The log only grows, and only `evidence init` says which schema the tables have.
DO $$
BEGIN
    IF to_regclass('evidence.log') IS NOT NULL THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON evidence.log FROM evidence_writer;
        IF to_regclass('evidence.log_part') IS NOT NULL THEN
            REVOKE UPDATE, DELETE, TRUNCATE ON evidence.log_part FROM evidence_writer;
        END IF;
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON evidence.alembic_version FROM evidence_writer;
    END IF;
END $$;

COMMIT;
