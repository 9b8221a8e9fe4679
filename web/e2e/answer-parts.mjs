/** What stands around an answer: marks and counts of assumptions, how it was made, Right and Wrong, its query, failed SQL. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "How many orders per month?");
  await answered(page);
  await chips(page);
  await how(page);
  await judged(page);
  await failedSql(page);
  await inQuery(page);
});

async function chips(page) {
  const chip = latest(page).getByRole("button", { name: /^Time: orders\.order_date/ });
  assert.match(await chip.innerText(), /guessed|defined/);
  await chip.click();
  const choices = page.getByRole("dialog").getByRole("listitem");
  await choices.filter({ hasText: /^orders\.order_date\s*18 groups$/ }).waitFor();
  await choices.filter({ hasText: /ship_date\s*\d+ groups$/ }).waitFor();
  await page.keyboard.press("Escape");
}

/** Each sentence shows the part of the SQL that does it. */
async function how(page) {
  await latest(page).getByRole("tab", { name: "How" }).click();
  const panel = latest(page).getByRole("tabpanel", { name: "How" });
  await panel.getByText("Grouped by month").waitFor();
  const marked = async () => (await panel.locator("[data-marked]").allInnerTexts()).join("");
  assert.equal(await marked(), "");
  await panel.getByRole("button", { name: "Show GROUP BY in the SQL" }).click();
  assert.match(await marked(), /^GROUP BY/);
  await panel.getByRole("button", { name: "Show FROM in the SQL" }).focus();
  assert.match(await marked(), /^FROM orders/);
}

async function judged(page) {
  const right = latest(page).getByRole("button", { name: "Right" });
  await right.click();
  await page.waitForFunction(() =>
    document.querySelector("[data-turn] [aria-pressed=true].aria-pressed\\:text-good"),
  );
  await latest(page).getByRole("button", { name: "Wrong" }).click();
  const form = page.getByRole("dialog");
  assert.ok(await form.getByRole("button", { name: "Send" }).isDisabled());
  await form.getByText("Period", { exact: true }).click();
  await form.getByLabel(/What should it be/).fill("Only orders of this year");
  await checkLooks(page, "wrong");
  await form.getByRole("button", { name: "Send" }).click();
  await form.waitFor({ state: "detached" });
  await latest(page).getByText("(said before)").waitFor({ state: "attached" });
}

/** SQL that fails keeps its text, says why, and leaves both ways on. */
async function failedSql(page) {
  await latest(page).getByRole("tab", { name: "SQL" }).click();
  await latest(page).getByRole("button", { name: "Edit SQL" }).click();
  const editor = page.locator("[data-sql-editor] .cm-content");
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("SELECT CAST(status AS INTEGER) AS n FROM orders");
  await latest(page).getByRole("button", { name: "Run", exact: true }).click();
  const again = latest(page).getByRole("button", { name: "Try again with this error" });
  await again.waitFor();
  await checkLooks(page, "sql-failed");
  await latest(page).getByRole("button", { name: "Edit SQL" }).last().click();
  await editor.waitFor();
  assert.match(await editor.innerText(), /CAST\(status AS INT/);
  const sent = page.waitForRequest((request) => request.url().endsWith("/api/ask"));
  await again.click();
  const body = (await sent).postDataJSON();
  assert.equal(body.question, "How many orders per month?");
  assert.match(body.mends, /^\w+$/);
  await answered(page);
}

async function inQuery(page) {
  await latest(page).getByRole("link", { name: "Open in Query" }).click();
  await page.waitForURL(/\/query\?.*run=\w+/);
  await page.getByText("Reads as").waitFor();
  await page.getByRole("region", { name: "Result" }).getByRole("tab", { name: "Table" }).waitFor();
  await page.waitForURL((url) => !url.searchParams.has("take"));
}
