/** The model's pages at four widths, light and dark: nothing for axe, no sideways scroll. */
import { base, checkLooks, inBrowser } from "./browser.mjs";

const WIDTHS = [320, 390, 768, 1280];

await inBrowser(async (open) => {
  await fetch(`${base}/api/models/default`, {
    method: "PATCH",
    headers: { "X-Workspace": "sample", "Content-Type": "application/json" },
    body: JSON.stringify([
      { metric: "revenue", do: "accept" },
      { synonym: "basket", target: "orders" },
      { target: "orders.status", set: { hidden: true } },
    ]),
  });
  await Promise.all(
    WIDTHS.map(async (width) => {
      const page = await open({ viewport: { width, height: 860 }, hasTouch: width < 600 });
      const look = async (state) => {
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await checkLooks(page, `model-${width}-${colorScheme}-${state}`);
        }
      };
      await walk(page, look);
    }),
  );
});

async function walk(page, look) {
  await page.goto(`${base}/data/model?workspace=sample&of=orders`);
  await page.getByRole("region", { name: "Draft" }).waitFor();
  await look("tables");
  await page.getByRole("button", { name: "Edit order_total" }).click();
  await page.getByLabel("Can be added up").waitFor();
  await look("field");
  await page.keyboard.press("Escape");
  for (const [tab, text] of [
    ["Joins", "Not found: C9999"],
    ["Metrics", "Suggested"],
    ["Synonyms", "basket"],
    ["Calendar", "The fiscal year begins in"],
    ["As text", "YAML."],
    ["Versions", "As it was found"],
  ]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.getByText(text).first().waitFor();
    await look(tab.toLowerCase().replace(" ", "-"));
  }
}
