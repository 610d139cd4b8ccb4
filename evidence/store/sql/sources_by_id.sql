SELECT source.id, source.slug, source.published FROM source WHERE source.id IN (:numbers)
