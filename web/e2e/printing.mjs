/** Answers printed: the PDFs are kept for the test to read. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answered, ask, base, inBrowser, latest, shots } from "./browser.mjs";

await inBrowser(async (open) => {
  const page = await open({ colorScheme: "dark" });
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "What is the average order total by channel?");
  await answered(page);
  await latest(page).locator("figure svg").waitFor();
  await print("printed-chart");

  await latest(page).getByRole("tab", { name: "Table" }).click();
  await latest(page).getByRole("table").waitFor();
  await print("printed-table");

  await latest(page).getByRole("tab", { name: "SQL" }).click();
  await latest(page).getByLabel("SQL", { exact: true }).last().waitFor();
  await print("printed-sql");

  async function print(name) {
    await page.emulateMedia({ media: "print" });
    const dark = await page.locator("figure svg text").evaluateAll((texts) =>
      texts.every((text) => {
        const [red, green, blue] = getComputedStyle(text).fill.match(/\d+/g).map(Number);
        return red + green + blue < 300;
      }),
    );
    assert.ok(dark, "words of the chart are dark on paper");
    await page.emulateMedia({ media: null });
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(pdf.subarray(0, 5).toString("latin1"), "%PDF-");
    await writeFile(join(shots, `${name}.pdf`), pdf);
  }
});
