/** The states of Ask, each looked at on screens of some widths, light and dark. */
import { answered, ask, base, checkLooks, inBrowser, latest } from "./browser.mjs";

const HEIGHTS = { 320: 640, 390: 844, 768: 1024, 1280: 900 };

/** Every other width begins in the dark. */
export function lookAtAsk(widths) {
  return inBrowser(async (open) => {
    const walked = async (width, at) => {
      const themes = at % 2 ? ["dark", "light"] : ["light", "dark"];
      const viewport = { width, height: HEIGHTS[width] };
      const page = await open({ viewport, colorScheme: themes[0], hasTouch: width < 768 });
      await walk(page, async (state) => {
        for (const colorScheme of themes) {
          await page.emulateMedia({ colorScheme });
          await checkLooks(page, `ask-${width}-${colorScheme}-${state}`);
        }
        await page.emulateMedia({ colorScheme: themes[0] });
      });
    };
    await Promise.all(widths.map(walked));
  });
}

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
  await ask(page, "orders by city");
  await latest(page)
    .getByRole("button", { name: /orders by city.*shipping/i })
    .waitFor();
  await look("clarification");
  await page.getByRole("button", { name: /^Assistant:/ }).click();
  await page.getByRole("menuitemradio", { name: /Analyst/ }).waitFor();
  await look("assistant");
  await page.keyboard.press("Escape");
}
