/** Empty → sample → suggested question → chart, table, SQL, how, receipt, a next question; the address reopens it. */
import assert from "node:assert/strict";
import { answered, ask, base, download, inBrowser, latest, loadSample } from "./browser.mjs";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(base);
  await page.getByRole("heading", { name: "Ask your data in plain English" }).waitFor();
  await loadSample(page);

  const suggested = page
    .locator("section", { hasText: "Questions this data can answer" })
    .getByRole("listitem");
  await suggested.getByRole("button").first().waitFor();
  assert.equal(await suggested.count(), 6);
  await suggested.filter({ hasText: /by/ }).first().getByRole("button").click();
  await answered(page);
  await latest(page).locator("figure svg").waitFor();

  await ask(page, "What is the average order total by channel?");
  await answered(page);
  const answer = latest(page);
  await answer.locator("figure svg").waitFor();
  assert.match(await answer.getByRole("img").getAttribute("aria-label"), /order total/i);

  await answer.getByRole("tab", { name: "Table" }).click();
  const table = answer.getByRole("table");
  await table.locator("tbody tr").nth(2).waitFor();
  assert.equal(await table.locator("tbody tr").count(), 3);
  await table.getByRole("button", { name: /^average order total/i }).click();
  assert.match(await table.getByRole("row").nth(1).innerText(), /Marketplace/);

  await answer.getByRole("tab", { name: "SQL" }).click();
  assert.match(
    await answer.getByLabel("SQL", { exact: true }).last().innerText(),
    /^SELECT[\s\S]*\nFROM orders/,
  );
  assert.match(page.url(), /\/t\/\w+\?workspace=sample.*run=\w+.*tab=sql/);

  await answer.getByRole("button", { name: /Receipt/ }).click();
  await answer.getByText(/orders from orders\.csv, version 1/).waitFor();
  await answer.getByText("Read now", { exact: true }).waitFor();

  assert.equal(
    (await download(page, "CSV")).suggestedFilename(),
    "what-is-the-average-order-total-by-channel.csv",
  );

  await page.reload();
  await page.getByRole("heading", { name: "What is the average order total by channel?" }).waitFor();
  assert.equal(await latest(page).getByRole("tab", { name: "SQL" }).getAttribute("aria-selected"), "true");

  await latest(page).getByText("Next", { exact: true }).waitFor();
  await latest(page).locator("button.chip").last().click();
  await page.locator("[data-turn]").nth(2).waitFor();
  await answered(page);

  await ask(page, "What is the average order total by channel?");
  await answered(page);
  await latest(page)
    .getByRole("button", { name: /Receipt: .*rows from the cache/ })
    .waitFor();

  await page.getByRole("button", { name: "New conversation" }).click();
  await page.getByRole("button", { name: "Show me around this data" }).click();
  const tiles = page.getByRole("region", { name: "Around this data" }).getByRole("listitem");
  await tiles.first().getByRole("button").waitFor();
  await page.waitForURL(/tour=true/);
  await page.reload();
  await tiles.first().getByRole("button").waitFor();
  await tiles.first().getByRole("button").click();
  await answered(page);
});
