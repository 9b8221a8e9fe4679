/** The model is edited by keyboard into a draft, previewed, published and brought back; as text it tells its errors. */
import assert from "node:assert/strict";
import { base, checkLooks, inBrowser } from "./browser.mjs";

await inBrowser(async (open, allowed) => {
  const page = await open();
  const ask = await fetch(`${base}/api/ask`, {
    method: "POST",
    headers: { "X-Workspace": "sample", "Content-Type": "application/json" },
    body: JSON.stringify({ question: "What is the total order total by status?" }),
  });
  assert.ok(ask.ok);
  await page.goto(`${base}/data/model?workspace=sample&of=orders`);
  await page.getByRole("button", { name: "Edit order_total" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "orders.order_total" });
  await dialog.getByLabel("Description").fill("What was charged at first.");
  await dialog.getByLabel("Also called").fill("takings, bookings");
  await dialog.getByLabel("Put together by").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "avg" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Put into draft" }).focus();
  await page.keyboard.press("Enter");
  const draft = page.getByRole("region", { name: "Draft" });
  await draft.getByText(/Draft: \d changes/).waitFor();
  assert.match(await draft.innerText(), /orders\.order_total/);
  await dialog.waitFor({ state: "detached" });
  assert.equal(
    await page.evaluate(() => document.activeElement?.getAttribute("aria-label")),
    "Edit order_total",
    "focus is back where it was",
  );

  await page.getByRole("tab", { name: "Metrics" }).click();
  await page.getByRole("button", { name: "Accept revenue", exact: true }).click();
  await page.getByRole("button", { name: "Edit revenue", exact: true }).waitFor();
  await page.getByRole("button", { name: "Add metric" }).click();
  const metric = page.getByRole("dialog", { name: "Add a metric" });
  await metric.getByLabel("Name").fill("Large orders");
  await metric.getByLabel("Calculation").fill("COUNT(nothing)");
  await metric.getByLabel("Table").click();
  await page.getByRole("option", { name: "orders", exact: true }).click();
  allowed.push(/status of (404|422)/);
  await metric.getByRole("button", { name: "Put into draft" }).click();
  await page
    .getByText(/nothing/)
    .first()
    .waitFor();
  await metric.getByLabel("Calculation").fill("COUNT(*)");
  await metric.getByLabel("Only rows where").fill("order_total > 500");
  await metric.getByRole("button", { name: "Put into draft" }).click();
  await page.getByText("COUNT(*)").first().waitFor();

  await page.getByRole("tab", { name: "As text" }).click();
  const text = page.getByRole("textbox", { name: /YAML/ });
  const kept = await text.inputValue();
  assert.match(kept, /Large orders/);
  await text.fill(kept.replace("role: measure", "role: nonsense"));
  await page.getByRole("button", { name: "Put into draft" }).click();
  assert.match(await page.getByRole("alert").innerText(), /line \d+/i);
  await page.getByRole("button", { name: "Reset" }).click();

  await draft.getByRole("button", { name: "Preview" }).click();
  const preview = page.getByRole("dialog", { name: "What publishing would change" });
  await preview.getByRole("button", { name: "Publish" }).waitFor();
  await checkLooks(page, "model-preview");
  await preview.getByRole("button", { name: "Publish" }).click();
  await draft.waitFor({ state: "detached" });

  await page.getByRole("tab", { name: "Versions" }).click();
  await page.getByRole("heading", { name: /Version 1 Current/ }).waitFor();
  await page.getByRole("button", { name: "Go back to this: version 0" }).click();
  await page.getByRole("heading", { name: /Version 2 Current/ }).waitFor();
  await page.getByRole("tab", { name: "Metrics" }).click();
  await page.getByRole("button", { name: "Accept revenue", exact: true }).waitFor();
});
