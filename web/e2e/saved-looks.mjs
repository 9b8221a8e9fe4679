/** Saved at four widths, light and dark: each tab with and without entries, and its dialogs. */
import { base, checkLooks, inBrowser } from "./browser.mjs";

const WIDTHS = [320, 390, 768, 1280];
const headers = { "X-Workspace": "sample", "Content-Type": "application/json" };

async function sent(path, body) {
  return (await fetch(`${base}${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

await inBrowser(async (open) => {
  const page = await open({ hasTouch: true });
  const look = async (state) => {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 860 });
        await checkLooks(page, `saved-${state}-${width}-${colorScheme}`);
      }
    }
  };
  await page.goto(`${base}/saved?workspace=sample`);
  await page.getByText("Nothing is saved yet.").waitFor();
  await look("empty");
  await fill();

  await page.reload();
  await page.getByRole("link", { name: "Orders by channel" }).waitFor();
  await look("list");
  await page.getByRole("button", { name: "Run Orders of a channel" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("dialog").getByRole("region", { name: "Rows" }).waitFor();
  await look("run");
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Verified" }).click();
  await page.getByRole("link", { name: "Orders by channel" }).waitFor();
  await look("verified");
  await page.getByRole("tab", { name: "Review" }).click();
  await page.getByRole("button", { name: /orders were meant/ }).click();
  await page.getByRole("heading", { name: "As it was corrected" }).waitFor();
  await look("review");
  await page.getByRole("tab", { name: "History" }).click();
  await page
    .getByRole("link", { name: /total amount/ })
    .first()
    .waitFor();
  await look("history");
});

async function fill() {
  const sql = "SELECT channel, count(*) AS orders FROM orders GROUP BY channel ORDER BY channel";
  const parameters = [
    { name: "channel", type: "text", label: "Channel", default: "online" },
    { name: "before", type: "date", default: "2030-01-01" },
    { name: "most", type: "integer", default: 10 },
  ];
  const query = await sent("/api/queries", {
    title: "Orders by channel",
    question: "orders by channel",
    sql,
  });
  await sent(`/api/queries/${query.name}/verify`, { by: "Ana" });
  await sent("/api/queries", {
    title: "Orders of a channel",
    description: "How many there were before a day, for the shop’s weekly meeting",
    sql: "SELECT count(*) AS orders FROM orders WHERE channel = :channel AND current_date < :before AND 1 < :most",
    parameters,
  });
  await sent("/api/queries", { title: "A".repeat(90), sql: "SELECT 1 AS one" });
  const { run_id } = await sent("/api/ask", { question: "total amount of orders by channel" });
  const ended = await fetch(`${base}/api/runs/${run_id}/events`, { headers });
  await ended.text();
  await sent(`/api/runs/${run_id}/feedback`, {
    verdict: "wrong",
    cause: "calculation",
    words: "orders were meant",
    sql,
  });
}
