/** The Data pages at four widths, light and dark: nothing for axe, no sideways scroll. */
import { base, checkLooks, inBrowser } from "./browser.mjs";

const WIDTHS = [320, 390, 768, 1280];

await inBrowser(async (open) => {
  const overview = await (await fetch(`${base}/api/data`, { headers: { "X-Workspace": "sample" } })).json();
  const orders = overview.tables.find(({ name }) => name === "orders");
  await Promise.all(
    WIDTHS.map(async (width) => {
      const page = await open({ viewport: { width, height: 860 }, hasTouch: width < 600 });
      const look = async (state) => {
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await checkLooks(page, `data-${width}-${colorScheme}-${state}`);
        }
      };
      await walk(page, orders.file_id, look);
    }),
  );
});

async function walk(page, file, look) {
  await page.goto(`${base}/data?workspace=sample`);
  await page
    .getByRole("rowheader", { name: /orders/ })
    .first()
    .waitFor();
  await look("list");
  await page.goto(`${base}/data?workspace=sample&file=${file}`);
  await page.getByRole("region", { name: "First rows of orders" }).waitFor();
  await look("report");
  await page.goto(`${base}/data/orders?workspace=sample`);
  await page.locator("svg[role=img]").first().waitFor();
  await look("columns");
  await page.getByRole("tab", { name: "Rows" }).click();
  await page.getByRole("cell").nth(10).waitFor();
  await look("rows");
  await page.getByRole("tab", { name: "Quality" }).click();
  await page
    .getByRole("button", { name: /Show rows/ })
    .first()
    .waitFor();
  await look("quality");
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByText("Version 1").waitFor();
  await look("history");
}
