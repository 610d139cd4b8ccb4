SELECT source.slug, source.party, source.authors, source.publisher, repeated.slug
FROM source
LEFT JOIN source AS repeated ON repeated.id = source.repeats_id
