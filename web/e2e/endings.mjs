/** The other ways in which a question ends: stopped and continued, cut off and read on, without rows, too many rows, not answerable, asked back. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

const LONG =
  "SELECT count(*) FROM order_lines a, order_lines b, orders c WHERE a.amount * b.amount > c.order_total";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await noRows(page);
  await notAnswerable(page);
  await somethingElse(page);
  await tooMany(page);

  await stopped(page);
});

/** Each filter says what it removed; without the one that removed all, there are rows again, and a way back. */
async function noRows(page) {
  await ask(page, "Orders of channel Web in 2031 by month");
  await latest(page).getByText("No rows are left").waitFor();
  const filters = latest(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: "Remove" }) });
  await filters.first().waitFor();
  const told = await filters.allInnerTexts();
  assert.ok(told.length > 1, `the filters that are told: ${told}`);
  for (const line of told) assert.match(line, /removed [\d,]+ of [\d,]+ rows/);
  await checkLooks(page, "no-rows");
  await filters.filter({ hasText: "2031" }).getByRole("button", { name: "Remove" }).click();
  await latest(page).getByText("No rows are left").waitFor({ state: "detached" });
  await answered(page);
  await latest(page).getByRole("button", { name: "Undo" }).click();
  await latest(page).getByText("No rows are left").waitFor();
}

/** What is missing, and two questions that are answered when they are asked. */
async function notAnswerable(page) {
  await ask(page, "What is the weather by channel?");
  await latest(page).getByText("You could ask").waitFor();
  assert.match(await latest(page).innerText(), /weather/);
  const nearest = latest(page).locator("button.chip");
  assert.equal(await nearest.count(), 2);
  const question = (await nearest.first().innerText()).trim();
  await nearest.first().click();
  await page.getByRole("heading", { level: 2, name: question }).last().waitFor();
  await answered(page);
}

async function somethingElse(page) {
  await ask(page, "orders by city");
  const choices = latest(page).getByRole("list").getByRole("button");
  await choices.first().waitFor();
  const count = await choices.count();
  assert.ok(count >= 2 && count <= 4, `${count} choices`);
  for (const choice of await choices.allInnerTexts()) assert.match(choice, /\n/, `no preview: ${choice}`);
  await latest(page).getByRole("button", { name: "Something else" }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "question");
}

/** More rows than are read at first: said beside their count, and all of them can be scrolled to. */
async function tooMany(page) {
  await ask(page, "List all order lines");
  await answered(page);
  await latest(page).getByRole("tab", { name: "Table" }).click();
  await latest(page)
    .getByText(/rows( and more)?; scroll for the others/)
    .waitFor();
}

/** What had come is kept, Continue runs the same again, and Undo brings back the answer of before. */
async function stopped(page) {
  await ask(page, "What is the average order total by channel?");
  await answered(page);
  await latest(page).getByRole("tab", { name: "SQL" }).click();
  await latest(page).getByRole("button", { name: "Edit SQL" }).click();
  await page.locator("[data-sql-editor] .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(LONG);
  for (const button of ["Run", "Continue"]) {
    await latest(page).getByRole("button", { name: button, exact: true }).click();
    await latest(page)
      .getByText(/^Running/)
      .waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await latest(page).getByText("Stopped", { exact: true }).waitFor();
    await latest(page).getByRole("tab", { name: "SQL" }).click();
    await latest(page)
      .getByRole("tabpanel")
      .filter({ hasText: /order_lines\s+(AS\s+)?b/i })
      .waitFor();
  }
  await checkLooks(page, "stopped");
  await latest(page).getByRole("button", { name: "Undo" }).click();
  await answered(page);
}
