/** A query built with the keyboard alone: table, group, filter by a value with a slip, measure, sort, limit, run. */
import assert from "node:assert/strict";
import { base, inBrowser } from "./browser.mjs";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/query?workspace=sample`);
  await page.getByText("Begin with a table").waitFor();
  await focus(page, /^orders/);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Table: orders" }).waitFor();

  await pick(page, "Group by", "order date");
  await choose(page, "By", "Quarter");
  await page.keyboard.press("Enter");
  await chip(page, /^Group: quarter/);

  await pick(page, "Add a filter", "channel");
  await page.getByRole("combobox", { name: "Values" }).waitFor();
  await page.keyboard.type("Marketplce");
  await page.getByRole("option", { name: /Marketplace nearly/ }).waitFor();
  await page.keyboard.press("Enter");
  await focus(page, "Apply");
  await page.keyboard.press("Enter");
  await chip(page, /^Filter: channel is Marketplace/);

  await pick(page, "Add a measure", "Average");
  await focus(page, "Of");
  await page.keyboard.press("Enter");
  await page.keyboard.type("order total");
  await page.keyboard.press("Enter");
  await focus(page, "Apply");
  await page.keyboard.press("Enter");
  await chip(page, /^Measure: average of order total/);

  await focus(page, "Compare");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Comparison" }).waitFor();
  await focus(page, "Apply");
  await page.keyboard.press("Enter");
  await chip(page, /^Comparison: change against the quarter before/);

  await focus(page, "Sort by");
  await page.keyboard.press("Enter");
  await focus(page, "Apply");
  await page.keyboard.press("Enter");
  await chip(page, /^Sort: average of order total, highest first/);

  await focus(page, "Limit the rows");
  await page.keyboard.press("Enter");
  await page.getByRole("spinbutton", { name: "Rows to keep" }).waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  await chip(page, /^Limit: First 3/);

  await page.keyboard.press("Control+Enter");
  const result = page.getByRole("region", { name: "Result", exact: true });
  await result.getByRole("tab", { name: "Table" }).waitFor();
  await focus(page, /^Group: quarter/);
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: /^Group: quarter/ }).waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Group by");
});

/** Tab leads there: what has the focus is only moved, never clicked. */
async function focus(page, name) {
  const target =
    name === "Of"
      ? page.getByRole("button", { name: "Of", exact: true })
      : page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name }).last();
  await target.waitFor();
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never reaches ${name}`);
}

async function pick(page, opener, typed) {
  await focus(page, opener);
  await page.keyboard.press("Enter");
  await page.getByRole("combobox").first().waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
  await page.keyboard.type(typed);
  await page.keyboard.press("Enter");
}

async function choose(page, label, option) {
  const select = page.getByRole("combobox", { name: label, exact: true });
  await select.waitFor();
  for (let presses = 0; presses < 20; presses++) {
    if (await select.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: option, exact: true }).waitFor();
  for (let presses = 0; presses < 20; presses++) {
    const at = page.getByRole("option", { name: option, exact: true });
    if ((await at.getAttribute("data-highlighted")) !== null) break;
    await page.keyboard.press("ArrowUp");
  }
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: option, exact: true }).waitFor({ state: "detached" });
  await focus(page, "Apply");
}

async function chip(page, name) {
  await page.getByRole("button", { name }).waitFor();
}
