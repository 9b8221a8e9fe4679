"""What an endpoint can do is found by trying it."""

from __future__ import annotations

import json
from dataclasses import replace

from agents.doctor import ModelDoctor
from agents.llm import Llm
from agents.purse import Purse
from core.finding import Finding
from core.spending import Budget, Budgets
from tests.agents.scripted_endpoint import Endpoint, Reply, endpoint, error
from tests.agents.shop_files import settings_for

SQL = {
    "How many orders": "SELECT COUNT(*) FROM orders WHERE YEAR(ordered_on) = 2024",
    "total amount by country": "SELECT country, SUM(amount) FROM orders JOIN customers USING (customer_id) GROUP BY country",
    "three customers": "SELECT name, SUM(amount) AS s FROM orders JOIN customers USING (customer_id) GROUP BY name ORDER BY s DESC LIMIT 3",
}


def capable(prompt: str) -> Reply | str:
    for part, sql in SQL.items():
        if part in prompt:
            return f"```sql\n{sql}\n```"
    if "code word" in prompt:
        return "violet-harbour"
    if "capital of France" in prompt:
        return json.dumps({"city": "Paris", "number": 7})
    return " ".join(map(str, range(1, 61))) if "numbers" in prompt else "READY"


def weak(prompt: str) -> Reply | str:
    if len(prompt) > 12_000:
        return error(400, "This model's maximum context length is 4096 tokens.")
    return "I would rather talk about the weather." if "SELECT" in prompt else capable(prompt)


async def trials(model: Endpoint) -> dict[str, Finding]:
    settings = replace(settings_for(model), retries=0)
    line = Llm(settings, purse=Purse(Budgets(question=Budget())))
    try:
        return {trial.name: trial async for trial in ModelDoctor(line).trials()}
    finally:
        await line.close()


async def test_a_capable_endpoint_passes_every_trial() -> None:
    with endpoint(script=capable) as model:
        found = await trials(model)
    assert {trial.status for trial in found.values()} == {"ok"}
    assert "3 of 3" in found["SQL"].told
    assert found["profile"].told.startswith("quick")


async def test_a_form_is_sent_as_a_json_schema() -> None:
    with endpoint(script=capable) as model:
        await trials(model)
        forms = [json.loads(body).get("response_format") for body in model.requests]
    (form,) = [one for one in forms if one]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["schema"]["required"] == ["city", "number"]


async def test_what_a_weak_endpoint_cannot_do_is_told() -> None:
    with endpoint(script=weak) as model:
        found = await trials(model)
    assert found["context"].status == "weak"
    assert found["SQL"].status == "failed"


async def test_an_endpoint_that_is_not_there_is_told_once() -> None:
    with endpoint("nothing") as model:
        gone = model.url
    settings = replace(settings_for(model), endpoint=gone, retries=0)
    line = Llm(settings)
    found = [trial async for trial in ModelDoctor(line).trials()]
    await line.close()
    assert [(trial.name, trial.status) for trial in found] == [("answers", "failed")]
    assert "cannot be reached" in found[0].told
