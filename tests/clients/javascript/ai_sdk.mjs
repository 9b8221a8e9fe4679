import assert from "node:assert/strict";
import { DefaultChatTransport, readUIMessageStream } from "ai";

const [base, question, refused, broken] = process.argv.slice(2);

const transportOf = (workspace) =>
  new DefaultChatTransport({
    api: `${base}/api/streams/ai-sdk`,
    headers: { Authorization: `Bearer ${process.env.TOKEN}`, "X-Workspace": workspace },
  });

let number = 0;
const user = (text) => ({ id: `u${++number}`, role: "user", parts: [{ type: "text", text }] });

async function ask(workspace, chatId, messages, onError = (error) => assert.fail(error)) {
  const stream = await transportOf(workspace).sendMessages({
    trigger: "submit-message",
    chatId,
    messages,
    abortSignal: new AbortController().signal,
  });
  let last;
  for await (const message of readUIMessageStream({ stream, onError, terminateOnError: false })) last = message;
  return last;
}

const first = user(question);
const message = await ask("shop", "chat-1", [first]);
const kinds = new Set(message.parts.map((part) => part.type));
for (const kind of ["text", "data-plan", "data-sql", "data-table", "data-chart", "data-receipt", "step-start"])
  assert.ok(kinds.has(kind), kind);
const table = message.parts.find((part) => part.type === "data-table").data;
assert.deepEqual(table.columns.map((column) => column.name)[0], "region");
assert.ok(message.parts.filter((part) => part.type === "text").every((part) => part.state === "done"));

const followed = await ask("shop", "chat-1", [first, message, user("only north")]);
assert.equal(followed.parts.find((part) => part.type === "data-table").data.rows.length, 1);

assert.equal(await transportOf("shop").reconnectToStream({ chatId: "chat-1" }), null);

const headers = { Authorization: `Bearer ${process.env.TOKEN}`, "X-Workspace": "shop" };
const kept = async (chatId) => (await (await fetch(`${base}/api/streams/ai-sdk/${chatId}`, { headers })).json()).messages;
const plain = (value) => JSON.parse(JSON.stringify(value));
const restored = await kept("chat-1");
assert.deepEqual(restored.map(({ role }) => role), ["user", "assistant", "user", "assistant"]);
assert.deepEqual(restored[1], plain(message));
assert.deepEqual(restored[3], plain(followed));
assert.deepEqual(await kept("chat-nobody-opened"), []);

const asked = user("total amount by region");
const back = await ask("shop", "chat-5", [asked]);
const { options } = back.parts.find((part) => part.type === "data-clarification").data;
const chosen = await ask("shop", "chat-5", [asked, back, user(options[1].label)]);
assert.ok(chosen.parts.some((part) => part.type === "data-table"));
const reopened = await kept("chat-5");
const narrowed = await ask("shop", "chat-5", [...reopened, user("only north")]);
assert.equal(narrowed.parts.find((part) => part.type === "data-table").data.rows.length, 1);
assert.equal((await kept("chat-5")).length, 6);

const declined = await ask("shop", "chat-2", [user(refused)]);
assert.ok(declined.parts.some((part) => part.type === "text"));

const errors = [];
await ask(broken, "chat-3", [user(question)], (error) => errors.push(String(error)));
assert.equal(errors.length, 1);

await assert.rejects(ask("shop", "chat-4", []));
await assert.rejects(ask("shop", "chat-1", [first, message, user(" ")]), /There is no question/);
