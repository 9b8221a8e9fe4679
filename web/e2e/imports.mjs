/** An import goes on while its page is left, can be stopped from another, and a new version tells what is different. */
import assert from "node:assert/strict";
import { base, inBrowser } from "./browser.mjs";

const ROWS = 400_000;
const long = Array.from(
  { length: ROWS },
  (_, at) => `${at},name ${at % 977},${(at * 7) % 1000}.5,2024-03-${String(1 + (at % 28)).padStart(2, "0")}`,
);
const LONG = Buffer.from(`id,name,amount,day\n${long.join("\n")}\n`);
const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

await inBrowser(async (open) => {
  const page = await open();
  const input = page.locator("input[type=file]").first();
  const imports = page.getByRole("region", { name: "Imports" });
  await page.goto(`${base}/data`);
  await page.getByText("There are no tables yet").waitFor();

  await input.setInputFiles({ name: "long.csv", mimeType: "text/csv", buffer: LONG });
  await imports
    .getByText(/Reading|Finding|types|Waiting/)
    .first()
    .waitFor();
  await page.reload();
  await imports.getByRole("button", { name: "Cancel long.csv" }).click();
  await imports.waitFor({ state: "detached" });
  await page.getByText("There are no tables yet").waitFor();

  await input.setInputFiles(csv("small.csv", "id,city\n1,Paris\n2,Rome\n3,Oslo\n"));
  await page.getByRole("link", { name: "Ask", exact: true }).first().click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByRole("link", { name: "Data", exact: true }).first().click();
  await page.getByRole("rowheader", { name: /small/ }).waitFor();

  await input.setInputFiles(csv("small.csv", "id,city,people\nA1,Paris,5\nA2,Rome,6\n"));
  const asked = page.getByRole("dialog", { name: "This file is already here" });
  await asked.getByRole("button", { name: "Import" }).click();
  await page.getByText(/Version 2, against version 1: .*id was whole number, is text/).waitFor();
  const told = await page.getByText(/Version 2, against/).innerText();
  assert.match(told, /New: people\./);
  assert.match(told, /3 rows before, 2 now/);

  await page.getByRole("link", { name: "Data", exact: true }).last().click();
  await input.setInputFiles({
    name: "photo.png",
    mimeType: "image/png",
    buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47]),
  });
  await imports.getByText("photo.png").waitFor();
  await page.reload();
  await imports.getByRole("button", { name: "Dismiss photo.png" }).click();
  await imports.waitFor({ state: "detached" });
});
