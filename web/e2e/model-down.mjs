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
});
