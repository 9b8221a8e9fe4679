/** The palette finds tables and pages and asks what was typed; keys go to pages, and can be turned off. */
import assert from "node:assert/strict";
import { answered, base, checkLooks, inBrowser, latest } from "./browser.mjs";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();

  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /Find a page/ });
  await field.fill("reviews");
  await page
    .getByRole("option", { name: /reviews.*csv|reviews/i })
    .first()
    .waitFor();
  await checkLooks(page, "palette");
  await field.fill("how many orders per channel");
  assert.match(await page.getByRole("option").last().innerText(), /^Ask: how many orders per channel/);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name: "how many orders per channel" }).waitFor();
  await answered(page);

  await page.locator("h2").first().click();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await checkLooks(page, "shortcuts");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL(/\/data\?/);
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.waitForURL(/\/t\/\w+/);
  assert.equal(
    await latest(page).getByRole("heading", { level: 2 }).innerText(),
    "how many orders per channel",
  );

  await page.evaluate(() =>
    localStorage.setItem("tablespeak.preferences", JSON.stringify({ shortcuts: "off" })),
  );
  await page.reload();
  await page.getByRole("heading", { level: 2, name: "how many orders per channel" }).click();
  await page.keyboard.press("?");
  await page.keyboard.press("/");
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.notEqual(await page.evaluate(() => document.activeElement?.id), "question");
});
