SELECT source.slug, source_copy.kind, source_copy.sha256, source_copy.kept, source_copy.size,
    source_copy.content, source_copy.replaces
FROM source_copy
JOIN source ON source.id = source_copy.source_id
