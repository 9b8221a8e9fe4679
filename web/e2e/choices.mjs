/** A question back is answered by a click; a changed assumption runs again at once, and can be undone. */
import assert from "node:assert/strict";
import { answered, ask, base, inBrowser, latest } from "./browser.mjs";

const TICKETS = `ticket_id,team,opened_on,net_amount,gross_amount
1,Nord,2024-01-03,10.50,12.60
2,Süd,2024-01-15,20.00,24.00
3,Nord,2024-02-11,31.25,37.50
4,West,2024-03-04,8.00,9.60
`;

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(base);
  await page.getByRole("button", { name: "Choose files" }).waitFor();
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "tickets.csv", mimeType: "text/csv", buffer: Buffer.from(TICKETS) });
  await page.getByText("Imported tickets, 4 rows").waitFor({ timeout: 20_000 });
  await page.getByRole("button", { name: /Import report/ }).click();
  await page.getByText(/CSV · .*separated by commas/i).waitFor();
  await page.getByRole("button", { name: "Hide" }).click();

  await ask(page, "total amount by team");
  await latest(page)
    .getByRole("button", { name: /gross amount/i })
    .click();
  await answered(page);
  await latest(page).getByRole("tab", { name: "Table" }).click();
  assert.match(await latest(page).getByRole("table").innerText(), /Nord\s+50\.10/);

  await page.goto(`${base}/?run=${await runWithAssumption()}`);
  await answered(page);
  await latest(page).getByRole("tab", { name: "Table" }).click();
  const rows = () => latest(page).getByRole("table").innerText();
  assert.match(await rows(), /Nord\s+41\.75/);
  await page.getByRole("button", { name: "Measure: net amount" }).click();
  await page.getByRole("button", { name: "gross amount", exact: true }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor();
  await latest(page).getByRole("tab", { name: "Table" }).click();
  assert.match(await rows(), /Nord\s+50\.10/);
  assert.equal(await page.locator("[data-turn]").count(), 1);
  await page.getByRole("button", { name: "Undo" }).click();
  assert.match(await rows(), /Nord\s+41\.75/);
});

/** A run whose plan names another reading, as an ambiguous question leaves it. */
async function runWithAssumption() {
  const asked = await post({ question: "total amount by team" });
  const events = await (await fetch(`${base}/api/runs/${asked.run_id}/events`)).text();
  const data = events
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => JSON.parse(line.slice(6)));
  const [net, gross] = data.find(({ type }) => type === "clarification").options;
  const alternatives = [{ label: "gross amount", plan: gross.plan }];
  const assumption = {
    topic: "measure",
    chosen: "net amount",
    why: "Two columns are amounts.",
    alternatives,
  };
  return (await post({ question: "total amount by team", plan: { ...net.plan, assumptions: [assumption] } }))
    .run_id;
}

async function post(body) {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(`${base}/api/ask`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(response.status, 202);
  return response.json();
}
