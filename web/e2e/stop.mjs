/** Stop ends a statement that runs long; a lost connection resumes without repeating anything. */
import assert from "node:assert/strict";
import { answered, ask, base, inBrowser, latest } from "./browser.mjs";

const LONG =
  "SELECT count(*) FROM order_lines a, order_lines b, orders c WHERE a.amount * b.amount > c.order_total";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();

  const cuts = await cutOnce(page);
  await ask(page, "How many orders per month?");
  await answered(page);
  assert.equal(cuts.resumed, "3");
  assert.equal(await latest(page).locator("p", { hasText: "It was highest in" }).count(), 1);

  await page.goto(`${base}/query?workspace=sample`);
  await page.getByRole("tablist", { name: "Views of the query" }).getByRole("tab", { name: "SQL" }).click();
  const editor = page.locator("[data-sql-editor] .cm-content");
  await editor.click();
  await editor.evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, LONG);
  await page.getByRole("button", { name: /^Run/ }).click();
  const stop = page.getByRole("button", { name: "Stop" });
  await stop.waitFor();
  await page.waitForURL(/run=\w+/);
  const before = Date.now();
  await stop.click();
  await page.getByText("Stopped").first().waitFor();
  assert.ok(Date.now() - before < 3000, `stopping took ${Date.now() - before} ms`);
  await page.getByRole("button", { name: /^Run/ }).waitFor();
});

/** The first stream ends after three events; the second must ask for the rest. */
async function cutOnce(page) {
  const cuts = { resumed: null };
  await page.route("**/api/runs/*/events", async (route) => {
    const after = route.request().headers()["last-event-id"];
    if (after !== undefined) cuts.resumed = after;
    if (cuts.resumed !== null) return route.continue();
    const response = await route.fetch();
    const frames = (await response.text()).split("\n\n").slice(0, 3);
    return route.fulfill({ response, body: `${frames.join("\n\n")}\n\n` });
  });
  return cuts;
}
