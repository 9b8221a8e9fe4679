/** A malicious file name, column name and cell stay text. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

const CELL = '<img src=x onerror="window.harmed=true">';
const ROWS = `"<b>who</b>",amount
"${CELL.replaceAll('"', '""')}",10
"=HYPERLINK(""http://example.com"")",20
"\u202Egnp.exe",30
"<script>window.harmed=true</script>",40
`;

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(base);
  await page.getByRole("button", { name: "Choose files" }).waitFor();
  const file = { name: "<img src=x onerror=alert(1)>.csv", mimeType: "text/csv", buffer: Buffer.from(ROWS) };
  await page.locator("input[type=file]").first().setInputFiles(file);
  await page.getByText(/Imported .*, 4 rows/).waitFor();
  await checkLooks(page, "hostile-import");

  const tables = await (await fetch(`${base}/api/tables`)).json();
  await ask(page, `show ${tables.tables[0].label}`);
  await latest(page)
    .getByRole("tab", { name: "How" })
    .or(latest(page).getByText("You could ask"))
    .first()
    .waitFor();
  await page.getByRole("button", { name: "New conversation" }).click();
  await page
    .locator("section", { hasText: "Questions this data can answer" })
    .getByRole("button")
    .first()
    .waitFor();
  await page
    .locator("section", { hasText: "Questions this data can answer" })
    .getByRole("button")
    .filter({ hasText: /for each/ })
    .first()
    .click();
  await answered(page);
  const marks = latest(page).locator("svg .mark-rect path[aria-label], svg .mark-symbol path[aria-label]");
  await marks.first().waitFor();
  const shown = await marks.evaluateAll((found) => found.map((mark) => mark.getAttribute("aria-label")));
  const hostile = shown.findIndex((told) => told.includes("<img src=x"));
  assert.notEqual(hostile, -1, `no mark tells of the hostile cell: ${shown}`);
  await marks.nth(hostile).hover();
  await page
    .getByText(/<img src=x onerror=/)
    .last()
    .waitFor();
  assert.match(await latest(page).locator("svg.marks").first().innerHTML(), /&lt;(img|script|b)/);
  assert.equal(await page.locator("img[src=x], script:has-text('harmed')").count(), 0);
  await latest(page).getByRole("tab", { name: "Table" }).click();
  assert.match(await latest(page).getByRole("table").innerText(), /<img src=x onerror=/);
  await checkLooks(page, "hostile-answer");
  assert.equal(await page.evaluate(() => "harmed" in window), false);
  assert.equal(await page.locator("img[src=x]").count(), 0);
});
