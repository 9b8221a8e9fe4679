/** An answer's SQL is edited and compared, saved and verified; the same question is then answered by it and says so. */
import assert from "node:assert/strict";
import { answered, ask, base, inBrowser, latest, shoot } from "./browser.mjs";

const QUESTION = "number of orders by channel";
const EDITED =
  "SELECT channel, count(DISTINCT customer_id) AS buyers FROM orders GROUP BY channel ORDER BY channel";
const LAST = "LIMIT 7";

/** The last line and the keys that run it, with no time between for the page to draw. */
function typeAndRunAtOnce(content, text) {
  const heard = { bubbles: true, cancelable: true };
  content.dispatchEvent(new InputEvent("beforeinput", { ...heard, inputType: "insertText", data: text }));
  content.dispatchEvent(new KeyboardEvent("keydown", { ...heard, key: "Enter", keyCode: 13, ctrlKey: true }));
}

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, QUESTION);
  await answered(page);

  await latest(page).getByRole("tab", { name: "SQL" }).click();
  await latest(page).getByRole("button", { name: "Edit SQL" }).click();
  const editor = page.locator("[data-sql-editor] .cm-content");
  for (let tried = 0; tried < 5 && !(await editor.innerText()).includes("DISTINCT"); tried++) {
    await page.waitForTimeout(300);
    await editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(EDITED);
  }
  await editor.evaluate(typeAndRunAtOnce, `\n${LAST}`);
  await latest(page).getByText("Edited by you").first().waitFor();
  await answered(page);
  await latest(page).getByRole("tab", { name: "SQL" }).click();
  await latest(page).getByRole("button", { name: "Compare with the generated SQL" }).click();
  const diff = page.getByLabel("Generated and edited SQL");
  await diff.waitFor();
  await diff.filter({ hasText: "DISTINCT" }).filter({ hasText: LAST }).waitFor();
  assert.ok(
    (await diff.locator(".cm-changedText, .cm-changedLine").count()) > 0,
    "what is different is marked",
  );
  await shoot(page, "verified-diff");

  await latest(page).getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Buyers by channel");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await latest(page).getByRole("button", { name: "Saved", exact: true }).waitFor();
  await page.getByRole("link", { name: "Saved" }).first().click();
  const row = page.getByRole("row", { name: /Buyers by channel/ });
  await row.waitFor();
  await page.getByRole("button", { name: "Actions for Buyers by channel" }).click();
  await page.getByRole("menuitem", { name: "Verify" }).click();
  await page.getByLabel("Your name").fill("Ana");
  await page.getByRole("dialog").getByRole("button", { name: "Verify" }).click();
  await row.getByText("by Ana").last().waitFor();

  await page.getByRole("link", { name: "Ask", exact: true }).first().click();
  await page.getByRole("button", { name: "New conversation" }).click();
  await page
    .getByRole("region", { name: "Questions this data can answer" })
    .getByRole("button", { name: QUESTION })
    .waitFor();
  await shoot(page, "verified-suggested");
  await ask(page, QUESTION);
  await answered(page);
  await latest(page)
    .getByRole("link", { name: /Verified by Ana/ })
    .waitFor();
  await latest(page).getByRole("tab", { name: "SQL" }).click();
  await latest(page)
    .getByRole("tabpanel")
    .filter({ hasText: /DISTINCT/i })
    .waitFor();
  await shoot(page, "verified-answer");
});
