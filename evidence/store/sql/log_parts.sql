SELECT log_part.body FROM log_part WHERE log_part.entry = :entry ORDER BY log_part.number
