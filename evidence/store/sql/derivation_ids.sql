SELECT derivation.slug, derivation.id FROM derivation
