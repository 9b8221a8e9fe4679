/** An answer is saved and verified; the next question like it says so. It runs again with other values, and every change has a way back. */
import assert from "node:assert/strict";
import { answered, ask, base, inBrowser, latest, shoot } from "./browser.mjs";

const QUESTION = "number of orders with channel Web by month";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await ask(page, QUESTION);
  await answered(page);
  await latest(page).getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Web by month");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await latest(page).getByRole("button", { name: "Saved", exact: true }).waitFor();

  await page.getByRole("link", { name: "Saved" }).first().click();
  const row = page.getByRole("row", { name: /Web by month/ });
  await row.waitFor();
  await choose(page, "Web by month", "Verify");
  await page.getByLabel("Your name").fill("Ana");
  await page.getByRole("dialog").getByRole("button", { name: "Verify" }).click();
  await row.getByText("by Ana").last().waitFor();
  await shoot(page, "saved-verified");

  await page.getByRole("link", { name: "Ask", exact: true }).first().click();
  await ask(page, QUESTION.replace("Web", "Store"));
  await answered(page);
  await latest(page)
    .getByRole("link", { name: /Verified by Ana/ })
    .waitFor();
  await shoot(page, "saved-answer");

  await page.goto(`${base}/saved?workspace=sample&tab=verified`);
  await row.waitFor();
  await page.getByRole("tab", { name: "Saved", exact: true }).click();
  await runs(page);
  await changes(page);
  await reviewed(page);
});

async function choose(page, title, item) {
  await page.getByRole("button", { name: `Actions for ${title}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

async function runs(page) {
  await page.getByRole("button", { name: "Run Web by month" }).click();
  const dialog = page.getByRole("dialog");
  const field = dialog.getByRole("textbox").first();
  assert.equal((await field.inputValue()).toLowerCase(), "web");
  await field.fill("Store");
  await dialog.getByRole("button", { name: "Run", exact: true }).click();
  await dialog.getByRole("region", { name: "Rows" }).getByRole("row").nth(1).waitFor();
  await shoot(page, "saved-run");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}

async function changes(page) {
  await choose(page, "Web by month", "Rename");
  await page.getByRole("textbox", { name: "Title" }).fill("Of the web");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await choose(page, "Of the web", "Versions");
  await page.getByRole("button", { name: "Bring back" }).last().click();
  await page.getByRole("link", { name: "Web by month" }).waitFor();

  await choose(page, "Web by month", "Delete");
  await page.getByText("Nothing is saved yet.").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: "Web by month" }).waitFor();
  await page.getByLabel("Search saved queries").fill("nowhere");
  await page.getByText("No query has these words.").waitFor();
  assert.match(page.url(), /q=nowhere/);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByRole("link", { name: "Web by month" }).click();
  await page.waitForURL(/\/query\/web-by-month/);
}

/** A wrong answer with its correction is kept, put back into the list, then accepted. */
async function reviewed(page) {
  const headers = { "X-Workspace": "sample", "Content-Type": "application/json" };
  const { runs: asked } = await (await fetch(`${base}/api/runs`, { headers })).json();
  const run = asked.find(({ question }) => question === QUESTION);
  const said = await fetch(`${base}/api/runs/${run.run_id}/feedback`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      verdict: "wrong",
      cause: "calculation",
      words: "orders were meant",
      sql: "SELECT channel, count(*) AS orders FROM orders GROUP BY channel ORDER BY channel",
    }),
  });
  assert.equal(said.status, 201);
  await page.goto(`${base}/saved?workspace=sample&tab=review`);
  const group = page.getByRole("region", { name: "Wrong calculation" });
  await group.getByRole("button", { name: /orders were meant/ }).click();
  await group.getByRole("heading", { name: "As it was corrected" }).waitFor();
  await shoot(page, "saved-review");
  await group.getByRole("button", { name: "Keep the answer as it was" }).click();
  await group.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await group.getByRole("button", { name: /orders were meant/ }).click();
  await group.getByRole("button", { name: "Accept this fix" }).first().click();
  await page.getByText("Saved and verified as").waitFor();
  await page.getByText("There is nothing to review.").waitFor();
}
