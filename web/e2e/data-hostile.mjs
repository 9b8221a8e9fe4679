/** A malicious file name, column name and cell stay text on every Data page. */
import assert from "node:assert/strict";
import { base, checkLooks, inBrowser } from "./browser.mjs";

const HARM = '<img src=x onerror="window.harmed=true">';
const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
const names = [HARM, "=1+1", "a\u202Eb", "'); DROP TABLE x; --", "<script>window.harmed=true</script>"];
const lines = Array.from({ length: 30 }, (_, at) =>
  [names[at % names.length], at, ` ${HARM} `, `2024-01-${String(1 + (at % 28)).padStart(2, "0")}`].map(
    (cell) => quoted(String(cell)),
  ),
);
const CSV = [[HARM, '"; DROP', "</td><b>x", "\u202Eetad"].map(quoted), ...lines]
  .map((line) => line.join(","))
  .join("\n");

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/data`);
  await page.getByText("There are no tables yet").waitFor();
  const file = {
    name: "<img src=x onerror=alert(1)>\u202E.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(CSV),
  };
  await page.locator("input[type=file]").first().setInputFiles([file]);
  await page.getByText("Each row of the file is accounted for").waitFor();
  await checkLooks(page, "hostile-report");
  await page.getByRole("link", { name: "Open table" }).click();
  await page
    .getByText(/whole number|text ·/)
    .first()
    .waitFor();
  await checkLooks(page, "hostile-columns");
  await page.getByRole("tab", { name: "Rows" }).click();
  await page.getByRole("cell").first().waitFor();
  assert.match(await page.getByRole("table").innerText(), /<img src=x onerror=/);
  await checkLooks(page, "hostile-rows");
  await page.getByRole("tab", { name: "Quality" }).click();
  await page
    .getByText(/finding|Nothing stands out/)
    .first()
    .waitFor();
  await page.goto(`${base}/data/model`);
  await page
    .getByRole("button", { name: /^Edit / })
    .nth(1)
    .click();
  await page.getByRole("dialog").waitFor();
  await checkLooks(page, "hostile-model");
  assert.equal(await page.evaluate(() => "harmed" in window), false);
  assert.equal(await page.locator("img[src=x]").count(), 0);
});
