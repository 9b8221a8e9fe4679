/** The pictures of the documentation, light and dark, taken of a running server.
 *
 *     tablespeak serve --data-dir FOLDER &
 *     node web/e2e/pictures.mjs http://127.0.0.1:8000 docs
 *
 * The sample workspace is loaded where it is missing, and asked; a dashboard that is made for its picture is removed again.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answered, ask, base, inBrowser, latest, shots } from "./browser.mjs";

const headers = { "X-Workspace": "sample", "Content-Type": "application/json" };
const SCREEN = { viewport: { width: 1200, height: 1040 }, deviceScaleFactor: 2 };
let asked = "";

await inBrowser(async (open) => {
  await sent("/api/workspaces/sample", "POST");
  const board = await (await sent("/api/dashboards/quick-create", "POST")).json();
  for (const colorScheme of ["light", "dark"]) {
    const page = await open({ ...SCREEN, colorScheme });
    await answer(page);
    await picture(page, `answer-${colorScheme}`);
    await dashboard(page, board.name);
    await picture(page, `dashboard-${colorScheme}`);
    await page.context().close();
  }
  await sent(`/api/dashboards/${board.name}`, "DELETE");
});

async function sent(path, method) {
  const body = method === "POST" ? "{}" : undefined;
  const told = await fetch(`${base}${path}`, { method, headers, body });
  if (!told.ok) throw new Error(`${method} ${path}: ${told.status} ${await told.text()}`);
  return told;
}

async function answer(page) {
  await page.goto(asked || `${base}/?workspace=sample`);
  if (asked === "") {
    await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
    await ask(page, "How many orders per month by channel?");
  }
  await answered(page);
  asked = page.url();
  await latest(page).locator("figure svg").waitFor();
  await page.evaluate(() => document.activeElement?.blur());
}

async function dashboard(page, name) {
  await page.goto(`${base}/dash/${name}?workspace=sample`);
  await page.getByRole("article").first().getByText(/Read /).waitFor();
  await page.locator("svg.marks").nth(1).waitFor();
}

async function picture(page, name) {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished)).catch(() => 0),
  );
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality: 88 });
  await writeFile(join(shots, `${name}.webp`), Buffer.from(data, "base64"));
}
