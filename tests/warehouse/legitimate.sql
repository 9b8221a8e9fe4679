SELECT 1
SELECT count(*) AS orders, sum(amount) AS revenue, avg(amount), min(day), max(day) FROM orders
SELECT status, count(*) FROM orders GROUP BY status HAVING count(*) > 10 ORDER BY 2 DESC, 1
SELECT date_trunc('month', day) AS month, sum(amount) AS revenue FROM orders GROUP BY ALL ORDER BY ALL
SELECT year(day) AS y, quarter(day) AS q, monthname(day) AS m, dayname(day) AS d, count(*) FROM orders GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
SELECT extract(year FROM day) AS y, strftime(day, '%Y-%m') AS ym, date_diff('day', day, DATE '2025-01-01') AS age FROM orders ORDER BY id LIMIT 5
SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id ORDER BY o.id LIMIT 10
SELECT c.name, coalesce(sum(o.amount), 0) AS total FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.name ORDER BY total DESC, 1 LIMIT 5
SELECT c.name FROM customers c SEMI JOIN orders o ON o.customer_id = c.id AND o.amount > 90 ORDER BY 1
SELECT count(*) FROM orders o FULL OUTER JOIN customers c ON c.id = o.customer_id
SELECT * FROM (SELECT DISTINCT status FROM orders) CROSS JOIN (SELECT DISTINCT segment FROM customers) ORDER BY ALL
SELECT id, amount, sum(amount) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS running FROM orders ORDER BY id LIMIT 20
SELECT status, amount, row_number() OVER (PARTITION BY status ORDER BY amount DESC, id) AS place FROM orders QUALIFY place <= 3 ORDER BY ALL
SELECT id, amount - lag(amount) OVER w AS change, lead(amount, 1, 0) OVER w AS next FROM orders WINDOW w AS (ORDER BY id) ORDER BY id LIMIT 10
SELECT status, sum(amount) / sum(sum(amount)) OVER () AS share FROM orders GROUP BY status ORDER BY share
WITH monthly AS (SELECT date_trunc('month', day) AS month, sum(amount) AS total FROM orders GROUP BY 1), ranked AS (SELECT *, rank() OVER (ORDER BY total DESC) AS place FROM monthly) SELECT * FROM ranked WHERE place <= 3 ORDER BY place
WITH orders AS (SELECT * FROM orders WHERE amount > 50) SELECT count(*) FROM orders
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12) SELECT i FROM n ORDER BY i
WITH RECURSIVE days AS (SELECT DATE '2024-01-01' AS d UNION ALL SELECT d + INTERVAL 1 DAY FROM days WHERE d < DATE '2024-01-10') SELECT count(*) FROM days
WITH RECURSIVE chain(id, manager) AS (SELECT id, manager_id FROM customers WHERE id = 9 UNION SELECT c.id, c.manager_id FROM customers c JOIN chain ON c.id = chain.manager) SELECT count(*) FROM chain
SELECT CASE WHEN amount < 20 THEN 'small' WHEN amount < 60 THEN 'middle' ELSE 'large' END AS size, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT count(*) FILTER (WHERE status = 'paid') AS paid, count(DISTINCT customer_id) AS buyers, round(100.0 * paid / count(*), 1) AS percentage FROM orders
SELECT median(amount), quantile_cont(amount, [0.1, 0.9]), stddev(amount), var_pop(amount), mode(status), skewness(amount), kurtosis(amount), mad(amount) FROM orders
SELECT corr(amount, quantity), regr_slope(amount, quantity), regr_r2(amount, quantity), covar_samp(amount, quantity) FROM orders
SELECT arg_max(name, id), min_by(name, id), string_agg(name, ', ' ORDER BY name), array_agg(id ORDER BY id DESC)[1] FROM customers
SELECT histogram(quantity), approx_count_distinct(customer_id), bool_and(amount > 0), count_if(amount > 50), any_value(currency) FROM orders
SELECT upper(name), lower(name), length(name), substr(name, 1, 3), left(name, 2), trim('  x '), replace(name, 'a', 'b'), split_part(name, ' ', 1) FROM customers ORDER BY id LIMIT 4
SELECT name FROM customers WHERE name ILIKE '%an%' OR name SIMILAR TO 'B.*' OR regexp_matches(name, '^C') OR name LIKE 'x!_%' ESCAPE '!' ORDER BY 1
SELECT name, levenshtein(name, 'Anna') AS distance, jaro_winkler_similarity(name, 'Anna') AS close FROM customers ORDER BY distance, name LIMIT 5
SELECT lpad(id::VARCHAR, 6, '0') AS code, rpad(name, 12, '.'), repeat('*', 5), format('{:,.2f}', 12345.678), printf('%05d', id) FROM customers ORDER BY id LIMIT 3
SELECT regexp_extract(email, '@(.+)$', 1) AS domain, count(*) FROM customers GROUP BY 1 ORDER BY 1
SELECT concat_ws(' / ', name, segment), name || ' (' || segment || ')', 'it''s' AS quote, E'tab\there' AS tab FROM customers ORDER BY id LIMIT 2
SELECT tags[1], len(tags), list_contains(tags, 'new'), array_to_string(tags, '+'), list_transform(tags, lambda t: upper(t)), [t for t in tags if t <> 'new'] FROM customers ORDER BY id LIMIT 6
SELECT tag, count(*) FROM (SELECT unnest(tags) AS tag FROM customers) GROUP BY tag ORDER BY ALL
SELECT c.id, t.tag FROM customers c, unnest(c.tags) AS t(tag) ORDER BY ALL LIMIT 8
SELECT address.city, address['zip'] AS zip, struct_extract(address, 'city') FROM customers ORDER BY id LIMIT 3
SELECT city, count(*) FROM (SELECT address.city FROM customers) GROUP BY city ORDER BY ALL
SELECT profile->>'plan' AS plan, (profile->'$.usage.api')::INTEGER AS api, json_extract_string(profile, '$.plan'), json_array_length(profile, '$.flags') FROM customers ORDER BY id LIMIT 3
SELECT j.key, count(*) FROM customers c, json_each(c.profile) j GROUP BY 1 ORDER BY 1
SELECT map_keys(scores), scores['math'], cardinality(scores) FROM customers ORDER BY id LIMIT 3
SELECT {'a': 1, 'b': [1, 2]} AS s, MAP {'k': 2} AS m, struct_pack(x := 1), [3, 1, 2], list_sort([3, 1, 2]), list_aggregate([1, 2], 'sum')
PIVOT orders ON status USING sum(amount) AS total GROUP BY currency ORDER BY currency
SELECT * FROM (SELECT status, currency, amount FROM orders) PIVOT (sum(amount) FOR status IN ('paid', 'open')) ORDER BY ALL
UNPIVOT (SELECT id, amount::DOUBLE AS amount, quantity::DOUBLE AS quantity FROM orders ORDER BY id LIMIT 3) ON amount, quantity INTO NAME measure VALUE number
FROM orders SELECT status, max(amount) GROUP BY status ORDER BY status
SELECT * EXCLUDE (email) REPLACE (upper(name) AS name) FROM customers ORDER BY id LIMIT 3
SELECT min(COLUMNS('am.*|quantity')) FROM orders
SELECT DISTINCT ON (status) status, id FROM orders ORDER BY status, id
SELECT status, currency, count(*) FROM orders GROUP BY ROLLUP (status, currency) ORDER BY ALL
SELECT grouping(status), sum(amount) FROM orders GROUP BY CUBE (status) ORDER BY ALL
SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE segment = 'b2b') AND amount BETWEEN 10 AND 20 ORDER BY id
SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM customers c WHERE c.id = o.customer_id AND c.segment = 'vip') AND NOT status = 'open' ORDER BY 1 LIMIT 9
SELECT id FROM orders WHERE amount > ALL (SELECT avg(amount) FROM orders GROUP BY status) ORDER BY id LIMIT 5
SELECT c.id, recent.day FROM customers c, LATERAL (SELECT day FROM orders o WHERE o.customer_id = c.id ORDER BY day DESC, o.id LIMIT 1) recent ORDER BY ALL LIMIT 5
SELECT o.id, p.rate FROM orders o ASOF JOIN rates p ON o.currency = p.currency AND o.day >= p.day ORDER BY o.id LIMIT 10
SELECT id FROM orders UNION ALL SELECT id FROM customers ORDER BY 1 LIMIT 7
SELECT status AS s FROM orders EXCEPT SELECT 'open' ORDER BY 1
SELECT id, name FROM customers UNION ALL BY NAME SELECT id, day FROM orders ORDER BY ALL LIMIT 5
SELECT d::DATE AS day, count(o.id) FROM generate_series(DATE '2024-01-01', DATE '2024-01-31', INTERVAL 1 DAY) AS s(d) LEFT JOIN orders o ON o.day = s.d::DATE GROUP BY 1 ORDER BY 1
SELECT range AS n FROM range(5) ORDER BY n
SELECT time_bucket(INTERVAL '1 week', day) AS week, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT day + INTERVAL 3 MONTH, last_day(day), date_part('week', day), age(TIMESTAMP '2025-01-01', day), make_date(2024, 2, 29), epoch(day) FROM orders ORDER BY id LIMIT 2
SELECT try_cast('x' AS INTEGER), CAST('12' AS DECIMAL(6, 2)), 7 // 2, 7 % 2, 2 ** 3, 10 / 4, 1 / 0, TRY(1 / 0), nullif(0, 0), greatest(1, 2), ifnull(NULL, 1), if(true, 1, 2)
SELECT amount::INTEGER AS a, typeof(amount), round(amount, 1), ceil(amount), floor(amount), abs(-1), sign(amount), ln(2), log10(100), sqrt(16), power(2, 5) FROM orders ORDER BY id LIMIT 2
SELECT width_bucket, count(*) FROM (SELECT floor(amount / 10) * 10 AS width_bucket FROM orders) GROUP BY ALL ORDER BY ALL
SELECT TIMESTAMPTZ '2024-05-01 12:00:00+00' AT TIME ZONE 'Europe/Berlin', timezone('UTC', TIMESTAMP '2024-05-01 12:00:00')
SELECT md5(name), sha256(name), hash(name), to_base64(encode(name)), url_encode(name), strip_accents('é'), unicode('a'), chr(65) FROM customers ORDER BY id LIMIT 2
SELECT id FROM orders ORDER BY amount DESC NULLS LAST, id LIMIT 3 OFFSET 2
SELECT name COLLATE NOCASE AS n FROM customers ORDER BY n, id LIMIT 3
SELECT count(*) FROM orders TABLESAMPLE 100%
SELECT count(*) FROM (SELECT * FROM orders USING SAMPLE 7 ROWS)
DESCRIBE orders
SUMMARIZE customers
SELECT column_name, column_type FROM (DESCRIBE orders)
VALUES (1, 'a'), (2, 'b')
SELECT v.a, v.b FROM (VALUES (1, 'x'), (2, 'y')) AS v(a, b) ORDER BY 1
TABLE rates
SELECT name, name.upper().left(2) FROM customers ORDER BY id LIMIT 2
SELECT 'DROP TABLE orders; -- COPY' AS words, "name" AS "select" FROM customers ORDER BY id LIMIT 1
SELECT 'zero​width and nbsp in data' AS s, $$dollar; quoted$$ AS d
SELECT SUM(Amount) FROM ORDERS -- a comment; with a semicolon
SELECT sum(amount) FROM orders;
SELECT "sum(amount)" FROM (SELECT sum(amount) FROM orders)
SELECT (SELECT max(amount) FROM orders) - (SELECT min(amount) FROM orders) AS spread
SELECT first(id ORDER BY day, id), last(id ORDER BY day, id), sum(DISTINCT quantity), product(1 + quantity / 1000.0), geomean(amount + 1), entropy(status) FROM orders
SELECT ntile(4) OVER (ORDER BY id), percent_rank() OVER (ORDER BY id), cume_dist() OVER (ORDER BY id), dense_rank() OVER (ORDER BY status), nth_value(id, 2) OVER (ORDER BY id) FROM orders ORDER BY id LIMIT 4
SELECT id, avg(amount) OVER (ORDER BY day RANGE BETWEEN INTERVAL 6 DAYS PRECEDING AND CURRENT ROW) AS week FROM orders ORDER BY id LIMIT 5
SELECT list_reduce([1, 2, 3], lambda a, b: a + b), list_filter(range(10), lambda x: x % 2 = 0), list_zip([1, 2], ['a', 'b']), flatten([[1], [2]]), list_distinct([1, 1])
SELECT from_json('{"a": 1}', '{"a": "INTEGER"}').a, json_object('k', 1), to_json([1, 2]), json_valid('{}'), json_keys('{"z": 1}')
SELECT bar(quantity, 0, 10, 20) FROM orders ORDER BY id LIMIT 2
SELECT status, list(amount ORDER BY amount)[1:3] AS smallest FROM orders GROUP BY status ORDER BY status
SELECT count(*) FROM orders WHERE day >= current_date - INTERVAL 100 YEAR AND status IS NOT NULL AND (status, currency) IN (('paid', 'EUR'))
SELECT count(*) FROM orders POSITIONAL JOIN customers
SELECT o.id FROM orders o NATURAL JOIN (SELECT 5 AS id)
SELECT a: 1, b: 'x'
SELECT id IS DISTINCT FROM 3, amount > 5 AND NOT (id < 3 OR id > 5), ~5, 5 & 3, 5 | 3, xor(5, 3), 1 << 3 FROM orders ORDER BY id LIMIT 2
EXPLAIN SELECT count(*) FROM orders
SELECT json_array_length(profile -> 'flags') FROM customers ORDER BY id LIMIT 1
SELECT coalesce(profile -> 'plan', 'x') FROM customers ORDER BY id LIMIT 1
SELECT upper(profile ->> 'plan'), max(profile ->> 'plan') OVER () FROM customers ORDER BY id LIMIT 1
SELECT count(profile -> 'plan') FROM customers
SELECT list_transform([1,2], lambda x: x + 1), sum((profile->'usage'->>'api')::INT) FROM customers
SELECT json_extract_string(profile -> 'usage', 'api') FROM customers ORDER BY id LIMIT 1
SELECT profile -> 'usage' -> 'api' FROM customers ORDER BY id LIMIT 1
SELECT profile -> 'a.b', profile ->> 'plan', profile -> 0, profile -> '$.usage.api', profile -> '/usage/api' FROM customers ORDER BY id LIMIT 1
SELECT profile['plan'], profile.plan, profile->>'$.plan', profile ->> ['$.plan', '$.usage.api'] FROM customers ORDER BY id LIMIT 1
SELECT json_extract(profile, ['$.plan', '$.flags[0]']), json_extract(profile, '$.flags[*]'), json_extract(profile, '$..api'), json_extract(profile, '$.flags[#-1]') FROM customers ORDER BY id LIMIT 1
SELECT count(*) FROM customers WHERE contains(profile -> 'plan', 'fr') AND (profile -> 'plan')::VARCHAR <> 'x'
SELECT '{"a.b": 1, "a": {"b": 2}}'::JSON -> 'a.b', '{"a.b": 1, "a": {"b": 2}}'::JSON -> '$.a.b'
SELECT list_filter([1, 2, 3], lambda x: x > 1), list_transform(tags, lambda t, i: t || i) FROM customers ORDER BY id LIMIT 2
SELECT quantile_disc(amount, 0.5), percentile_cont(0.9) WITHIN GROUP (ORDER BY amount), max(amount, 3), arg_max(id, amount, 2) FROM orders
SELECT date_trunc('month', day)::DATE AS m, sum(amount) AS r, sum(r) OVER (ORDER BY m) AS cumulative, r / lag(r) OVER (ORDER BY m) - 1 AS growth FROM orders GROUP BY m ORDER BY m
SELECT regexp_replace(name, '(\w+) (\d+)', '\2 \1'), regexp_extract(name, '(\w+) (\d+)', ['a', 'b']), 'a\nb', '100%' FROM customers ORDER BY id LIMIT 2
WITH p AS (PIVOT orders ON status IN ('paid', 'open') USING sum(amount) GROUP BY currency) SELECT currency, paid / open AS ratio FROM p ORDER BY 1
PIVOT (SELECT o.*, c.segment FROM orders o JOIN customers c ON o.customer_id = c.id WHERE o.id > c.id) ON segment USING sum(amount) GROUP BY status ORDER BY status;
PIVOT (SELECT c.*, o.amount FROM orders o JOIN customers c ON o.customer_id = c.id) ON segment USING max(amount) GROUP BY id ORDER BY id;
SELECT * FROM (UNPIVOT (SELECT o.id, c.id AS customer FROM orders o JOIN customers c ON o.customer_id = c.id) ON id, customer) ORDER BY name, value;
