-- What Citus 11 does with a table that is distributed, as far as one server can do it: its rules,
-- and its catalogue of what went where. The rules are those of the functions of the same names and
-- of foreign_constraint.c, with the messages that they give.

CREATE TABLE pg_dist_partition (
    logicalrelid regclass PRIMARY KEY,
    partmethod "char" NOT NULL,
    partkey text,
    repmodel "char" NOT NULL,
    beside regclass
);

CREATE FUNCTION refuse(message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = message;
END $$;

CREATE FUNCTION require_movable(moved regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('citus.multi_shard_modify_mode') <> 'sequential' THEN
        PERFORM refuse(format('cannot distribute "%s" in parallel in this transaction', moved));
    END IF;
    IF EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = moved) THEN
        PERFORM refuse(format('table "%s" is already distributed', moved));
    END IF;
    IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = moved AND NOT tgisinternal) THEN
        PERFORM refuse(
            format('cannot distribute relation "%s" because it has triggers', moved));
    END IF;
END $$;

CREATE FUNCTION create_reference_table(moved regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_movable(moved);
    IF EXISTS (
        SELECT FROM pg_constraint JOIN pg_dist_partition ON logicalrelid = confrelid
        WHERE contype = 'f' AND conrelid = moved AND partmethod = 'h'
    ) THEN
        PERFORM refuse('cannot create foreign key constraint since foreign keys from reference '
            'tables and local tables to distributed tables are not supported');
    END IF;
    INSERT INTO pg_dist_partition VALUES (moved, 'n', NULL, 't', NULL);
END $$;

CREATE FUNCTION create_distributed_table(
    moved regclass, by_column text, method text DEFAULT 'hash', colocate_with text DEFAULT 'default'
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    place int2 := (SELECT attnum FROM pg_attribute WHERE attrelid = moved AND attname = by_column);
    one record;
BEGIN
    PERFORM require_movable(moved);
    IF EXISTS (
        SELECT FROM pg_index WHERE indrelid = moved AND indisunique
            AND NOT place = ANY (indkey::int2[])
    ) THEN
        PERFORM refuse(format('cannot create constraint on "%s"', moved));
    END IF;
    INSERT INTO pg_dist_partition
    VALUES (moved, 'h', by_column, 's', NULLIF(colocate_with, 'none')::regclass);
    FOR one IN
        SELECT conkey, confkey, conrelid, confrelid, there.*
        FROM pg_constraint LEFT JOIN pg_dist_partition there ON logicalrelid = confrelid
        WHERE contype = 'f' AND conrelid = moved
    LOOP
        CONTINUE WHEN one.repmodel = 't';
        IF one.logicalrelid IS NULL
            OR one.logicalrelid IS DISTINCT FROM NULLIF(colocate_with, 'none')::regclass THEN
            PERFORM refuse('cannot create foreign key constraint since relations are not '
                'colocated or not referencing a reference table');
        END IF;
        IF array_position(one.conkey, place) IS DISTINCT FROM array_position(one.confkey,
            (SELECT attnum FROM pg_attribute
            WHERE attrelid = one.confrelid AND attname = one.partkey)) THEN
            PERFORM refuse('cannot create foreign key constraint');
        END IF;
    END LOOP;
    -- Nothing that stays local, and nothing copied, may refer to what is distributed.
    IF EXISTS (
        SELECT FROM pg_constraint LEFT JOIN pg_dist_partition ON logicalrelid = conrelid
        WHERE contype = 'f' AND confrelid = moved AND repmodel = 't'
    ) THEN
        PERFORM refuse('cannot create foreign key constraint since foreign keys from reference '
            'tables and local tables to distributed tables are not supported');
    END IF;
END $$;

-- At the end no table that stays local may refer to one that is distributed, and none that is
-- distributed to one that stays.
CREATE VIEW forbidden_links AS
SELECT conname FROM pg_constraint
LEFT JOIN pg_dist_partition one ON one.logicalrelid = conrelid
LEFT JOIN pg_dist_partition other ON other.logicalrelid = confrelid
WHERE contype = 'f' AND (
    (one.partmethod IS DISTINCT FROM 'h' AND other.partmethod = 'h')
    OR (one.partmethod = 'h' AND other.logicalrelid IS NULL)
);
