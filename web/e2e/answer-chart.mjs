/** What can be done with a chart and with rows: other types, adjustments, marks that lead on, and columns. */
import assert from "node:assert/strict";
import { answered, ask, base, inBrowser, latest } from "./browser.mjs";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "What is the average order total by channel?");
  await answered(page);
  const figure = latest(page).locator("figure");
  await figure.locator("svg").waitFor();

  await chartType(page);
  await otherOrder(page);
  await markLeadsOn(page);
  await columns(page);
  await manyRows(page);
});

/** Of thousands of rows, those at the top stand there at once, and those further down as they are scrolled to. */
async function manyRows(page) {
  await ask(page, "Show all orders");
  await answered(page);
  const rows = latest(page).getByRole("region", { name: "Result" });
  const firstShown = () => rows.locator("tbody td bdi").first().innerText();
  const top = await firstShown();
  assert.match(top, /^\S+$/);
  await rows.evaluate((scroller) => scroller.scrollTo(0, 60_000));
  await page.waitForFunction((before) => {
    const cell = [...document.querySelectorAll("[data-turn]")].at(-1)?.querySelector("tbody td bdi");
    return cell !== null && cell !== undefined && cell.textContent !== before;
  }, top);
}

/** A type that does not fit says why; one that fits is drawn, is in the address, and outlives a reload. */
async function chartType(page) {
  const choose = () => latest(page).getByRole("button", { name: /^Chart type:/ });
  await choose().click();
  const menu = page.getByRole("menu");
  const line = menu.getByRole("menuitem", { name: /^Line/ });
  await page.waitForFunction(
    () => document.querySelectorAll("[role=menuitem]:not([data-disabled])").length > 1,
  );
  assert.equal(await line.getAttribute("aria-disabled"), "true");
  assert.match(await line.innerText(), /Line\s+\S+ \S+/);
  await menu.getByRole("menuitem", { name: "Pie" }).click();
  await page.waitForURL(/mark=arc/);
  await latest(page)
    .getByRole("button", { name: /Chart type:\s*Pie/ })
    .waitFor();
  await page.reload();
  await latest(page)
    .getByRole("button", { name: /Chart type:\s*Pie/ })
    .waitFor();
  await latest(page).getByRole("button", { name: "Reset" }).click();
  await latest(page)
    .getByRole("button", { name: /Chart type:\s*Bars/ })
    .waitFor();
  assert.ok(!page.url().includes("mark="));
}

async function otherOrder(page) {
  const drawn = () => latest(page).locator("figure svg").first().innerHTML();
  const before = await drawn();
  await latest(page).getByRole("button", { name: "Adjust" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Sort" }).click();
  await page.getByRole("option", { name: "Smallest first" }).click();
  await latest(page).getByRole("button", { name: "Reset" }).waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(
    (was) => document.querySelector("[data-turn] figure svg")?.innerHTML !== was,
    before,
  );
  await latest(page).getByRole("button", { name: "Reset" }).click();
}

/** A bar is filtered to, which is one row less to read, and taken back. */
async function markLeadsOn(page) {
  const bars = latest(page).locator("figure svg path[aria-roledescription=bar]");
  await bars.first().waitFor();
  assert.equal(await bars.count(), 3);
  await bars.first().click();
  const menu = page.getByRole("menu");
  for (const name of ["Filter to this", "Show its rows"])
    assert.equal(await menu.getByRole("menuitem", { name }).getAttribute("aria-disabled"), null, name);
  await menu.getByRole("menuitem", { name: "status" }).first().click();
  await latest(page).getByRole("button", { name: "Undo" }).waitFor();
  await answered(page);
  await latest(page)
    .getByRole("button", { name: /^Group: by status/ })
    .waitFor();
  await latest(page)
    .getByRole("button", { name: /^Filter: channel/ })
    .waitFor();
  await latest(page).getByRole("button", { name: "Undo" }).click();
  await bars.nth(2).waitFor();
}

async function columns(page) {
  await latest(page).getByRole("tab", { name: "Table" }).click();
  const table = latest(page).getByRole("table");
  await table.waitFor();
  const heads = () => table.getByRole("columnheader");
  assert.equal(await heads().count(), 2);
  const act = async (column, item) => {
    await heads().filter({ hasText: column }).hover();
    await table.getByRole("button", { name: new RegExp(`^Column ${column}`, "i") }).click();
    await page.getByRole("menuitem", { name: item, exact: true }).click();
  };
  await act("average order total", "Sort ascending");
  assert.equal(
    await heads()
      .filter({ hasText: /average/i })
      .getAttribute("aria-sort"),
    "ascending",
  );
  await byKeys(page, table.getByRole("button", { name: /^Column channel/i }));
  await act("channel", "Filter");
  await page.keyboard.type("Market");
  await page.waitForFunction(() => document.querySelectorAll("[data-turn] table tbody tr").length === 1);
  await act("channel", "Profile");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await act("channel", "Hide");
  await page.waitForFunction(() => document.querySelectorAll("[data-turn] table thead th").length === 1);
}

/** A menu that was never opened, and then once more: arrows go through it, Escape leads back to its button. */
async function byKeys(page, trigger) {
  await trigger.focus();
  for (const key of ["ArrowDown", "Enter"]) {
    assert.equal(await trigger.getAttribute("aria-haspopup"), "menu");
    await page.keyboard.press(key);
    const first = page.getByRole("menuitem").first();
    await first.waitFor();
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "menuitem");
    await page.keyboard.press("Escape");
    await first.waitFor({ state: "detached" });
    const label = await trigger.getAttribute("aria-label");
    await page.waitForFunction((name) => document.activeElement?.getAttribute("aria-label") === name, label);
  }
}
