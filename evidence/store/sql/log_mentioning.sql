WHERE log.body LIKE :pattern ESCAPE '!' OR EXISTS (
    SELECT 1 FROM log_part WHERE log_part.entry = log.seq AND log_part.body LIKE :pattern ESCAPE '!'
)
