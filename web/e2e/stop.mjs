/** Stop ends a run that waits its turn behind long queries; a lost connection resumes without repeating anything. */
import assert from "node:assert/strict";
import { answered, ask, base, inBrowser, latest } from "./browser.mjs";

const LONG =
  "SELECT count(*) FROM order_lines a, order_lines b, (SELECT 1 FROM customers LIMIT 60) c WHERE a.amount * b.amount > 7";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();

  const cuts = await cutOnce(page);
  await ask(page, "How many orders per month?");
  await answered(page);
  assert.equal(cuts.resumed, "3");
  assert.equal(await latest(page).locator("p", { hasText: "It was highest in" }).count(), 1);

  const controller = new AbortController();
  const long = [1, 2].map(() => execute(LONG, controller.signal));
  await new Promise((resolve) => setTimeout(resolve, 400));
  await ask(page, "What is the average order total by status?");
  await page.getByText("Running the query").waitFor();
  const before = Date.now();
  await page.keyboard.press("Escape");
  await latest(page).getByText("Stopped").waitFor();
  assert.ok(Date.now() - before < 1500, `stopping took ${Date.now() - before} ms`);
  await page.getByRole("button", { name: "Send" }).waitFor();
  controller.abort();
  await Promise.allSettled(long);
});

function execute(sql, signal) {
  const headers = { "Content-Type": "application/json", "X-Workspace": "sample" };
  return fetch(`${base}/api/queries/execute`, {
    method: "POST",
    headers,
    body: JSON.stringify({ sql }),
    signal,
  });
}

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
