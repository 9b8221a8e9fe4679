"""Plans and SQL as two views of one query, through the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import Settings
from tests.api.conftest import served, upload

ORDERS = """order_id,customer_id,region,ordered_on,amount
1,1,North,2024-01-05,10.50
2,2,South,2024-01-20,20.00
3,3,North,2024-02-11,30.25
4,1,West,2024-02-15,
5,2,North,2024-03-01,5.25
6,3,South,2024-03-09,7.00
"""
CUSTOMERS = """customer_id,name,city
1,Anna,Paris
2,Boris,Rome
3,Clara,Paris
"""
HAS = {"X-Workspace": "plans"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with (
        served(Settings(data_dir=tmp_path_factory.mktemp("data"))) as address,
        httpx.Client(base_url=address, timeout=60, headers=HAS) as client,
    ):
        upload(client, "orders.csv", ORDERS, "plans")
        upload(client, "customers.csv", CUSTOMERS, "plans")
        yield client


def field(name: str, entity: str = "orders") -> dict[str, Any]:
    return {"kind": "field", "entity": entity, "name": name}


def total(**more: Any) -> dict[str, Any]:
    value = {"kind": "aggregate", "function": "sum", "entity": "orders", "of": field("amount"), **more}
    return {"name": "amount", "label": "Amount", "value": value}


def by_region(**more: Any) -> dict[str, Any]:
    region = {"name": "region", "label": "Region", "of": field("region")}
    return {"entity": "orders", "measures": [total()], "dimensions": [region], **more}


def post(client: httpx.Client, path: str, **body: Any) -> dict[str, Any]:
    response = client.post(f"/api{path}", json=body)
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    return told


def test_a_plan_is_told_as_sql_a_sentence_and_chips(shop: httpx.Client) -> None:
    order = [{"by": {"kind": "output", "name": "amount"}, "descending": True}]
    above = {
        "kind": "comparison",
        "left": field("amount"),
        "operator": ">",
        "right": {"kind": "value", "value": 6, "type": "integer"},
    }
    told = post(shop, "/plans/compile", plan=by_region(where=above, order=order, limit={"count": 2}))
    assert told["sql"].startswith("SELECT")
    assert told["problem"] is None
    assert told["sentence"] == "sum of amount where amount is above 6, by region, top 2"
    assert told["chips"]["measures"] == ["sum of amount"]
    assert told["chips"]["dimensions"] == ["region"]
    assert told["chips"]["filters"] == ["amount is above 6"]
    assert told["chips"]["order"] == ["sum of amount, highest first"]


def test_a_plan_that_does_not_compile_keeps_its_chips_and_says_why(shop: httpx.Client) -> None:
    told = post(shop, "/plans/compile", plan=by_region(order=[{"by": {"kind": "output", "name": "nothing"}}]))
    assert told["sql"] is None
    assert "nothing" in told["problem"]["message"]
    assert told["chips"]["dimensions"] == ["region"]


def test_a_plan_over_a_table_that_is_gone_says_so(shop: httpx.Client) -> None:
    told = post(shop, "/plans/compile", plan={"entity": "gone", "rows": {"fields": []}})
    assert told["problem"]["code"] == "unknown_name"
    assert shop.post("/api/plans/preview", json={"plan": {"entity": "gone", "rows": {}}}).status_code == 404


def test_what_is_no_plan_is_refused_with_its_place(shop: httpx.Client) -> None:
    response = shop.post("/api/plans/compile", json={"plan": {"entity": "orders", "limit": {"count": "many"}}})
    assert response.status_code == 422
    assert "limit.count" in response.json()["title"]


def test_sql_becomes_a_plan_whose_sql_gives_the_same_rows(shop: httpx.Client) -> None:
    sql = "SELECT region, sum(amount) AS total FROM orders WHERE amount > 6 GROUP BY region ORDER BY total DESC LIMIT 2"
    told = post(shop, "/plans/lift", sql=sql)
    assert told["why_not"] is None
    written = post(shop, "/queries/execute", sql=told["compiled"]["sql"])["rows"]
    assert written == post(shop, "/queries/execute", sql=sql)["rows"]
    assert told["compiled"]["chips"]["filters"] == ["amount is above 6"]


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("WITH x AS (SELECT * FROM orders) SELECT * FROM x", "WITH"),
        ("SELECT region FROM orders QUALIFY row_number() OVER (ORDER BY amount) = 1", "QUALIFY"),
        ("SELECT region, sum(amount) OVER () FROM orders", "OVER"),
        ("SELECT region FROM orders UNION ALL SELECT city FROM customers", "UNION ALL"),
        ("SELECT * FROM orders LIMIT 3", "ORDER BY"),
    ],
)
def test_sql_that_chips_cannot_show_says_why(shop: httpx.Client, sql: str, named: str) -> None:
    told = post(shop, "/plans/lift", sql=sql)
    assert told["plan"] is None
    assert named in told["why_not"]


@pytest.mark.parametrize(
    ("sql", "code", "part"),
    [
        ("SELECT region\nFROM order", "guard_refusal", "order"),
        ("SELECT * FROM customer", "unknown_name", "customer"),
        ("SELECT 'é', amout FROM orders", "query_failed", "amout"),
        ("SELECT o.regio\nFROM orders o", "unknown_name", "regio"),
        ("SELECT read_text('/etc/passwd') FROM orders", "guard_refusal", "read_text"),
        ("DELETE FROM orders", "guard_refusal", "DELETE"),
        ("SELECT region, FROM orders WHERE (amount > 1", "guard_refusal", ""),
        ("SELECT upper(region), sum(region) FROM orders GROUP BY ALL", "query_failed", "sum(region)"),
        ("SELECT '😀', regionn FROM orders", "query_failed", "regionn"),
    ],
)
def test_a_problem_of_sql_names_its_place(shop: httpx.Client, sql: str, code: str, part: str) -> None:
    (problem,) = post(shop, "/queries/check", sql=sql)["problems"]
    assert problem["severity"] == "error"
    assert problem["message"]
    found = None if problem["start"] is None else sql[problem["start"] : problem["end"]]
    if part:
        assert found is not None
        assert part in found
    if found and part:
        line = sql.split("\n")[problem["line"] - 1]
        assert line[problem["column"] - 1 :].startswith(found)
    assert problem["code"] in (code, "unknown_name", "query_failed")


def test_sql_that_runs_has_no_problems_and_one_that_inflates_a_warning(shop: httpx.Client) -> None:
    assert post(shop, "/queries/check", sql="SELECT region FROM orders")["problems"] == []
    inflated = "SELECT sum(length(name)) FROM customers JOIN orders USING (customer_id)"
    (problem,) = post(shop, "/queries/check", sql=inflated)["problems"]
    assert problem["severity"] == "warning"


def test_a_query_is_explained_in_sentences(shop: httpx.Client) -> None:
    sql = (
        "SELECT city, sum(amount) AS total FROM orders JOIN customers USING (customer_id) GROUP BY city ORDER BY total"
    )
    told = post(shop, "/queries/explain", sql=sql)
    text = " ".join(told["steps"])
    assert "Reads orders" in text
    assert "Joins on" in text
    assert "Groups rows" in text
    assert "tablespeak_file" not in told["raw"] + text


def test_explaining_runs_nothing_that_is_refused(shop: httpx.Client) -> None:
    for sql in ("DROP TABLE orders", "SELECT * FROM read_csv('x')", "SELECT 1; DROP TABLE orders"):
        assert shop.post("/api/queries/explain", json={"sql": sql}).status_code == 422
    told = post(shop, "/queries/explain", sql="EXPLAIN ANALYZE SELECT count(*) FROM orders")
    assert "ANALYZE" not in told["raw"]


def test_each_part_of_a_plan_is_tried(shop: httpx.Client) -> None:
    city = {"name": "city", "label": "City", "of": field("city", "customers")}
    where = {
        "kind": "comparison",
        "left": field("amount"),
        "operator": ">",
        "right": {"kind": "value", "value": 6, "type": "integer"},
    }
    order = [{"by": {"kind": "output", "name": "amount"}, "descending": True}]
    plan = by_region(where=where, order=order, limit={"count": 1}) | {"dimensions": [city]}
    steps = {step["name"]: step for step in post(shop, "/plans/preview", plan=plan)["steps"]}
    assert list(steps) == ["from", "join", "filter", "group", "measure", "sort", "limit"]
    assert steps["from"]["rows"] == 6
    assert "city" in [column["name"] for column in steps["join"]["result"]["columns"]]
    assert steps["filter"]["rows"] == 4
    assert sorted(steps["group"]["result"]["rows"]) == [["Paris", 3], ["Rome", 1]]
    assert steps["limit"]["result"]["rows"] == [["Paris", "47.75"]]


def test_one_part_is_tried_alone(shop: httpx.Client) -> None:
    steps = post(shop, "/plans/preview", plan=by_region(), step="measure")["steps"]
    assert [step["name"] for step in steps] == ["measure"]


def test_the_catalogue_leaves_hidden_columns_out(shop: httpx.Client) -> None:
    told = shop.get("/api/catalogue").json()
    tables = {table["name"]: [column["name"] for column in table["columns"]] for table in told["tables"]}
    assert tables["customers"] == ["customer_id", "name", "city"]
    assert "date_trunc" in told["functions"]
    assert told["relationships"][0]["to_table"] == "customers"


def test_values_are_found_by_what_was_typed(shop: httpx.Client) -> None:
    def found(typed: str, column: str = "city", table: str = "customers") -> list[Any]:
        response = shop.get("/api/catalogue/values", params={"table": table, "column": column, "typed": typed})
        assert response.status_code == 200, response.text
        return [(one["value"], one["rows"], one["close"]) for one in response.json()["values"]]

    assert found("") == [("Paris", 2, False), ("Rome", 1, False)]
    assert found("ro") == [("Rome", 1, False)]
    assert found("Pariss") == [("Paris", 2, True)]
    assert found("20", "amount", "orders") == [("20.00", 1, False)]


def test_values_of_a_column_that_is_not_there_are_refused(shop: httpx.Client) -> None:
    for table, column in (("orders", "gone"), ("gone", "city"), ('orders" --', "city")):
        assert shop.get("/api/catalogue/values", params={"table": table, "column": column}).status_code == 404


def test_queries_about_a_table_come_with_their_plans(shop: httpx.Client) -> None:
    found = shop.get("/api/catalogue/suggestions", params={"table": "orders"}).json()["suggestions"]
    assert len(found) >= 3
    assert all(one["rows"] and one["plan"]["entity"] == "orders" for one in found)
    assert shop.get("/api/catalogue/suggestions", params={"table": "gone"}).status_code == 404


def test_sql_runs_as_a_run_with_its_receipt(shop: httpx.Client) -> None:
    started = shop.post("/api/queries/run", json={"sql": "SELECT region, sum(amount) AS total FROM orders GROUP BY 1"})
    assert started.status_code == 202
    text = shop.get(started.json()["events"]).text
    assert "event: table" in text
    assert "event: receipt" in text


def test_names_with_quotes_and_spaces_are_only_names(shop: httpx.Client, tmp_path: Path) -> None:
    hostile = 'a";drop,b\'c,"x ""y""",<img>,select\n1,2,3,4,5\n'
    upload(shop, 'we"ird; --.csv', hostile, "plans")
    tables = {table["name"]: table for table in shop.get("/api/catalogue").json()["tables"]}
    (name,) = (name for name in tables if name not in ("orders", "customers"))
    for column in tables[name]["columns"]:
        params = {"table": name, "column": column["name"]}
        assert shop.get("/api/catalogue/values", params=params).status_code == 200
    steps = post(shop, "/plans/preview", plan={"entity": name, "rows": {"fields": []}})["steps"]
    assert steps[0]["rows"] == 1


def test_sql_that_was_started_is_found_at_once_in_a_workspace_that_was_just_opened(tmp_path: Path) -> None:
    for _ in range(2):
        with (
            served(Settings(data_dir=tmp_path)) as address,
            httpx.Client(base_url=address, timeout=30) as client,
        ):
            if not client.get("/api/tables").json()["tables"]:
                upload(client, "orders.csv", ORDERS)
                continue
            started = client.post("/api/queries/run", json={"sql": "SELECT count(*) FROM orders"})
            assert client.get(f"/api/runs/{started.json()['run_id']}").status_code == 200


def test_a_statement_is_explained_in_words_and_by_what_it_cost(shop: httpx.Client) -> None:
    sql = "SELECT region, sum(amount) FROM orders GROUP BY region"
    plain = post(shop, "/queries/explain", sql=sql)
    assert plain["words"] == ["It shows the sum of amount by region."]
    assert plain["costliest"] == []
    profiled = post(shop, "/queries/explain", sql=sql, profile=True)
    assert 0 < sum(step["share"] for step in profiled["costliest"]) <= 1.001
    assert all(step["told"] for step in profiled["costliest"])


def test_a_statement_is_translated_and_labelled(shop: httpx.Client) -> None:
    told = post(shop, "/queries/translate", sql="SELECT region FROM orders LIMIT 2", dialect="tsql")
    assert "TOP 2" in told["sql"]
    assert told["dialect"] == "SQL Server"
    assert told["label"].startswith("Best effort")
    unknown = shop.post("/api/queries/translate", json={"sql": "SELECT 1 AS one", "dialect": "klingon"})
    assert unknown.status_code in (400, 404, 422)
    stranger = shop.post("/api/queries/translate", json={"sql": "SELECT * FROM secret", "dialect": "mysql"})
    assert stranger.status_code in (400, 404, 422)


def test_what_was_computed_is_downloaded_as_it_was_shown(shop: httpx.Client) -> None:
    asked = shop.post("/api/ask", json={"question": "does the amount differ by region?"})
    run = asked.json()["run_id"]
    with shop.stream("GET", f"/api/runs/{run}/events") as stream:
        stream.read()
    rows = shop.get(f"/api/runs/{run}/result.csv")
    assert rows.status_code == 200, rows.text
    assert rows.text.splitlines()[0] == "group,rows,mean,deviation"
