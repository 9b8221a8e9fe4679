import assert from "node:assert/strict";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [base, question, refused, broken] = process.argv.slice(2);

async function connected(workspace, token = process.env.TOKEN) {
  const headers = { Authorization: `Bearer ${token}`, "X-Workspace": workspace };
  const client = new Client({ name: "tests", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${base}/mcp`), { requestInit: { headers } }));
  return client;
}

const client = await connected("shop");
const { tools } = await client.listTools();
assert.ok(["ask", "run_sql", "list_tables", "describe_table"].every((name) => tools.some((tool) => tool.name === name)));

const progress = [];
const options = { onprogress: (told) => progress.push(told.message) };
const answer = await client.callTool({ name: "ask", arguments: { question } }, undefined, options);
assert.equal(answer.structuredContent.status, "answered");
assert.equal(answer.structuredContent.table.rows[0][0], "north");
assert.deepEqual(answer.content.map((block) => block.type), ["text", "image"]);
assert.ok(progress.length > 0);

const declined = await client.callTool({ name: "ask", arguments: { question: refused } });
assert.equal(declined.structuredContent.status, "declined");
const sql = await client.callTool({ name: "run_sql", arguments: { sql: "DROP TABLE sales" } });
assert.equal(sql.isError, true);
await client.close();

const failing = await connected(broken);
assert.equal((await failing.callTool({ name: "ask", arguments: { question } })).isError, true);
await failing.close();

await assert.rejects(connected("shop", "wrong"));
