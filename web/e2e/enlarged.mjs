/** Pages enlarged to 400%, in colours that the system forces, and written from right to left. */
import assert from "node:assert/strict";
import { answered, ask, base, checkLooks, inBrowser, latest, shoot } from "./browser.mjs";

const PAGES = [
  "",
  "data",
  "data/orders",
  "data/orders?tab=rows",
  "data/model",
  "query",
  "history",
  "settings",
  "health",
];

await inBrowser(async (open) => {
  const small = await open({ viewport: { width: 320, height: 256 } });
  for (const path of PAGES) {
    await small.goto(`${base}/${path}${path.includes("?") ? "&" : "?"}workspace=sample`);
    await small.getByRole("heading", { level: 1 }).first().waitFor();
    const seen = await small.waitForFunction(headingIsSeen, undefined, { timeout: 15_000 }).catch(() => null);
    assert.ok(seen !== null, `the heading of /${path} is hidden at 400%`);
    assert.ok((await sideways(small)) <= 0, `/${path} scrolls sideways at 400%`);
  }
  await small.context().close();

  for (const [name, options] of [
    ["forced", { forcedColors: "active" }],
    ["rtl", {}],
  ]) {
    const page = await open(options);
    await page.goto(`${base}/?workspace=sample`);
    await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
    if (name === "rtl")
      await page.evaluate(() => {
        document.documentElement.dir = "rtl";
      });
    await ask(page, "What is the average order total by channel?");
    await answered(page);
    await latest(page).locator("figure svg").waitFor();
    assert.ok((await sideways(page)) <= 0, `${name} scrolls sideways`);
    if (name === "rtl") await checkLooks(page, "answer-rtl");
    else await shoot(page, "answer-forced-colours");
    await page.context().close();
  }
});

function sideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Once the page has taken the place of what stood there while its code was loaded. */
function headingIsSeen() {
  const element = document.querySelector("h1");
  if (element === null) return false;
  element.scrollIntoView({ block: "center" });
  const { left, top, width, height } = element.getBoundingClientRect();
  const found = document.elementFromPoint(left + Math.min(width, 40) / 2, top + height / 2);
  return found !== null && (element.contains(found) || found.contains(element));
}
