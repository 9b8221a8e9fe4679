/** Dashboards at four widths, light and dark: nothing for axe, no sideways scroll. */
import { base, checkLooks, inBrowser } from "./browser.mjs";

const WIDTHS = [320, 390, 768, 1280];
const headers = { "X-Workspace": "sample", "Content-Type": "application/json" };

await inBrowser(async (open) => {
  const made = await fetch(`${base}/api/dashboards/quick-create`, { method: "POST", headers, body: "{}" });
  const { name } = await made.json();
  await Promise.all(
    WIDTHS.map(async (width) => {
      const page = await open({ viewport: { width, height: 860 }, hasTouch: width < 600 });
      const look = async (state) => {
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await checkLooks(page, `dashboards-${width}-${colorScheme}-${state}`);
        }
      };
      await page.goto(`${base}/dash?workspace=sample`);
      await page.getByRole("heading", { level: 2 }).first().waitFor();
      await look("list");
      await page.goto(`${base}/dash/${name}?workspace=sample`);
      await page.getByRole("article").first().getByText(/Read /).waitFor();
      await page.locator("svg.marks").first().waitFor();
      await look("view");
      if (width < 1280) return;
      await page.getByRole("button", { name: "Edit" }).click();
      await page.locator("[data-tile]").first().waitFor();
      await look("edit");
    }),
  );
});
