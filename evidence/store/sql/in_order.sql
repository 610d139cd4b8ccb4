ORDER BY log.seq
