import assert from "node:assert/strict";
import OpenAI from "openai";

const [base, question, refused, broken] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${base}/v1`, apiKey: process.env.TOKEN, maxRetries: 0 });

const models = (await client.models.list()).data.map((model) => model.id);
assert.ok(models.includes("shop") && models.includes("shop/analyst"));

const messages = [{ role: "user", content: question }];
const stream = await client.chat.completions.create({
  model: "shop",
  messages,
  stream: true,
  stream_options: { include_usage: true },
});
let text = "";
let usage = null;
let finish = null;
for await (const chunk of stream) {
  text += chunk.choices[0]?.delta?.content ?? "";
  finish = chunk.choices[0]?.finish_reason ?? finish;
  usage = chunk.usage ?? usage;
}
assert.equal(finish, "stop");
assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
for (const part of ["```sql", "| region |", "```vega-lite", "north"]) assert.ok(text.includes(part), part);

const whole = await client.chat.completions.create({ model: "shop", messages });
assert.equal(whole.choices[0].message.content, text);

await assert.rejects(
  client.chat.completions.create({ model: "nothing", messages }),
  (error) => error instanceof OpenAI.NotFoundError && error.code === "model_not_found",
);
const declined = await client.chat.completions.create({ model: "shop", messages: [{ role: "user", content: refused }] });
assert.ok(declined.choices[0].message.content.length > 10);

await assert.rejects(async () => {
  const failing = await client.chat.completions.create({ model: broken, messages, stream: true });
  for await (const _ of failing);
}, OpenAI.APIError);

const stranger = new OpenAI({ baseURL: `${base}/v1`, apiKey: "wrong", maxRetries: 0 });
await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
