/** The path of somebody new, with the seconds it takes: an empty server, a dropped file, its report, a suggested
 * question, a changed chip, changed SQL, and the chart and the rows as files. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answered, base, checkLooks, download, inBrowser, latest, shots } from "./browser.mjs";

const REGIONS = ["North", "South", "East", "West"];
const DAYS = Array.from({ length: 120 }, (_, at) => new Date(Date.UTC(2025, 0, 1 + at)));
const LINES = DAYS.map((day, at) =>
  [
    String(at + 1),
    String(1000 + at).padStart(5, "0"),
    day.toISOString().slice(0, 10),
    REGIONS[at % 4],
    at % 3 ? "shop" : "web",
    `${10 + (at % 7)}.50`,
  ].join(","),
);
const CSV = ["sale_id,postcode,sold_on,region,channel,amount", ...LINES].join("\n");

/** As a hand does it: the file is let go over the page, not given to its input. */
async function drop(page, name, text) {
  const data = await page.evaluateHandle(
    ([called, content]) => {
      const carried = new DataTransfer();
      carried.items.add(new File([content], called, { type: "text/csv" }));
      return carried;
    },
    [name, text],
  );
  for (const kind of ["dragenter", "dragover", "drop"])
    await page.dispatchEvent("h1", kind, { dataTransfer: data });
}

async function bytesOf(page, item) {
  const saved = await download(page, item);
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
}

/** What a picture holds once it is opened. */
function pixels(page, bytes) {
  return page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([data], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const read = new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
    return { width: image.width, height: image.height, colours: new Set(read).size };
  }, bytes.toString("base64"));
}

/** A decision is undone after it was asked about: the rows change in front of one's eyes, and the answer says so. */
async function undone(page) {
  const kept = latest(page).getByRole("heading", { level: 2 });
  const question = await kept.innerText();
  await page.getByRole("link", { name: "Data", exact: true }).first().click();
  await page.getByRole("button", { name: "Actions for sales" }).click();
  await page.getByRole("menuitem", { name: "Import report" }).click();
  const rows = page.getByRole("region", { name: "First rows of sales" });
  await rows.getByText("01000", { exact: true }).waitFor();
  const undo = page.getByRole("button", { name: /^Undo for postcode/ });
  await undo.click();
  await rows.getByText("1000", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Ask", exact: true }).first().click();
  await page.getByRole("heading", { level: 2, name: question }).waitFor();
  await latest(page)
    .getByText(/Data updated at .*: sales/)
    .waitFor();
  await latest(page).getByRole("button", { name: "Re-run" }).click();
  await page.getByText(/Data updated/).waitFor({ state: "detached" });
  await answered(page);
  await latest(page).getByText("Edited by you").first().waitFor();
}

const marks = [];
let began = 0;
const mark = (name) => marks.push([name, (performance.now() - began) / 1000]);

await inBrowser(async (open) => {
  const page = await open();
  began = performance.now();
  await page.goto(base);
  await page.getByRole("heading", { name: "Ask your data in plain English" }).waitFor();
  mark("opened");

  await drop(page, "sales.csv", CSV);
  await page.getByText("Imported sales, 120 rows").waitFor();
  await page.getByRole("button", { name: /Import report/ }).click();
  const report = page.getByLabel("Imported files");
  await report
    .getByText(/postcode/)
    .first()
    .waitFor();
  mark("report read");
  await page.getByRole("button", { name: "Hide" }).click();

  const suggested = page
    .locator("section", { hasText: "Questions this data can answer" })
    .getByRole("button")
    .filter({ hasText: /by region|by channel/ })
    .first();
  await suggested.click();
  await answered(page);
  await latest(page).locator("figure svg").waitFor();
  mark("answered");

  const chip = latest(page).getByRole("button", { name: /^Group: by/ });
  const other = (await chip.innerText()).includes("region") ? "channel" : "region";
  await chip.click();
  await page.getByRole("button", { name: "Change the column" }).click();
  const column = page.getByRole("combobox", { name: "Column to group by" });
  await column.fill(other);
  await page
    .getByRole("option", { name: new RegExp(other) })
    .first()
    .waitFor();
  await page.keyboard.press("Enter");
  await latest(page)
    .getByRole("button", { name: `Group: by ${other}` })
    .waitFor();
  await latest(page).getByRole("button", { name: "Undo" }).waitFor();
  await answered(page);
  mark("chip changed");

  await latest(page).getByRole("tab", { name: "SQL" }).click();
  await latest(page).getByRole("button", { name: "Edit SQL" }).click();
  const editor = page.locator("[data-sql-editor] .cm-content");
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(
    "SELECT region, sum(amount) AS total FROM sales WHERE channel = 'shop' GROUP BY region ORDER BY region",
  );
  await latest(page).getByRole("button", { name: "Run", exact: true }).click();
  await latest(page)
    .getByRole("button", { name: /Compare with the generated SQL/ })
    .waitFor();
  await answered(page);
  await latest(page).getByRole("tab", { name: "Chart" }).click();
  await latest(page).locator("figure svg").waitFor();
  mark("SQL changed");

  const picture = await bytesOf(page, "Chart as PNG");
  assert.match(picture.name, /\.png$/);
  assert.deepEqual([...picture.bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const drawn = await pixels(page, picture.bytes);
  assert.ok(drawn.width > 300 && drawn.colours > 3, `the picture is ${JSON.stringify(drawn)}`);
  const rows = await bytesOf(page, "CSV");
  assert.match(rows.name, /\.csv$/);
  const lines = rows.bytes
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .replaceAll('"', "")
    .trim()
    .split(/\r?\n/);
  assert.equal(lines.length, 5);
  assert.deepEqual(
    lines.slice(1).map((line) => line.split(",")[0]),
    [...REGIONS].sort(),
  );
  const shop = LINES.map((line) => line.split(",")).filter(
    ([, , , region, channel]) => region === "East" && channel === "shop",
  );
  const total = shop.reduce((sum, cells) => sum + Number(cells[5]), 0);
  assert.equal(Number(lines[1].split(",")[1]), total);
  const book = await bytesOf(page, "Excel");
  assert.match(book.name, /\.xlsx$/);
  await writeFile(join(shots, "journey.xlsx"), book.bytes);
  assert.equal(book.bytes.subarray(0, 4).toString("latin1"), "PK\x03\x04");
  mark("files saved");
  await checkLooks(page, "journey");
  await undone(page);
});

for (const [name, seconds] of marks) console.log(`${name}: ${seconds.toFixed(1)} s`);
