WHERE log.body LIKE :pattern ESCAPE '!'
