/** A dashboard built by keyboard alone, refreshed, shared, opened elsewhere, revoked and printed. */
import assert from "node:assert/strict";
import { base, inBrowser, shoot } from "./browser.mjs";

await inBrowser(async (open, allowed) => {
  allowed.push(/404/);
  const page = await open();
  await page.goto(`${base}/dash?workspace=sample`);
  const begin = page.getByRole("button", { name: "New dashboard" });
  await begin.focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("What should it be about?").focus();
  await page.keyboard.type("orders by channel");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/dash\/[^?]+/);
  const tiles = page.getByRole("article");
  await tiles.first().getByText(/Read /).waitFor();
  assert.ok((await tiles.count()) >= 4, "a dashboard has tiles");

  await page.getByRole("button", { name: "Edit" }).focus();
  await page.keyboard.press("Enter");
  const last = page.locator("[data-tile]").last();
  await last.waitFor();
  const id = await last.getAttribute("data-tile");
  const before = await placed(id);
  await last.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Enter");
  await shoot(page, "dashboard-edited");
  await page.getByRole("button", { name: "Save" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Edit" }).waitFor();
  const after = await placed(id);
  assert.equal(after.h, before.h + 1, "Shift and the arrow made the tile higher");

  await page.getByRole("button", { name: "Refresh" }).click();
  await page.getByRole("button", { name: "Refresh" }).and(page.locator(":enabled")).waitFor();

  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel("The link").inputValue();
  const visitor = await open();
  await visitor.goto(link);
  await visitor.getByRole("article").first().getByText(/Read /).waitFor();
  assert.equal(await visitor.getByRole("navigation").count(), 0, "a shared view leads nowhere else");
  assert.equal(await visitor.getByText("SELECT").count(), 0);
  await shoot(visitor, "dashboard-shared");
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke" }).waitFor({ state: "detached" });
  await visitor.reload();
  await visitor.getByText("This link does not work any more.").waitFor();

  await page.keyboard.press("Escape");
  const pdf = await page.pdf({ format: "A4" });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(pages >= 1 && pages <= 4, `${pages} printed pages`);

  async function placed(tile) {
    const name = new URL(page.url()).pathname.split("/").at(-1);
    const board = await (
      await fetch(`${base}/api/dashboards/${name}`, { headers: { "X-Workspace": "sample" } })
    ).json();
    return board.tiles.find((one) => one.id === tile);
  }
});
