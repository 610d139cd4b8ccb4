SELECT slug AS id, slug, kind, prior, threshold FROM claims
