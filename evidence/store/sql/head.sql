SELECT log.seq, log.hash FROM log WHERE log.seq = (SELECT max(seq) FROM log)
