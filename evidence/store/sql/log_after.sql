WHERE log.seq > :seq
