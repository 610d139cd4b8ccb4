-- What is 0 has been set by nobody: neither in the URL, nor for the role, nor for the database.
SELECT
    current_schema(),
    set_config('search_path', :before || quote_ident(current_schema()) || ', pg_temp', false),
    set_config('default_transaction_read_only', CASE :readonly
        WHEN 'on' THEN 'on' ELSE current_setting('default_transaction_read_only') END, false),
    set_config('lock_timeout', CASE current_setting('lock_timeout')
        WHEN '0' THEN :lock ELSE current_setting('lock_timeout') END, false),
    set_config('statement_timeout', CASE current_setting('statement_timeout')
        WHEN '0' THEN :statement ELSE current_setting('statement_timeout') END, false),
    set_config('idle_in_transaction_session_timeout',
        CASE current_setting('idle_in_transaction_session_timeout')
        WHEN '0' THEN :idle ELSE current_setting('idle_in_transaction_session_timeout') END, false),
    -- A write reads first, and a Citus cluster then changes copied tables only one by one.
    set_config('citus.multi_shard_modify_mode', CASE :readonly
        WHEN 'on' THEN 'parallel' ELSE 'sequential' END, false)
