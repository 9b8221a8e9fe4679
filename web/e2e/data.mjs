/** A file with leading zeros and mixed dates: its report opens, one decision is undone, and every version comes back. */
import assert from "node:assert/strict";
import { base, checkLooks, inBrowser } from "./browser.mjs";

const LINES = Array.from({ length: 40 }, (_, at) => {
  const postcode = String(501 + at * 37).padStart(5, "0");
  const day = String(1 + (at % 27)).padStart(2, "0");
  const date = at === 9 ? "31/02/2024" : `${day}/${at % 2 ? "03" : "04"}/2024`;
  return `${at + 1};${postcode};${date};$${10 + at}.50`;
});
const CSV = `order;postcode;ordered;amount\n${LINES.join("\n")}\n`;
const file = (text) => ({ name: "orders.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/data`);
  await page.getByText("There are no tables yet").waitFor();
  await checkLooks(page, "data-empty");

  const input = page.locator("input[type=file]").first();
  await input.setInputFiles([file(CSV)]);
  await page.getByRole("heading", { level: 1, name: /orders\.csv/ }).waitFor();
  const report = page.getByRole("region", { name: "orders", exact: true });
  assert.match(await page.getByText(/^CSV · /).innerText(), /UTF-8 · separated by semicolons/);
  await report.getByText(/leading zero.*postcode.*text/).waitFor();
  await report.getByText("Each row of the file is accounted for").waitFor();
  assert.match(await report.getByRole("definition").first().innerText(), /41/);
  const rows = page.getByRole("region", { name: "First rows of orders" });
  await rows.getByText("00501").waitFor();
  await checkLooks(page, "report");

  const undo = page.getByRole("button", { name: /^Undo for postcode/ });
  await undo.focus();
  await page.keyboard.press("Enter");
  await rows.getByText("501", { exact: true }).waitFor();
  await page.getByText("You chose this").waitFor();
  await page.getByText(/Version 2, against version 1: postcode was text, is whole number/).waitFor();
  assert.equal(await rows.getByText("00501").count(), 0);
  await checkLooks(page, "report-undone");
  await undo.click();
  await rows.getByText("00501").waitFor();

  await page.getByRole("link", { name: "Open table" }).click();
  await page.getByRole("heading", { level: 1, name: /orders/ }).waitFor();
  await page.getByRole("tab", { name: "Quality" }).click();
  const finding = page
    .getByRole("listitem")
    .filter({ hasText: "ordered holds dates, but for 1 value of 40" });
  await finding.getByRole("button", { name: /Show rows/ }).click();
  const grid = page.getByRole("table", { name: "Rows of orders" });
  await grid.getByText("31/02/2024").waitFor();
  assert.match(page.url(), /kind=not_date&column=ordered/);
  await page.getByText("1 of 40 rows").waitFor();
  await page.reload();
  await grid.getByText("31/02/2024").waitFor();
  await page.getByRole("button", { name: "Show all rows" }).click();
  await page.getByText("40 rows", { exact: true }).waitFor();
  await grid.getByRole("button", { name: "amount" }).click();
  await grid
    .getByRole("columnheader", { name: "amount" })
    .and(page.locator("[aria-sort=ascending]"))
    .waitFor();
  await grid.getByRole("button", { name: "amount" }).click();
  await grid.getByRole("row").nth(1).getByText("49.50").waitFor();
  await page.waitForURL(/sort=-amount/);
  await page.reload();
  await grid.getByRole("row").nth(1).getByText("49.50").waitFor();

  await page.getByRole("tab", { name: "History" }).click();
  await page.getByRole("button", { name: "Restore version 2" }).click();
  await page.getByRole("button", { name: "Restore version 3" }).waitFor();
  await page.getByRole("button", { name: "Actions for version 1" }).click();
  await page.getByRole("menuitem", { name: /Compare/ }).click();
  const compared = page.getByRole("dialog", { name: "Version 1 and version 2" });
  await compared.getByText(/Version 2, against version 1/).waitFor();
  await page.waitForURL(/compare=1/);
  await page.reload();
  await compared.getByText(/Version 2, against version 1/).waitFor();
  await page.keyboard.press("Escape");
  await compared.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Actions for version 1" }).click();
  await page.getByRole("menuitem", { name: /Delete/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Restore version 1" }).waitFor();
  await page.getByRole("tab", { name: "Columns" }).click();
  await page
    .getByText(/whole number · /)
    .nth(1)
    .waitFor();

  await page.getByRole("link", { name: "Data" }).last().click();
  await input.setInputFiles([file(`${CSV}99;00001;01/01/2024;$5.00\n`)]);
  const dialog = page.getByRole("dialog", { name: "This file is already here" });
  await dialog.getByLabel(/Separate table/).check();
  await checkLooks(page, "same-name");
  await dialog.getByRole("button", { name: "Import" }).click();
  await page.getByRole("heading", { level: 2, name: /orders_2/ }).waitFor();

  await page.getByRole("link", { name: "Data" }).last().click();
  await page.getByRole("button", { name: "Actions for orders_2" }).click();
  await page.getByRole("menuitem", { name: /Remove/ }).click();
  await page.getByRole("button", { name: "Restore orders_2" }).click();
  await page.getByRole("rowheader", { name: /orders_2/ }).waitFor();
});
