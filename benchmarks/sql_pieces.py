"""What SQL is made of: plain pieces, as analysts write them over `orders` and `customers`, and hostile ones."""

from __future__ import annotations

PLAIN_VALUES = (
    "id", "o.amount", "status", "1", "-0.5", "'a'", "'/etc/hosts'", "'canary.txt'", "NULL", "DATE '2024-01-01'",
    "[1, 2]", "{'a': 1}", "map {'a': 1}", "$$canary.txt$$", "#1", "*", "COLUMNS(*)", "COLUMNS('a.*')", "true",
    "INTERVAL 1 DAY", "1e9", "a: 1", "lambda x: x", "list_transform([1], lambda x: x + 1)", "amount.abs()",
    "struct_pack(a := 1)", "TRY(1 // 0)", "unnest([1, 2])", "[x FOR x IN [1, 2] IF x > 1]", "row(1, 2)",
    "status COLLATE NOCASE", "amount", "day", "count(*)", "sum(amount)", "upper(status)", "id + 1", "id % 3",
    "status || 'x'", "row_number() OVER (ORDER BY id)", "(SELECT max(id) FROM orders)", "EXISTS (FROM customers)",
    "CAST(status AS INTEGER)", "date_trunc('month', day)", "CASE WHEN id > 3 THEN 'x' END", "list(id)", "max(status)",
    "status LIKE 'a%'", "amount BETWEEN 1 AND 9",
)  # fmt: skip
HOSTILE_VALUES = (
    "o.*", "orders", "x'41'", "E'\\x41'", "U&'\\0041'", "getvariable('x')", "CURRENT_USER",
    "current_setting('home_directory')", "getenv('CANARY')", "user", '"user"', "read_text('canary.txt')",
    "(SELECT content FROM read_text('canary.txt'))", "(FROM hidden)", "(SELECT secret FROM hidden)", "nextval('s')",
    "1_000", "x -> x", "'canary.txt'.read_text()", "main.abs(1)", "CAST(id AS VARIANT)", "id::hidden",
    "'hidden'::regclass", "o", "current_database()", "query('FROM hidden')",
)  # fmt: skip
PLAIN_CALLS = (
    "sum", "max", "upper", "coalesce", "list", "count", "histogram", "list_reduce", "unnest", "repeat", "min", "abs",
    "lower", "length", "any_value", "first", "trim", "md5", "typeof", "round", "is_null", "hash", "to_json", "sign",
)  # fmt: skip
HOSTILE_CALLS = (
    "date_trunc", "read_text", "read_csv", "read_blob", "read_parquet", "glob", "query", "query_table", "getvariable",
    "current_setting", "which_secret", "duckdb_settings", "duckdb_secrets", "pragma_version", "Read_Text",
    '"read_text"', "main.read_text", "system.main.read_text", "json_execute_serialized_sql", "sniff_csv",
    "parquet_metadata", "list_transform", "array_apply", "add_parquet_key", "write_log", "enable_logging",
    "force_checkpoint", "checkpoint", "seq_scan", "summary", "range", "getenv", "nextval", "error", "sleep_ms",
    "st_read", "arrow_scan", "pandas_scan", "json_serialize_sql",
)  # fmt: skip
PLAIN_SOURCES = (
    "orders", "orders o", "customers AS c", "range(3) t(x)", "unnest([1]) u(x)", "(VALUES (1)) v(x)",
    "json_each('{}')", "LATERAL (SELECT 1) l", "orders TABLESAMPLE 10%", "w", "(DESCRIBE orders)",
    "(PIVOT orders ON status)", "orders PIVOT (max(id) FOR status IN ('a'))", "(UNPIVOT orders ON id)", "o: orders",
    "orders AS o", "orders", "(FROM orders)", "(SELECT * FROM orders) s", "(TABLE orders)", "(SUMMARIZE orders)",
    "(FROM orders) AS o", "(SELECT id, status, amount, day FROM orders UNION ALL FROM orders) o",
)  # fmt: skip
HOSTILE_SOURCES = (
    "hidden", '"hidden"', "Hidden", "main.orders", "main.hidden", "work.main.hidden", "'canary.txt'", '"canary.txt"',
    '"./canary.txt"', "read_text('canary.txt')", "read_csv('canary.csv')", "'canary.csv'", "glob('*')",
    "query('FROM hidden')", "query_table('hidden')", "histogram(hidden, secret)", "duckdb_tables()",
    "information_schema.tables", "sqlite_master", "pg_catalog.pg_class", "pragma_table_info('hidden')",
    "duckdb_settings()", "LATERAL read_text('canary.txt')", "orders AT (VERSION => 1)", "(SUMMARIZE hidden)",
    "(SHOW TABLES)", "(SHOW ALL TABLES)", "(TABLE hidden)", "(FROM hidden)", "o: hidden",
    "ROWS FROM (read_text('canary.txt'))", "repeat_row(1)", "test_all_types()", "summary(hidden)",
    "orders WITH ORDINALITY", "(DELETE FROM orders RETURNING *)", "recurring.w", "tablespeak_file_0.hidden",
)  # fmt: skip
PLAIN_TAILS = (
    "", "ORDER BY ALL", "ORDER BY 1", "LIMIT 3", "LIMIT 10%", "USING SAMPLE 3", "QUALIFY row_number() OVER () = 1",
    "GROUP BY ALL", "WINDOW w AS ()", ";", "-- end", "OFFSET 1",
)  # fmt: skip
HOSTILE_TAILS = (
    'ORDER BY "all"', "GROUP BY CUBE (id)", "FOR UPDATE", "; SELECT 1", "AT (VERSION => 1)",
)  # fmt: skip
JOINS = (
    ",", "JOIN", "LEFT JOIN", "CROSS JOIN", "POSITIONAL JOIN", "ASOF JOIN", "SEMI JOIN", "NATURAL JOIN",
    "FULL OUTER JOIN", "ANTI JOIN",
)  # fmt: skip
CHANGES = (
    "DELETE FROM orders", "DELETE FROM orders RETURNING *", "INSERT INTO orders SELECT * FROM orders",
    "UPDATE orders SET id = 1", "DROP VIEW orders", "COPY (SELECT 1) TO 'out.csv'", "COPY orders TO 'out.parquet'",
    "EXPORT DATABASE 'out'", "ATTACH 'out.db'", "CREATE TABLE t AS SELECT 1", "CREATE MACRO f(x) AS x",
    "SET memory_limit = '1TB'", "PRAGMA version", "CALL pragma_version()", "INSTALL httpfs", "LOAD json",
    "CHECKPOINT", "MERGE INTO orders USING customers ON true WHEN MATCHED THEN DELETE", "TRUNCATE orders", "BEGIN",
    "USE work", "SHOW TABLES", "VACUUM", "PREPARE p AS SELECT 1", "EXECUTE p", "SET VARIABLE x = 1",
    "ALTER TABLE orders RENAME TO o", "COMMENT ON TABLE orders IS 'x'", "EXPLAIN SELECT 1",
)  # fmt: skip
WORDS = (
    "(", "(", "(", "[", "{", ",", "1", "x", "'a'", ".", "::", "->", ":=", "SELECT", "FROM", "WITH", "AS", "JOIN", "ON", "CASE",
    "WHEN", "THEN", "IN", "NOT", "IS", "AND", "BETWEEN", "LIKE", "lambda x:", "ROW", "STRUCT", "MAP", "ARRAY", "INT", "DECIMAL",
    "INTERVAL", "DATE", "TIMESTAMP", "CAST", "TRY_CAST", "EXTRACT", "IF", "EXISTS", "ANY", "PIVOT", "UNPIVOT", "OVER", "FILTER",
    "VALUES", "LATERAL", "unnest", "COLUMNS", "*", "DISTINCT", "UNION", "ORDER BY", "GROUP BY", "LIMIT", "USING", "orders",
)  # fmt: skip
"""What parsers look ahead at: repeated, they may take time that doubles with each repetition."""
