SELECT source.slug, source.kind, source.title, source.party, source.published, source.url,
    source.authors, source.publisher, source.accessed, source.archive_url, source.sha256,
    source.doi, source.arxiv, source.grade, source.grade_reason, source.self_interested,
    repeated.slug, source.standing, source.tags, source.notes
FROM source
LEFT JOIN source AS repeated ON repeated.id = source.repeats_id
