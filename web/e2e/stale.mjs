/** Data that changes after it was asked about: the answer says so, and running it again shows what is there now. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

await inBrowser(async (open) => {
  const page = await open();
  await page.goto(base);
  await page.getByRole("heading", { name: "Ask your data in plain English" }).waitFor();
  await upload(page, ["2025-01-01,5", "2025-01-02,6"]);
  await page.reload();
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "What is the total amount?");
  await answered(page);
  await latest(page).getByText("11", { exact: true }).first().waitFor();
  assert.equal(await page.getByText(/Data updated/).count(), 0);

  await upload(page, ["2025-01-01,5", "2025-01-02,6", "2025-01-03,30"]);
  await page.reload();
  await latest(page)
    .getByText(/Data updated at .*: sales/)
    .waitFor();
  await checkLooks(page, "stale");
  await latest(page).getByRole("button", { name: "Re-run" }).click();
  await latest(page).getByText("41", { exact: true }).first().waitFor();
  await page.getByText(/Data updated/).waitFor({ state: "detached" });
});

/** The same name again is a new version of the table. */
function upload(page, lines) {
  return page.evaluate(
    async (text) => {
      const form = new FormData();
      form.append("files", new File([text], "sales.csv", { type: "text/csv" }));
      const answer = await fetch("/api/files/upload?wait=true", { method: "POST", body: form });
      if (!answer.ok) throw new Error(await answer.text());
    },
    ["day,amount", ...lines].join("\n"),
  );
}
