SELECT source.slug, source.id, source.published FROM source
