/** A server that is gone is told, what is shown stays, and the page goes on by itself when it is back. */
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

await inBrowser(async (open, allowed) => {
  allowed.push(/Failed to load resource/);
  const page = await open();
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "How many orders per month?");
  await answered(page);

  await page.route("**/api/**", (route) => route.abort());
  await ask(page, "What is the average order total by channel?");
  await latest(page).getByText("Tablespeak cannot be reached.").waitFor();
  await latest(page).getByRole("button", { name: "Try again" }).waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.getByText(/trying again by itself/).waitFor();
  await page.getByText("Kept from before the connection was lost").first().waitFor();
  await checkLooks(page, "offline");

  await page.unroute("**/api/**");
  await page.getByText(/trying again by itself/).waitFor({ state: "detached" });
  await latest(page).getByRole("button", { name: "Try again" }).click();
  await answered(page);
});
