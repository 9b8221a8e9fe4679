/** History, Settings and Health at four widths, light and dark; history opens an answer, settings change how it is written. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

const WIDTHS = [320, 390, 768, 1280];
const SHOWN = {
  history: (page) => page.getByRole("link", { name: /How many orders per month/ }).first(),
  settings: (page) => page.getByText(/CREATE TABLE/).first(),
  health: (page) => page.getByText(/queries in sealed processes/),
};

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "How many orders per month?");
  await answered(page);

  for (const [name, shown] of Object.entries(SHOWN)) {
    await page.goto(`${base}/${name}?workspace=sample`);
    await shown(page).waitFor();
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await checkLooks(page, `${name}-${width}-${colorScheme}`);
      }
    }
    await page.emulateMedia({ colorScheme: "light" });
  }

  await page.goto(`${base}/settings?workspace=sample`);
  await page.getByLabel("What would be sent for").fill("orders in Hamburg");
  await page.getByText(/Question: orders in Hamburg/).waitFor();
  await page.getByRole("combobox", { name: "Written as in" }).click();
  await page.getByRole("option", { name: "English (Germany)" }).click();
  await page.getByText("1.234.567,89").waitFor();

  await page.getByRole("combobox", { name: "Keep conversations" }).click();
  await page.getByRole("option", { name: "30 days" }).click();
  await page
    .getByRole("dialog")
    .getByText(/Older ones are deleted now/)
    .waitFor();
  await checkLooks(page, "keep-for");
  await page.getByRole("button", { name: "Delete older ones" }).click();
  await page.getByRole("combobox", { name: "Keep conversations" }).getByText("30 days").waitFor();
  await page.reload();
  await page.getByRole("combobox", { name: "Keep conversations" }).getByText("30 days").waitFor();

  await page.getByRole("link", { name: "Saved" }).first().click();
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByLabel("Search what was asked").pressSequentially("per month");
  await page.waitForURL(/q=per(\+|%20)month/);
  await page.reload();
  assert.equal(await page.getByLabel("Search what was asked").inputValue(), "per month");
  await page
    .getByRole("link", { name: /How many orders per month/ })
    .first()
    .click();
  await latest(page).getByRole("button", { name: "Download" }).waitFor();
  assert.match(page.url(), /\/t\/\w+\?.*run=/);
});
