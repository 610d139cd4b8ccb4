SELECT source.slug, source.id FROM source
