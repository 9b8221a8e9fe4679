/** Every state at phone and desktop width, light and dark: nothing for axe, no sideways scroll. */
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

await inBrowser(async (open) => {
  const look = async (device, colorScheme) => {
    const page = await open({ viewport: WIDTHS[device], colorScheme, hasTouch: device === "phone" });
    await walk(page, (state) => checkLooks(page, `${device}-${colorScheme}-${state}`));
    await page.context().close();
  };
  const both = (colorScheme) => Object.keys(WIDTHS).map((device) => look(device, colorScheme));
  await Promise.all([...both("light"), ...both("dark")]);
});

async function walk(page, look) {
  await page.goto(base);
  await page.getByRole("button", { name: "Choose files" }).waitFor();
  await look("empty");

  await page.goto(`${base}/?workspace=sample`);
  await page
    .locator("section", { hasText: "Questions this data can answer" })
    .getByRole("button")
    .first()
    .waitFor();
  await look("start");

  await ask(page, "How many orders per month?");
  await answered(page);
  await latest(page).locator("figure svg").waitFor();
  await look("chart");
  for (const tab of ["Table", "SQL", "How"]) {
    await latest(page).getByRole("tab", { name: tab }).click();
    await latest(page).getByRole("tabpanel", { name: tab }).waitFor();
    await look(tab.toLowerCase());
  }
  await latest(page)
    .getByRole("button", { name: /Receipt/ })
    .click();
  await latest(page).getByText("Decided by").scrollIntoViewIfNeeded();
  await look("receipt");

  await ask(page, "What is the weather?");
  await latest(page).getByText("You could ask").waitFor();
  await look("declined");
  await page.getByRole("button", { name: /^Assistant:/ }).click();
  await page.getByRole("menuitemradio", { name: /Analyst/ }).waitFor();
  await look("assistant");
  await page.keyboard.press("Escape");
}
