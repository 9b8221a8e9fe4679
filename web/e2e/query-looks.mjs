/** Every state of the Query page at four widths, in the dark at two of them: nothing for axe, no sideways scroll. */
import { base, checkLooks, inBrowser } from "./browser.mjs";

const WIDTHS = { light: [320, 390, 768, 1280], dark: [390, 1280] };

await inBrowser(async (open) => {
  const looks = async (colorScheme) => {
    const page = await open({ viewport: { width: 1280, height: 860 }, colorScheme });
    await walk(page, async (state, least = Number.POSITIVE_INFINITY) => {
      for (const width of WIDTHS[colorScheme].filter((one) => one < least)) {
        await page.setViewportSize({ width, height: 860 });
        await checkLooks(page, `query-${width}-${colorScheme}-${state}`);
      }
      await page.setViewportSize({ width: 1280, height: 860 });
    });
  };
  await Promise.all([looks("light"), looks("dark")]);
});

async function walk(page, look) {
  await page.goto(`${base}/query?workspace=sample`);
  await page.getByText("Begin with a table").waitFor();
  await look("start");

  await page
    .getByRole("region", { name: "Begin with a table" })
    .getByRole("button", { name: /^orders/ })
    .click();
  await page.getByRole("button", { name: "Table: orders" }).waitFor();
  await page.getByLabel("Suggested queries").getByRole("button").first().waitFor();
  await page.getByRole("button", { name: "Group by", exact: true }).click();
  await page.getByRole("combobox", { name: "Column to group by" }).fill("channel");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add a measure" }).click();
  await page.getByRole("combobox", { name: "Measure" }).fill("number of orders");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Group: channel" }).waitFor();
  await page.getByRole("button", { name: "Add a filter" }).click();
  await page.getByRole("combobox", { name: "Column to filter by" }).fill("status");
  await page.keyboard.press("Enter");
  await page.getByRole("listbox", { name: "Values" }).getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await look("filter");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByRole("button", { name: /^Filter: status/ }).waitFor();
  await page.getByRole("button", { name: "Rows after Filter" }).click();
  await page.getByRole("region", { name: "Rows after Filter" }).getByRole("table").waitFor();
  await page.getByRole("button", { name: /^Run/ }).click();
  await page.getByRole("button", { name: /^Receipt/ }).waitFor();
  await look("result");

  await page.getByRole("tablist", { name: "Views of the query" }).getByRole("tab", { name: "SQL" }).click();
  const field = page.locator("[data-sql-editor] .cm-content");
  await field.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("SELECT getenv(channel) FROM orders");
  await page.keyboard.press("Escape");
  await page.getByText(/getenv\(\) is not allowed/).waitFor();
  await look("refused");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("SELECT channel FROM orders WHERE chan");
  await page.locator("[data-sql-editor] .cm-tooltip-autocomplete").waitFor();
  await look("completion");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("SELECT channel, row_number() OVER () AS n FROM orders");
  await page.keyboard.press("Escape");
  await page.getByText(/Stays SQL/).waitFor();
  await page.getByRole("button", { name: "Explain" }).click();
  await page.getByRole("region", { name: "Explanation" }).getByRole("listitem").first().waitFor();
  await look("explained");
  await page.setViewportSize({ width: 768, height: 860 });
  await page.getByRole("button", { name: "Tables", exact: true }).click();
  await page.getByRole("dialog").getByRole("list", { name: "Tables" }).waitFor();
  await look("tables", 1024);
}
