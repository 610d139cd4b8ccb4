SELECT log.seq, log.recorded, log.actor, log.operation, log.summary, log.body,
    log.records_sha256, log.previous, log.hash
FROM log
