/** A question back is answered by a click; a changed assumption runs again at once, and can be undone. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

const QUESTION = "orders by city";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, QUESTION);
  const choice = latest(page).getByRole("button", { name: /orders by city.*shipping/i });
  await choice.waitFor();
  await checkLooks(page, "clarification");
  await choice.click();
  await answered(page);
  assert.match(await latest(page).getByText("Read as:").innerText(), /shipping/);
  assert.equal(await page.locator("[data-turn]").count(), 1);

  await page.goto(`${base}/?workspace=sample&tab=table&run=${await runWithAssumption()}`);
  await answered(page);
  const rows = () => latest(page).getByRole("table").innerText();
  const before = await rows();
  await page.getByRole("button", { name: "Address: billing" }).click();
  await checkLooks(page, "assumption");
  await page.getByRole("button", { name: "shipping", exact: true }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor();
  assert.match(await latest(page).getByText("Read as:").innerText(), /shipping/);
  await latest(page).getByRole("tab", { name: "Table" }).click();
  assert.notEqual(await rows(), before);
  assert.equal(await page.locator("[data-turn]").count(), 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await latest(page).getByRole("tab", { name: "Table" }).click();
  assert.equal(await rows(), before);
});

/** A run whose plan names another reading, as an ambiguous question leaves it. */
async function runWithAssumption() {
  const asked = await post({ question: QUESTION });
  const headers = { "X-Workspace": "sample" };
  const events = await (await fetch(`${base}/api/runs/${asked.run_id}/events`, { headers })).text();
  const data = events.split("\n").filter((line) => line.startsWith("data: "));
  const { options } = data
    .map((line) => JSON.parse(line.slice(6)))
    .find(({ type }) => type === "clarification");
  const plan = (word) => options.find(({ label }) => label.includes(word)).plan;
  const alternatives = [{ label: "shipping", plan: plan("shipping") }];
  const assumption = { topic: "address", chosen: "billing", why: "Orders have two addresses.", alternatives };
  return (await post({ question: QUESTION, plan: { ...plan("billing"), assumptions: [assumption] } })).run_id;
}

async function post(body) {
  const headers = { "Content-Type": "application/json", "X-Workspace": "sample" };
  const response = await fetch(`${base}/api/ask`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(response.status, 202);
  return response.json();
}
