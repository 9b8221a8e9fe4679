/** An answer is put on dashboards by the mouse; a view is brought up to its query, filters are kept, and it is sent by schedules. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest, shoot } from "./browser.mjs";

const headers = { "X-Workspace": "sample", "Content-Type": "application/json" };

async function sent(method, path, body) {
  const answer = await fetch(`${base}${path}`, { method, headers, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.json();
}

await inBrowser(async (open, allowed) => {
  allowed.push(/422/);
  const { name } = await sent("POST", "/api/dashboards", { title: "Weekly" });
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "number of orders by channel");
  await answered(page);
  await dragged(page, "Weekly");
  await tilesOf(name, 1);
  await latest(page).getByRole("button", { name: "Add to dashboard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Weekly" }).click();
  await page.getByRole("link", { name: "Weekly" }).click();
  await page.getByRole("article").nth(1).getByText(/Read /).waitFor();

  await outdated(page, name);
  await failed(page, name);
  await filtered(page, name);
  await scheduled(page);
  await shared(open, name);
});

async function dragged(page, onto) {
  const button = latest(page).getByRole("button", { name: "Add to dashboard" });
  await latest(page).locator("figure svg").waitFor();
  await button.hover();
  const handle = await button.boundingBox();
  await page.mouse.down();
  await page.mouse.move(handle.x + 60, handle.y - 30, { steps: 4 });
  const place = page.getByRole("complementary", { name: "Drop it on a dashboard" }).getByText(onto);
  await place.waitFor();
  await shoot(page, "boards-drag");
  const box = await place.boundingBox();
  await page.mouse.move(box.x + 10, box.y + 6, { steps: 4 });
  await page.mouse.up();
}

async function tilesOf(name, count) {
  for (let tries = 0; ; tries += 1) {
    const board = await sent("GET", `/api/dashboards/${name}`);
    if (board.tiles?.length === count) return board;
    assert.ok(tries < 50, `${name} has ${board.tiles?.length ?? 0} tiles`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The query changes after a tile was given a view of its own. */
async function outdated(page, name) {
  const { tiles } = await tilesOf(name, 2);
  const [first, second] = tiles;
  await sent("PATCH", `/api/dashboards/${name}`, {
    tiles: [{ ...first, view: { show: "table" } }, second],
    filters: [{ name: "channel", type: "text", field: "orders.channel" }],
  });
  await sent("PATCH", `/api/queries/${first.query}`, { chart: { show: "chart", mark: "bar" } });
  await page.reload();
  const update = page.getByRole("button", { name: "Update view" });
  await update.waitFor();
  assert.equal(await page.getByRole("article").first().getByRole("table").count(), 1);
  await shoot(page, "boards-update-view");
  await update.click();
  await update.waitFor({ state: "detached" });
  await page.getByRole("article").first().locator("svg.marks").waitFor();
}

/** A tile that could not be read is read again by itself, once its query is mended; the others stay as they were read. */
async function failed(page, name) {
  const { tiles } = await tilesOf(name, 2);
  const sql = "SELECT CAST(channel AS INTEGER) AS channels FROM orders";
  const { name: query } = await sent("POST", "/api/queries", { title: "How many channels", sql });
  const place = { x: 0, y: 20, w: 6, h: 4 };
  await sent("PATCH", `/api/dashboards/${name}`, {
    tiles: [...tiles, { kind: "query", id: "broken", query, ...place }],
  });
  await page.reload();
  const tile = page.getByRole("article", { name: "How many channels" });
  const again = tile.getByRole("button", { name: "Try again" });
  await again.waitFor();
  await checkLooks(page, "boards-failed");
  await again.click();
  await tile.locator("[aria-disabled=false]").waitFor();
  await sent("PATCH", `/api/queries/${query}`, { sql: "SELECT 7654321 AS channels" });
  const runs = [];
  page.on("request", (request) => request.url().endsWith("/run") && runs.push(request.postDataJSON()));
  await again.focus();
  await page.keyboard.press("Enter");
  await tile.getByText(/Read /).waitFor();
  await again.waitFor({ state: "detached" });
  assert.deepEqual(
    runs.map((showing) => showing.tiles),
    [["broken"]],
  );
  await sent("PATCH", `/api/dashboards/${name}`, { tiles });
  await page.reload();
  await tile.waitFor({ state: "detached" });
}

async function filtered(page, name) {
  await page.getByRole("button", { name: /^channel:/i }).click();
  await page.getByRole("textbox", { name: "channel" }).fill("Web");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/f\.channel=/);
  await page.getByRole("button", { name: "Save these filters" }).click();
  await page.waitForURL((address) => !address.search.includes("f.channel"));
  const { filters } = await sent("GET", `/api/dashboards/${name}`);
  assert.deepEqual(filters[0].default, ["Web"]);
  await page.getByRole("button", { name: /^channel: Web/i }).waitFor();
}

async function scheduled(page) {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Schedules" }).click();
  const dialog = page.getByRole("dialog", { name: "Schedules" });
  await dialog.getByRole("combobox", { name: "To" }).click();
  await page.getByRole("option", { name: "A folder of the server" }).click();
  await dialog.getByLabel("Folder").fill("../outside");
  await dialog.getByRole("button", { name: "Make the schedule" }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByLabel("Folder").fill("weekly");
  await dialog.getByRole("button", { name: "Make the schedule" }).click();
  const entry = dialog.getByRole("listitem", { name: /folder weekly/ });
  await entry.getByText("Active").waitFor();
  await entry.getByRole("button", { name: "Send now" }).click();
  await entry.getByText(/^Sent /).waitFor();
  await shoot(page, "boards-schedules");
  await entry.getByRole("button", { name: "Pause" }).click();
  await entry.getByText("Paused").waitFor();
  await entry.getByRole("button", { name: "Resume" }).click();
  await entry.getByText("Active").waitFor();
  await entry.getByRole("button", { name: "Delete" }).click();
  await entry.waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
}

async function shared(open, name) {
  const { url } = await sent("POST", `/api/dashboards/${name}/shares`, { may: "edit" });
  const visitor = await open();
  await visitor.goto(`${base}${url}`);
  await visitor.getByRole("button", { name: "Edit" }).click();
  const tile = visitor.locator("[data-tile]").first();
  await tile.focus();
  await visitor.keyboard.press("Enter");
  await visitor.keyboard.press("Shift+ArrowDown");
  await visitor.keyboard.press("Enter");
  await visitor.getByRole("button", { name: "Save" }).click();
  await visitor.getByRole("button", { name: "Edit" }).waitFor();
  const { tiles } = await sent("GET", `/api/dashboards/${name}`);
  assert.deepEqual(tiles.map(({ h }) => h).sort(), [4, 5]);
}
