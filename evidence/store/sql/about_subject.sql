WHERE subject.type = :type AND subject.slug = :slug
