import assert from "node:assert/strict";
import { HttpAgent } from "@ag-ui/client";

const [base, question, refused, broken] = process.argv.slice(2);

const agentOf = (workspace, threadId) =>
  new HttpAgent({
    url: `${base}/api/streams/ag-ui`,
    headers: { Authorization: `Bearer ${process.env.TOKEN}`, "X-Workspace": workspace },
    threadId,
  });

let number = 0;

async function ask(agent, text, more = {}) {
  const events = [];
  if (text !== null) agent.addMessage({ id: `u${++number}`, role: "user", content: text });
  await agent.runAgent(more, { onEvent: ({ event }) => void events.push(event) });
  return events;
}

const agent = agentOf("shop", "thread-1");
const events = await ask(agent, question);
const kinds = new Set(events.map((event) => event.type));
for (const kind of ["RUN_STARTED", "STEP_STARTED", "CUSTOM", "ACTIVITY_SNAPSHOT", "TEXT_MESSAGE_CONTENT", "RUN_FINISHED"])
  assert.ok(kinds.has(kind), kind);
const activities = events.filter((event) => event.type === "ACTIVITY_SNAPSHOT").map((event) => event.activityType);
assert.deepEqual(activities, ["SQL", "TABLE", "CHART"]);
assert.equal(events.at(-1).outcome.type, "success");
assert.ok(agent.messages.some((message) => message.role === "assistant" && message.content.includes("north")));

const followed = await ask(agent, "only north");
assert.equal(followed.find((event) => event.activityType === "TABLE").content.rows.length, 1);

const declined = await ask(agentOf("shop", "thread-2"), refused);
assert.ok(declined.some((event) => event.type === "TEXT_MESSAGE_CONTENT"));

const unclear = agentOf("shop", "thread-3");
const asked = await ask(unclear, "total amount by region");
assert.equal(asked.at(-1).outcome.type, "interrupt");
const [interrupt] = asked.at(-1).outcome.interrupts;
const resume = [{ interruptId: interrupt.id, status: "resolved", payload: { option: 1 } }];
const replied = await ask(unclear, null, { resume });
assert.equal(replied.at(-1).outcome.type, "success");
const after = await ask(unclear, "only north");
assert.equal(after.find((event) => event.activityType === "TABLE").content.rows.length, 1);

const failed = await ask(agentOf(broken, "thread-4"), question).catch((error) => [{ type: "REJECTED", error }]);
assert.ok(["RUN_ERROR", "REJECTED"].includes(failed.at(-1).type), JSON.stringify(failed.at(-1)));
