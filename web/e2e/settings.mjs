/** Settings do what they say and last: numbers, dates, theme, density, motion, shortcuts; and everything is deleted only by words. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "What is the total order total by month in 2024?");
  await answered(page);
  await page.goto(`${base}/settings?workspace=sample`);
  await page.getByText(/None is set, so rules answer alone/).waitFor();
  await page.getByText(/Weeks begin on Monday, fiscal years in January/).waitFor();

  await choose(page, "Numbers", "1.234,56");
  await page.getByText(/^1\.234\.567,89/).waitFor();
  await choose(page, "Dates", "ISO 8601");
  await page.getByText(/2025-03-09$/).waitFor();
  await choose(page, "Theme", "Dark");
  await choose(page, "Density of tables", "Compact");
  await choose(page, "Motion", "Reduced");
  await choose(page, "Single-key shortcuts", "Off");
  await page.reload();
  await page.getByText(/^1\.234\.567,89 · 2025-03-09$/).waitFor();
  const set = await page.evaluate(() => ({ ...document.documentElement.dataset }));
  assert.deepEqual([set.theme, set.density, set.motion], ["dark", "compact", "reduced"]);
  const moving = await page.evaluate(() => getComputedStyle(document.body).transitionDuration);
  assert.ok(Number.parseFloat(moving) < 0.001, `motion takes ${moving}`);
  await checkLooks(page, "settings-chosen");

  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  assert.match(page.url(), /\/settings/);
  assert.equal(await page.getByRole("dialog").count(), 0);
  await choose(page, "Single-key shortcuts", "On");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Ask", exact: true }).first().click();
  await page.goto(`${base}/history?workspace=sample&q=total`);
  await page
    .getByRole("link", { name: /total order total/ })
    .first()
    .click();
  await latest(page).getByRole("tab", { name: "Table" }).click();
  const cells = await latest(page).getByRole("table").innerText();
  assert.match(cells, /\d\.\d{3}(,\d+)?/, "numbers of an answer are written as chosen");

  await deleted(page);
});

async function choose(page, label, option) {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function deleted(page) {
  await page.goto(`${base}/settings?workspace=sample`);
  await page.getByRole("button", { name: "Delete everything" }).click();
  const dialog = page.getByRole("dialog");
  const go = dialog.getByRole("button", { name: "Delete everything" });
  await dialog.getByRole("textbox").fill("delete");
  assert.ok(await go.isDisabled());
  await dialog.getByRole("textbox").fill("delete everything");
  await go.click();
  await dialog.waitFor({ state: "detached" });
  await page.goto(`${base}/data?workspace=sample`);
  await page.getByText(/There are no tables yet/).waitFor();
  await page.goto(`${base}/history?workspace=sample`);
  await page.getByText("Nothing was asked yet.").waitFor();
}
