/** Settings shows the request as it would be sent in the mode in force; what it showed is kept for the test, and then
 * the question is asked. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answered, ask, base, inBrowser, shots } from "./browser.mjs";

const QUESTION = "What frobnication do we see in north?";

await inBrowser(async (open) => {
  const { model } = await (await fetch(`${base}/api/settings/model`)).json();
  const page = await open();
  await page.goto(`${base}/settings`);
  const mode = page.getByRole("combobox", { name: "Privacy mode", exact: true });
  await mode.filter({ hasText: new RegExp(model.privacy, "i") }).waitFor();
  const read = page.waitForResponse((response) => {
    const asked = response.url().endsWith("/preview") ? response.request().postDataJSON() : {};
    return asked.question === QUESTION && asked.privacy === model.privacy;
  });
  await page.getByLabel("What would be sent for").fill(QUESTION);
  await read;
  const preview = page.getByRole("region", { name: "The text that would be sent" });
  await preview.getByText("What frobnication do we see in").waitFor();
  await writeFile(join(shots, "privacy-shown.txt"), await preview.locator("pre").textContent());

  await mode.click();
  await page.getByRole("option", { name: /^None/ }).click();
  await page.getByText("Nothing: in this mode no language model is asked.").waitFor();
  assert.equal(await preview.count(), 0);

  await page.getByRole("link", { name: "Ask", exact: true }).first().click();
  await ask(page, QUESTION);
  await answered(page);

  await page.goto(`${base}/settings`);
  const kept = page.getByRole("combobox", { name: "Privacy mode of this workspace" });
  await kept.click();
  const offered = await page.getByRole("option").allInnerTexts();
  assert.equal(offered.length, ["none", "schema", "masked", "samples"].indexOf(model.privacy) + 1);
  await page.getByRole("option", { name: /^None/ }).click();
  await page.getByText("Nothing is ever sent.").waitFor();
  await page.reload();
  await kept.getByText("None").waitFor();
});
