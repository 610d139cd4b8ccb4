SELECT source.slug FROM source_copy JOIN source ON source.id = source_copy.source_id
