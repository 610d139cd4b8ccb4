CREATE TEMP TABLE speaker (
    source_id INTEGER, stance TEXT, strength TEXT, directness TEXT, relayed TEXT, origin TEXT,
    published TEXT, group_name TEXT, side INTEGER, starts INTEGER, db DOUBLE,
    PRIMARY KEY (source_id, stance, strength, directness, relayed, origin, published)
) WITHOUT ROWID
