/** Data that changes while it is looked at: answers, rows, results of queries and dashboards say so, and show it when it is asked for. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

const HALF_A_MINUTE = 31_000;
const two = ["2025-01-01,5", "2025-01-02,6"];
const three = [...two, "2025-01-03,30"];

await inBrowser(async (open) => {
  const page = await open();
  await page.clock.install();
  await page.goto(base);
  await page.getByRole("heading", { name: "Ask your data in plain English" }).waitFor();
  await upload(page, two);
  await page.reload();
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "What is the total amount?");
  await answered(page);
  await latest(page).getByText("11", { exact: true }).first().waitFor();
  assert.equal(await told(page).count(), 0);

  await upload(page, three);
  await page.clock.fastForward(HALF_A_MINUTE);
  await latest(page)
    .getByText(/Data updated at .*: sales/)
    .waitFor();
  await latest(page).getByText("11", { exact: true }).first().waitFor();
  await checkLooks(page, "stale");
  await latest(page).getByRole("button", { name: "Re-run" }).click();
  await latest(page).getByText("41", { exact: true }).first().waitFor();
  await told(page).waitFor({ state: "detached" });

  await rows(page);
  await results(page);
  await board(page);
});

function told(page) {
  return page.getByText(/Data updated/);
}

/** Rows that are looked at stay until they are read again; a version that was brought back is told too. */
async function rows(page) {
  await page.goto(`${base}/data/sales?tab=rows`);
  const grid = page.getByRole("table", { name: "Rows of sales" });
  await page.getByText("3 rows", { exact: true }).waitFor();
  await upload(page, two);
  await page.clock.fastForward(HALF_A_MINUTE);
  await told(page).waitFor();
  await grid.getByText("2025-01-03").or(grid.getByText("Jan 3, 2025")).waitFor();
  await checkLooks(page, "stale-rows");
  await page.getByRole("button", { name: "Re-run" }).click();
  await page.getByText("2 rows", { exact: true }).waitFor();
  await told(page).waitFor({ state: "detached" });
  await page.evaluate(async () => {
    const answer = await fetch("/api/tables/sales/versions/2/restore", { method: "POST" });
    if (!answer.ok) throw new Error(await answer.text());
  });
  await page.clock.fastForward(HALF_A_MINUTE);
  await page.getByText("sales is at version 2 again.").waitFor();
  await page.getByRole("button", { name: "Re-run" }).click();
  await page.getByText("3 rows", { exact: true }).waitFor();
}

async function results(page) {
  await page.goto(`${base}/query?view=sql`);
  const editor = page.locator("[data-sql-editor] .cm-content");
  await editor.click();
  await page.keyboard.insertText("SELECT sum(amount) AS total FROM sales");
  await page.getByRole("button", { name: /^Run/ }).click();
  const result = page.getByRole("region", { name: "Result", exact: true });
  await result.getByText("41", { exact: true }).first().waitFor();
  await upload(page, [...three, "2025-01-04,100"]);
  await page.clock.fastForward(HALF_A_MINUTE);
  await result.getByText(/Data updated/).waitFor();
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("SELECT count(*) AS n FROM sales");
  await result.getByText("The query has changed since").waitFor();
  await result.getByRole("button", { name: "Re-run" }).click();
  await result.getByText("141", { exact: true }).first().waitFor();
  await told(page).waitFor({ state: "detached" });
  await editor.getByText("count").waitFor();
}

async function board(page) {
  const name = await page.evaluate(async () => {
    const post = async (path, body) => {
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    };
    const query = await post("/api/queries", {
      title: "Total",
      sql: "SELECT sum(amount) AS total FROM sales",
    });
    const tiles = [{ kind: "query", id: "total", query: query.name, x: 0, y: 0, w: 6, h: 4 }];
    return (await post("/api/dashboards", { title: "Sales", tiles })).name;
  });
  await page.goto(`${base}/dash/${name}`);
  const tile = page.getByRole("article", { name: "Total" });
  await tile.getByText("141").first().waitFor();
  await upload(page, two);
  await page.clock.fastForward(HALF_A_MINUTE);
  await told(page).waitFor();
  await tile.getByText("141").first().waitFor();
  await page.getByRole("button", { name: "Re-run" }).click();
  await tile.getByText("11", { exact: true }).first().waitFor();
  await told(page).waitFor({ state: "detached" });
}

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
