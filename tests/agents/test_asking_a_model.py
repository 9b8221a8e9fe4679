"""Questions that rules decline, asked of a model over its real wire format."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from core.answer import Answer
from core.event import UsageReported
from core.plan import Aggregate, FieldRef, Plan, PlanDimension, PlanMeasure
from core.question import Caller
from tests.agents.scripted_endpoint import Endpoint, Reply, endpoint, error, says
from tests.agents.shop_files import STRANGE, ask, opened, settings_for
from workspace import Saving, Workspace

pytestmark = pytest.mark.asyncio(loop_scope="module")

BY_STATUS = "SELECT status, SUM(amount) AS total FROM orders GROUP BY status ORDER BY total DESC"
EXPECTED = {("shipped", 556.15), ("cancelled", 411.75), ("returned", 37.15)}


class OpenShop:
    """A workspace that stays open, whose model says what a test scripts."""

    def __init__(self, workspace: Workspace, model: Endpoint) -> None:
        self.workspace, self.model = workspace, model

    async def ask(self, *replies: Reply | str, question: str = STRANGE) -> tuple[Answer, Endpoint]:
        self.model.script = says(*replies)
        self.model.requests.clear()
        return await self.workspace.ask(question).answer(), self.model


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop(shop_dir: Path) -> AsyncIterator[OpenShop]:
    with endpoint("") as model:
        async with opened(shop_dir, settings_for(model)) as workspace:
            yield OpenShop(workspace, model)


def rows(answer: Answer) -> set[tuple[object, ...]]:
    assert answer.status == "answered", f"{answer.status}: {answer.text} {answer.problem}"
    assert answer.result is not None
    return {tuple(round(float(c), 2) if not isinstance(c, str) else c for c in row) for row in answer.result.rows}  # type: ignore[arg-type]


def asked_for_sql(model: Endpoint) -> list[str]:
    """The others ask for words."""
    return [prompt for prompt in model.prompts if "CREATE TABLE" in prompt]


@pytest.mark.parametrize(
    "text",
    [
        BY_STATUS,
        f"Sure! Here is the query you asked for:\n\n```sql\n{BY_STATUS};\n```\n\nIt sums the amounts.",
        f"<think>Maybe SELECT 1? No.\n```sql\nSELECT 1\n```</think>\n{BY_STATUS}",
        f"SELECT 1 may do. No, it groups.\n</think>\n```sql\n{BY_STATUS}\n```",
        f"<reasoning>SELECT 2</reasoning><thinking>SELECT 3</thinking>\n{BY_STATUS}",
        f"First idea:\n```sql\nSELECT 1\n```\nBetter:\n```sql\n{BY_STATUS}\n```",
        f"```\n{BY_STATUS}",
        "SELECT `status`, SUM(`amount`) AS total FROM `orders` GROUP BY `status`",
        "SELECT o.status, SUM(o.amount) FROM public.orders o GROUP BY orders.status",
        "SELECT status, SUM(amount) FROM orderz GROUP BY 1",
        "SELECT o.order_status, SUM(c.amount) FROM orders o JOIN customers c ON c.customer_id = o.customer_id"
        " GROUP BY o.order_status",
        'SELECT status, SUM(amount) FROM orders WHERE status IN ("Shipped", "CANCELLED", "returned") GROUP BY status',
        "SELECT status, SUM(amount) FROM orders GROUP BY order_id - order_id",
    ],
)
async def test_sql_is_found_in_what_a_model_says_and_mended(text: str, shop: OpenShop) -> None:
    answer, model = await shop.ask(text)
    assert rows(answer) == EXPECTED
    assert len(asked_for_sql(model)) == 1
    assert answer.receipt is not None
    assert answer.receipt.decided_by == "scripted"


async def test_a_thought_that_never_ends_is_no_answer(shop: OpenShop) -> None:
    answer, _ = await shop.ask("<think>Perhaps ```sql\nSELECT 1\n``` or SELECT 2, or")
    assert answer.status == "declined"


async def test_a_question_needs_neither_tools_nor_a_json_mode(shop: OpenShop) -> None:
    answer, model = await shop.ask(BY_STATUS)
    assert answer.status == "answered"
    sent = {key for body in model.requests for key in json.loads(body)}
    assert not sent & {"tools", "tool_choice", "functions", "response_format", "parallel_tool_calls"}


async def test_what_was_mended_is_told(shop: OpenShop) -> None:
    answer, _ = await shop.ask("SELECT COUNT(*) FROM orderz WHERE statuss = 'shiped'")
    assert answer.receipt is not None
    told = " ".join(answer.receipt.repairs)
    assert "orders" in told
    assert "“shiped” was read as “shipped” (4 rows of orders)" in told


async def test_a_table_that_was_not_joined_is_joined(shop: OpenShop) -> None:
    answer, _ = await shop.ask("SELECT city, SUM(amount) AS total FROM orders GROUP BY city")
    assert rows(answer) == {("Lausanne", 295.75), ("Gothenburg", 448.9), ("Ljubljana", 260.4)}
    assert answer.receipt is not None
    assert "customers was joined" in answer.receipt.repairs[0]


async def test_sql_that_a_plan_can_say_is_shown_as_one(shop: OpenShop) -> None:
    answer, _ = await shop.ask(BY_STATUS)
    assert answer.query is not None
    assert answer.query.plan is not None
    assert answer.receipt is not None
    assert answer.receipt.read_as.startswith("sum of amount by status")


async def test_a_refused_draft_goes_back_once_with_the_reason(shop: OpenShop) -> None:
    answer, model = await shop.ask("SELECT colour FROM orders", BY_STATUS)
    assert rows(answer) == EXPECTED
    assert len(asked_for_sql(model)) == 2
    assert "SELECT colour FROM orders" in model.prompts[1]
    assert "There is no column named “colour”." in model.prompts[1]


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        ("SELECT COUNT(customers.city) FROM customers JOIN orders USING (customer_id)", "several times"),
        ("SELECT COUNT(*) FROM orders WHERE status = 'teleported'", "No row of orders has status = “teleported”"),
        ("SELECT status + 1 FROM orders", "No function matches"),
    ],
)
async def test_the_reason_says_what_is_wrong(draft: str, reason: str, shop: OpenShop) -> None:
    answer, model = await shop.ask(draft, BY_STATUS)
    assert rows(answer) == EXPECTED
    assert reason in model.prompts[1].split("It was refused:")[1]


@pytest.mark.parametrize(
    "hostile",
    [
        "DROP TABLE orders",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT 1; DELETE FROM orders",
        "COPY orders TO '/tmp/out.csv'",
        "ATTACH 'x.db'; SELECT 1",
        "SELECT getenv('HOME')",
        "INSTALL httpfs",
        "SELECT * FROM 'secret.csv'",
    ],
)
async def test_hostile_sql_never_runs(hostile: str, shop: OpenShop) -> None:
    answer, model = await shop.ask(f"```sql\n{hostile}\n```")
    assert answer.status == "declined"
    assert answer.result is None
    assert len(model.requests) == 2


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("I cannot help with that.", "wrote no SQL"),
        ("CANNOT ANSWER: there is no frobnication", "there is no frobnication"),
        (error(401, "no key"), "refused the key"),
        (Reply(body="{"), "cannot be read"),
        (error(500, "boom"), "failed"),
    ],
)
async def test_without_an_answer_of_the_model_the_question_is_declined(
    reply: Reply | str, told: str, shop: OpenShop
) -> None:
    answer, _ = await shop.ask(reply)
    assert answer.status == "declined"
    assert told in answer.text
    assert answer.suggestions


async def test_a_model_that_is_down_stops_no_rules(shop_dir: Path) -> None:
    with endpoint(error(500, "boom")) as model:
        answer = await ask(shop_dir, replace(settings_for(model), rules_alone_from=1.0), "how many orders per status")
        assert rows(answer) == {("shipped", 4.0), ("cancelled", 1.0), ("returned", 1.0)}
        assert answer.receipt is not None
        assert answer.receipt.decided_by == "rules"
        told = [refusal.reason for refusal in answer.receipt.refusals]
        assert told == [f"The language model at {model.url.split('/')[2]} failed (status 500)."]


BUILT = Plan(
    entity="orders",
    measures=(PlanMeasure(name="n", label="n", value=Aggregate(function="count", entity="orders")),),
    dimensions=(PlanDimension(name="status", label="status", of=FieldRef(entity="orders", name="status")),),
)


async def test_a_model_that_is_down_stops_neither_saved_queries_nor_the_builder(shop_dir: Path) -> None:
    with endpoint(error(500, "boom")) as model:
        async with opened(shop_dir, replace(settings_for(model), rules_alone_from=1.0)) as workspace:
            run = workspace.ask("how many orders per status")
            await run.answer()
            caller = Caller(name="Ana")
            saved = await workspace.queries.save_run(workspace.runs.record(run.id), Saving(), caller)
            asked = len(model.requests)
            again = await workspace.queries.run(saved.name, {}, caller).answer()
            built = await workspace.ask("built by hand", plan=BUILT).answer()
        assert rows(again) == rows(built) == {("shipped", 4.0), ("cancelled", 1.0), ("returned", 1.0)}
        assert len(model.requests) == asked


async def test_a_model_that_failed_just_now_is_not_waited_for(shop_dir: Path) -> None:
    with endpoint(error(500, "boom")) as model:
        async with opened(shop_dir, replace(settings_for(model), rules_alone_from=1.0)) as workspace:
            await workspace.ask("how many orders per status").answer()
            asked = len(asked_for_sql(model))
            answer = await workspace.ask("average amount by status").answer()
        assert answer.status == "answered"
        assert len(asked_for_sql(model)) == asked > 0


async def test_a_key_alone_asks_no_model(shop_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint(BY_STATUS) as model:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.delenv("TABLESPEAK_MODEL", raising=False)
        async with Workspace.open("default", shop_dir) as workspace:
            answer = await workspace.ask(STRANGE).answer()
        assert answer.status == "declined"
        assert model.requests == []


async def test_the_environment_names_the_model(shop_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint(BY_STATUS) as model:
        monkeypatch.setenv("TABLESPEAK_MODEL", "scripted")
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        async with Workspace.open("default", shop_dir) as workspace:
            assert rows(await workspace.ask(STRANGE).answer()) == EXPECTED


async def test_the_receipt_holds_exactly_what_left(shop: OpenShop) -> None:
    answer, model = await shop.ask(BY_STATUS)
    assert answer.receipt is not None
    usage = answer.receipt.usage
    assert (usage.calls, usage.prompt_tokens, usage.completion_tokens) == (2, 200, 40)
    assert "\n".join(usage.sent) == "\n".join(model.prompts)


async def test_what_left_is_told_of_a_declined_question_too(shop_dir: Path) -> None:
    with endpoint("no idea") as model:
        async with opened(shop_dir, settings_for(model)) as workspace:
            happenings = [event.happening async for event in workspace.ask(STRANGE)]
    (reported,) = [one for one in happenings if isinstance(one, UsageReported)]
    assert "\n".join(reported.usage.sent) == "\n".join(model.prompts)


async def test_sql_of_a_person_that_inflates_runs_with_a_warning(shop_dir: Path) -> None:
    async with opened(shop_dir, None) as workspace:
        answer = await workspace.run_sql(
            "SELECT COUNT(c.city) FROM customers c JOIN orders o ON o.customer_id = c.customer_id"
        ).answer()
    assert answer.result is not None
    assert answer.result.rows == ((6,),)
    assert answer.receipt is not None
    assert "several times" in answer.receipt.warnings[0]


async def test_sql_of_a_person_runs_as_it_stands_and_is_shown_as_a_plan_where_it_is_one(shop_dir: Path) -> None:
    async with opened(shop_dir, None) as workspace:
        answer = await workspace.run_sql("SELECT status, SUM(amount) AS total FROM orders GROUP BY status").answer()
    assert rows(answer) == EXPECTED
    assert answer.query is not None
    assert answer.query.sql == "SELECT status, SUM(amount) AS total FROM orders GROUP BY status"
    assert answer.query.plan is not None
    assert answer.receipt is not None
    assert answer.receipt.read_as == "sum of amount by status"


async def test_sums_by_groups_that_share_rows_come_with_a_warning_once_the_model_was_asked_again(
    shop: OpenShop,
) -> None:
    inflated = (
        "SELECT o.status, SUM(LENGTH(c.name)) AS letters FROM customers c"
        " JOIN orders o ON o.customer_id = c.customer_id GROUP BY o.status"
    )
    answer, model = await shop.ask(inflated)
    assert len(asked_for_sql(model)) == 2
    assert rows(answer) == {("shipped", 44.0), ("cancelled", 15.0), ("returned", 15.0)}
    assert answer.receipt is not None
    assert any("count once in each group" in warning for warning in answer.receipt.warnings)


async def test_a_prompt_that_is_too_long_is_told_in_fewer_words(shop: OpenShop) -> None:
    too_long = error(400, "maximum context length is 2048 tokens")
    answer, model = await shop.ask(too_long, too_long, BY_STATUS)
    assert rows(answer) == EXPECTED
    lengths = [len(prompt) for prompt in asked_for_sql(model)]
    assert len(lengths) == 3
    assert lengths[2] < lengths[0]
    assert all(STRANGE in prompt for prompt in model.prompts[:3])


async def test_a_prompt_that_stays_too_long_is_told(shop: OpenShop) -> None:
    answer, model = await shop.ask(error(400, "the prompt exceeds the context size"))
    assert answer.status == "declined"
    assert "too long" in answer.text
    assert len(asked_for_sql(model)) == 3


async def test_prose_in_another_language_around_the_sql_is_left_out(shop: OpenShop) -> None:
    answer, _ = await shop.ask(f"以下是查询：\n```sql\n{BY_STATUS}\n```\n希望这有帮助。")
    assert rows(answer) == EXPECTED


async def test_another_language_without_sql_is_no_answer(shop: OpenShop) -> None:
    answer, _ = await shop.ask("Ich kann diese Frage leider nicht beantworten.")
    assert answer.status == "declined"
    assert "wrote no SQL" in answer.text


UNLIFTED = "SELECT status, string_agg(CAST(amount AS VARCHAR), ' ') FROM orders GROUP BY status"


async def asked_after(shop_dir: Path, text: str) -> tuple[Answer, Endpoint]:
    with endpoint("SELECT COUNT(*) FROM orders", text) as model:
        async with opened(shop_dir, settings_for(model, "schema")) as workspace:
            thread = workspace.start_thread("a conversation")
            await workspace.ask(STRANGE, thread_id=thread).answer()
            return await workspace.ask("and the wibbly ones of each frob", thread_id=thread).answer(), model


async def test_a_follow_up_is_shown_as_a_whole_question(shop_dir: Path) -> None:
    told = "Which amounts do orders of each status have?"
    answer, model = await asked_after(shop_dir, f"```sql\n-- Read as: {told}\n{UNLIFTED}\n```")
    assert answer.receipt is not None
    assert answer.receipt.read_as == told
    assert "Read as" not in model.prompts[0]
    assert "Earlier question" in model.prompts[1]


@pytest.mark.parametrize("comment", ["", "-- Read as:", "-- Read as: see http://evil.example/x"])
async def test_without_a_sound_one_the_question_stands_as_it_was_asked(shop_dir: Path, comment: str) -> None:
    answer, _ = await asked_after(shop_dir, f"```sql\n{comment}\n{UNLIFTED}\n```")
    assert answer.receipt is not None
    assert answer.receipt.read_as == "and the wibbly ones of each frob"


async def test_sql_that_failed_goes_to_the_model_with_its_error(shop: OpenShop) -> None:
    failed = shop.workspace.run_sql("SELECT CAST(status AS INTEGER) AS n FROM orders")
    assert (await failed.answer()).status == "error"
    shop.model.script = says(BY_STATUS)
    shop.model.requests.clear()
    answer = await shop.workspace.ask(STRANGE, mends=failed.id).answer()
    assert rows(answer) == EXPECTED
    prompt = asked_for_sql(shop.model)[0]
    assert "CAST(status AS INT" in prompt
    assert "It was refused: Could not convert" in prompt
