SELECT subject.type, subject.slug, subject.id FROM subject
