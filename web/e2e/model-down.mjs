/** A language model that is down is said, with what to do; what rules understand is answered all the same. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(base);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "What frobnication do we see?");
  await latest(page)
    .getByText(/language model at 127\.0\.0\.1:\d+ cannot be reached/)
    .first()
    .waitFor();
  await checkLooks(page, "model-down");
  await ask(page, "total amount by region");
  await answered(page);
  await latest(page).getByRole("tab", { name: "Table" }).click();
  assert.match(await latest(page).getByRole("table").innerText(), /north/i);
  await page.goto(`${base}/query?table=orders`);
  await page.getByLabel("Suggested queries").getByRole("button").first().click();
  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByRole("region", { name: "Result", exact: true }).getByRole("tab").first().waitFor();
  await settings(page);
});

/** What is set and by which variable, never the key; the test says what is the matter. */
async function settings(page) {
  await page.goto(`${base}/settings`);
  const set = page.getByRole("table", { name: "The language model as it is set" });
  const line = (name) => set.getByRole("row", { name: new RegExp(`^${name}`) });
  await line("Endpoint")
    .getByText(/^http:\/\/127\.0\.0\.1:\d+\/v1 \(on this machine\)$/)
    .waitFor();
  await line("Name").getByText("TABLESPEAK_MODEL", { exact: true }).waitFor();
  await line("Key").getByText("••••••••", { exact: true }).waitFor();
  await line("Drafts of SQL")
    .getByText(/a second where it and the rules differ/)
    .waitFor();
  await line("Budget of a question").getByText("8 calls").waitFor();
  await line("Waits at most")
    .getByText(/Default; TABLESPEAK_MODEL_TIMEOUT changes it/)
    .waitFor();
  await page.getByRole("button", { name: "Test", exact: true }).click();
  const found = page.getByRole("list", { name: "What was found" });
  await found.getByRole("listitem").filter({ hasText: "Answers" }).getByText("Failed").waitFor();
  await checkLooks(page, "settings-model");
}
