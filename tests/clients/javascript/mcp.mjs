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
assert.ok(
  ["ask", "run_sql", "list_tables", "describe_table", "list_saved", "run_saved"].every((name) => tools.some((tool) => tool.name === name)),
);

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
const saved = await client.callTool({ name: "list_saved", arguments: {} });
const { name } = saved.structuredContent.queries[0];
const again = await client.callTool({ name: "run_saved", arguments: { name, parameters: { region: "south" } } });
assert.deepEqual(again.structuredContent.table.rows, [["south", 20]]);
const { contents } = await client.readResource({ uri: `tablespeak://saved/${name}` });
assert.equal(JSON.parse(contents[0].text).name, name);
const { resources } = await client.listResources();
for (const uri of ["tablespeak://tables", "tablespeak://model", "tablespeak://saved", "ui://tablespeak/chart.html"])
  assert.ok(resources.some((resource) => resource.uri === uri), uri);
const { prompts } = await client.listPrompts();
const explained = await client.getPrompt({ name: "explain", arguments: { figure: "40" } });
assert.equal(prompts.length, 2);
assert.match(explained.messages[0].content.text, /40/);
await client.close();

const failing = await connected(broken);
assert.equal((await failing.callTool({ name: "ask", arguments: { question } })).isError, true);
await failing.close();

await assert.rejects(connected("shop", "wrong"));
