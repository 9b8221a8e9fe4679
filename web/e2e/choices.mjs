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

  await ask(page, "How many orders per month?");
  await answered(page);
  await latest(page).getByRole("tab", { name: "Table" }).click();
  const rows = () => latest(page).getByRole("table").innerText();
  const before = await rows();
  await latest(page)
    .getByRole("button", { name: /^Time: orders\.order_date/ })
    .click();
  await checkLooks(page, "assumption");
  await page.getByRole("dialog").getByRole("button", { name: /ship/ }).click();
  await latest(page).getByRole("button", { name: "Undo" }).waitFor();
  await latest(page).getByRole("tab", { name: "Table" }).click();
  assert.notEqual(await rows(), before);
  assert.equal(await page.locator("[data-turn]").count(), 2);
  await latest(page).getByRole("button", { name: "Undo" }).click();
  await latest(page).getByRole("tab", { name: "Table" }).click();
  assert.equal(await rows(), before);
});
