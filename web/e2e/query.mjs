/** SQL and chips say the same: chips → SQL → chips, refusals in place, completion, leaving the editor, drafts, cancel. */
import assert from "node:assert/strict";
import { base, inBrowser } from "./browser.mjs";

const editor = (page) => page.locator("[data-sql-editor] .cm-content");

async function showView(page, name) {
  await page.getByRole("tablist", { name: "Views of the query" }).getByRole("tab", { name }).click();
}

/** As a paste does, at once and as it is. */
async function write(page, sql) {
  await editor(page).click();
  await page.keyboard.press("Control+a");
  await editor(page).evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, sql);
}

await inBrowser(async (open, allowed) => {
  const page = await open();
  await page.goto(`${base}/query?workspace=sample&table=orders`);
  await page.getByRole("button", { name: "Table: orders" }).waitFor();
  await byHand(page);
  await roundTrip(page);
  await refusal(page);
  await completion(page);
  await leaving(page);
  await drafts(page);
  allowed.push(/status of (404|422)/);
});

/** A group and a measure; the SQL follows. */
async function byHand(page) {
  await page.getByLabel("Suggested queries").getByRole("button").first().waitFor();
  await page.getByRole("button", { name: "Group by", exact: true }).click();
  await page.getByRole("combobox", { name: "Column to group by" }).fill("channel");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add a measure" }).click();
  await page.getByRole("combobox", { name: "Measure" }).fill("number of orders");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Group: channel" }).waitFor();
  const measure = page.getByRole("region", { name: "Measure", exact: true });
  await measure.getByRole("button", { name: "Rows after Measure" }).click();
  await measure.getByRole("table").waitFor();
  assert.ok((await measure.getByRole("row").count()) > 2);
  await page.getByRole("button", { name: /^Run/ }).click();
  await page
    .getByRole("region", { name: "Result", exact: true })
    .getByRole("tab", { name: "Chart" })
    .waitFor();
  assert.match(page.url(), /run=\w+/);
  await page.getByRole("link", { name: "Ask about this result" }).waitFor();
}

async function roundTrip(page) {
  await showView(page, "SQL");
  await editor(page).waitFor();
  assert.match(await editor(page).innerText(), /GROUP BY\s+channel/);
  await write(
    page,
    "SELECT status, count(*) AS n FROM orders WHERE order_total > 100 GROUP BY status ORDER BY n DESC LIMIT 3",
  );
  await page.getByText("Also shown as chips").waitFor();
  await showView(page, "Visual");
  await page.getByRole("button", { name: "Group: status" }).waitFor();
  await page.getByRole("button", { name: /^Filter: order total is above 100/ }).waitFor();
  await page.getByText("The query has changed since").waitFor();
  await page.getByRole("button", { name: /^Remove filter/ }).click();
  await page.getByRole("button", { name: /^Filter:/ }).waitFor({ state: "detached" });
  await showView(page, "SQL");
  await page.waitForFunction(
    () => !document.querySelector("[data-sql-editor]")?.shadowRoot?.textContent?.includes("order_total"),
  );
  assert.match(await editor(page).innerText(), /GROUP BY\s+status/);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForFunction(() =>
    document.querySelector("[data-sql-editor]")?.shadowRoot?.textContent?.includes("order_total"),
  );
}

async function refusal(page) {
  const problems = page.getByRole("list", { name: "Problems of the SQL" });
  await write(page, "SELECT channel\nFROM orders\nWHERE getenv('HOME') = 'x'");
  await problems.getByText(/Line 3, column 7/).waitFor();
  await problems.getByText(/getenv\(\) is not allowed/).waitFor();
  await page.locator("[data-sql-editor] .cm-lintRange-error").waitFor();
  assert.equal(await page.locator("[data-sql-editor] .cm-lintRange-error").innerText(), "getenv");
  await write(page, "SELECT channel, row_number() OVER () FROM orders");
  await page.getByText(/Stays SQL/).waitFor();
  await showView(page, "Visual");
  await page.getByText("This query stays SQL.").waitFor();
  await page.getByRole("button", { name: "Edit the SQL" }).click();
  await editor(page).waitFor();
}

/** The list takes keys only once it has been there for a moment, so that none that was meant for the text picks. */
async function take(page, offered, name) {
  await offered.getByText(name, { exact: true }).waitFor();
  await page.waitForTimeout(120);
  await page.keyboard.press("Enter");
}

async function completion(page) {
  const offered = page.locator("[data-sql-editor] .cm-tooltip-autocomplete");
  await write(page, "SELECT * FROM ord");
  await page.keyboard.type("er");
  await offered.getByText("orders", { exact: true }).waitFor();
  await write(page, "SELECT * FROM orders o WHERE o.");
  await page.keyboard.type("chan");
  await take(page, offered, "channel");
  await page.keyboard.type(" = 'We");
  await take(page, offered, "Web");
  assert.match(await editor(page).innerText(), /o\.channel = 'Web'$/);
  await write(page, "SELECT dat");
  await page.keyboard.type("e_tr");
  await offered.getByText("date_trunc", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
}

async function leaving(page) {
  await write(page, "SELECT 1 AS one");
  const inEditor = () => page.evaluate(() => document.activeElement?.closest("[data-sql-editor]") !== null);
  await page.keyboard.press("Tab");
  assert.equal(await inEditor(), true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await inEditor(), false);
  await editor(page).click();
  await page.keyboard.press("Control+Enter");
  const result = page.getByRole("region", { name: "Result", exact: true });
  await result.getByRole("columnheader", { name: "One" }).waitFor();
  await page.getByRole("button", { name: "Explain" }).click();
  await page.getByRole("region", { name: "Explanation" }).waitFor();
}

async function drafts(page) {
  await write(page, "SELECT channel FROM orders WHERE status = 'a draft'");
  await page.getByText(/Also shown as chips/).waitFor();
  await page.reload();
  await editor(page).getByText("'a draft'").waitFor();
  await page.goto(`${base}/query?workspace=sample&view=visual`);
  await page.getByRole("button", { name: /^Filter: status is a draft/ }).waitFor();
}
