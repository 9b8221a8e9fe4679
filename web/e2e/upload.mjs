/** Files come in with their report, one that cannot be read is refused with a reason, and then questions wait. */
import assert from "node:assert/strict";
import { ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

const TICKETS = `ticket;team;opened;cost;postcode
1;Nord;03.01.2024;10,50;02108
2;Süd;15.01.2024;20,00;10117
3;Nord;31.02.2024;31,25;04103
4;West;04.03.2024;8,00;00501
`;

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(base);
  await page.getByRole("button", { name: "Choose files" }).waitFor();
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles([
      { name: "tickets.csv", mimeType: "text/csv", buffer: Buffer.from(TICKETS) },
      {
        name: "photo.png",
        mimeType: "image/png",
        buffer: Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"),
      },
    ]);
  await page.getByText("Imported tickets, 4 rows").waitFor();
  await page.getByRole("button", { name: "Hide" }).waitFor();
  const refused = page.getByLabel("Imported files").locator("> div").nth(1);
  assert.match(await refused.innerText(), /photo\.png[\s\S]*\w+/);
  await page.getByRole("button", { name: /Import report/ }).click();
  await page.getByText(/separated by semicolons/).waitFor();
  assert.match(await page.getByLabel("Imported files").innerText(), /postcode/);
  await checkLooks(page, "upload");
  await page.getByRole("button", { name: "Hide" }).click();

  const insights = page.getByRole("region", { name: "First insights" }).getByRole("button");
  await insights.first().waitFor();
  const found = (await insights.allInnerTexts()).join(" ");
  assert.match(found, /69\.75/, `the total of cost in: ${found}`);
  await checkLooks(page, "insights");
  await page.setViewportSize({ width: 390, height: 844 });
  await checkLooks(page, "insights-phone");
  await page.setViewportSize({ width: 1280, height: 800 });

  const questions = page
    .locator("section", { hasText: "Questions this data can answer" })
    .getByRole("listitem");
  await questions.first().getByRole("button").waitFor();
  const told = await insights.first().innerText();
  await insights.first().click();
  await latest(page).getByText(told.trim()).first().waitFor();
  await page.getByRole("button", { name: "New conversation" }).click();
  await questions.first().getByRole("button").waitFor();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "question");
  await ask(page, "how many tickets per team");
  await latest(page).getByRole("tab", { name: "Chart" }).waitFor();
  await page.getByRole("button", { name: /^Assistant:/ }).click();
  await page.getByRole("menuitemradio", { name: /Analyst/ }).click();
  const sent = page.waitForRequest((request) => request.url().endsWith("/api/ask"));
  await ask(page, "total cost by team");
  assert.equal((await sent).postDataJSON().assistant, "analyst");
});
