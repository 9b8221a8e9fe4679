/** A server that is gone is told, what is shown stays and is marked, nothing can be changed meanwhile, and everything goes on by itself when it is back. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

const KEPT = "Kept from before the connection was lost";

await inBrowser(async (open, allowed) => {
  allowed.push(/Failed to load resource/);
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "How many orders per month?");
  await answered(page);
  await lookAround(page);

  await page.route("**/api/**", (route) => route.abort());
  await ask(page, "What is the average order total by channel?");
  await latest(page).getByText("Tablespeak cannot be reached.").waitFor();
  await latest(page).getByRole("button", { name: "Try again" }).waitFor();
  await page.getByText(/trying again by itself/).waitFor();
  await page.getByText(KEPT).first().waitFor();
  await page.getByLabel("Your question").fill("What is typed stays");
  await checkLooks(page, "offline");
  await keptOnPages(page);

  await page.unroute("**/api/**");
  await page.getByText(/trying again by itself/).waitFor({ state: "detached" });
  await page.getByText("Nothing is saved yet.").waitFor();
  assert.equal(await page.getByText(KEPT).count(), 0);
  await goTo(page, "Ask");
  await latest(page).getByRole("button", { name: "Try again" }).click();
  await answered(page);
});

async function goTo(page, name) {
  await page
    .getByRole("navigation", { name: "Pages" })
    .first()
    .getByRole("link", { name, exact: true })
    .click();
}

async function menu(page, name) {
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await page.getByRole("menuitem", { name }).click();
}

/** What will be there to look at when the server is gone. */
async function lookAround(page) {
  await goTo(page, "Data");
  await page.getByRole("link", { name: "orders", exact: true }).click();
  await page.getByRole("region", { name: "Columns" }).getByRole("heading", { name: "channel" }).waitFor();
  await page.getByRole("tab", { name: "Rows" }).click();
  await page.getByRole("table", { name: "Rows of orders" }).getByRole("cell").first().waitFor();
  await page.getByRole("tab", { name: "Quality" }).click();
  await page
    .getByText(/Nothing stands out|finding/)
    .first()
    .waitFor();
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByRole("heading", { name: /Version 1/ }).waitFor();
  await menu(page, "Settings");
  await page
    .getByText(/CREATE TABLE/)
    .first()
    .waitFor();
  await page.getByRole("link", { name: /Server works/ }).click();
  await page.getByText(/queries in sealed processes/).waitFor();
  await goTo(page, "Ask");
  await latest(page).waitFor();
}

/** Each says so, and holds back what would change something; a page that was never there says why, and waits. */
async function keptOnPages(page) {
  await goTo(page, "Data");
  await page.getByText(KEPT).waitFor();
  assert.ok(await page.getByRole("button", { name: "Add files" }).isDisabled());
  const why = await page
    .getByRole("button", { name: "Add files" })
    .evaluate((button) => button.closest("fieldset").getAttribute("aria-describedby"));
  assert.match(await page.locator(`#${why}`).innerText(), /nothing can be changed until it is back/);
  await page.getByRole("link", { name: "orders", exact: true }).click();
  for (const tab of ["Columns", "Rows", "Quality", "History"]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("tabpanel", { name: tab }).getByText(KEPT).waitFor();
  }
  assert.ok(await page.getByRole("button", { name: "Remove" }).isDisabled());
  await checkLooks(page, "offline-table");
  await menu(page, "Settings");
  await page.getByText(KEPT).waitFor();
  assert.ok(await page.getByRole("button", { name: "Delete everything" }).isDisabled());
  await page.getByRole("link", { name: /Offline/ }).click();
  await page.getByText(KEPT).waitFor();
  await page.getByText(/Cannot be reached. It was Tablespeak/).waitFor();
  await goTo(page, "Saved");
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await page.getByRole("button", { name: "Copy error id" }).waitFor();
}
