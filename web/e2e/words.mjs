/**
 * The page in a language of trial: every text stands in brackets and is 40% longer. What stands outside of them came
 * with the data, and nothing runs over the sides.
 */
import assert from "node:assert/strict";
import { base, inBrowser, shoot } from "./browser.mjs";

const PAGES = [
  "",
  "data",
  "data/orders",
  "data/orders?tab=rows",
  "data/orders?tab=quality",
  "data/orders?tab=history",
  "data/model",
  "data/model?tab=joins",
  "data/model?tab=metrics",
  "query",
  "dash",
  "saved",
  "saved?tab=review",
  "history",
  "settings",
  "health",
  "nowhere",
];
/** Those with parts that narrow screens leave out. */
const WIDE = ["", "data/orders", "query", "dash"];
/** What is called the same in every language: names, keys, units, parts of dates. */
const NAMES =
  /\b(Tablespeak|DuckDB|Python|Excel|PowerPoint|Parquet|English|[A-Z]{2,}\w*|Ctrl|Enter|K|p50|p95|k?m?s|B|[kMG]B|v|Q[1-4]|(Mon|Tues?|Wed|Wednes|Thurs?|Fri|Sat|Satur|Sun)(day)?|Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?|[AP]M)\b/g;

await inBrowser(async (open, allowed) => {
  allowed.push(/status of 404/);
  for (const width of [320, 1280]) {
    const page = await open({ viewport: { width, height: 800 } });
    const data = gathered(page);
    await page.addInitScript(() => {
      globalThis.tablespeakSays = (text) => `⟦${text}${" long".repeat(Math.ceil(text.length * 0.08))}⟧`;
    });
    for (const path of width === 320 ? PAGES : WIDE) {
      await page.goto(`${base}/${path}${path.includes("?") ? "&" : "?"}workspace=sample`);
      await settled(page);
      await checked(page, data, `/${path} at ${width}`);
    }
    await page.goto(`${base}/?workspace=sample`);
    await page.locator("textarea").fill("What is the average order total by channel?");
    await page.keyboard.press("Enter");
    await page.locator("[data-turn] figure svg").waitFor();
    await settled(page);
    await shoot(page, `words-${width}`);
    await checked(page, data, `the answer at ${width}`);
    await page.context().close();
  }
});

async function settled(page) {
  await page.locator("h1").first().waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => document.querySelector("main .skeleton") === null);
}

/** Every text that the server sent, a run's events read once more by their address. */
function gathered(page) {
  const texts = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith("/events")) texts.push(readAgain(page, response));
    else if (pathname.startsWith("/api/")) texts.push(response.text().catch(() => ""));
  });
  return async () => (await Promise.all(texts)).join("\n").replaceAll("_", " ").toLowerCase();
}

async function readAgain(page, response) {
  const headers = await response.request().allHeaders();
  return (await page.request.get(response.url(), { headers })).text();
}

async function checked(page, data, name) {
  const known = await data();
  const parts = (text) => text.split(/[^\p{L}' -]+/u).map((part) => part.trim().toLowerCase());
  const came = (part) => !/\p{L}/u.test(part) || known.includes(part);
  const isData = (text) =>
    parts(text.replaceAll("_", " ")).every(came) ||
    parts(text.replaceAll("_", " ").replace(NAMES, "·")).every(came);
  const found = (await page.evaluate(outside)).filter((text) => !isData(text));
  assert.deepEqual([...new Set(found)], [], `English on ${name}`);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(sideways <= 0, `${name} scrolls sideways by ${sideways} px`);
}

/** Texts and labels outside of brackets, which may begin in one node and end in another. */
function outside() {
  const found = [];
  let depth = 0;
  const read = (text) => {
    let free = "";
    for (const letter of text) {
      if (letter === "⟦") depth += 1;
      else if (letter === "⟧") depth -= 1;
      else if (depth === 0) free += letter;
    }
    if (/\p{L}/u.test(free)) found.push(free.trim());
  };
  const walk = (element) => {
    // What a chart draws is told by its specification, which the server made.
    if (element.matches("script, style, code, pre, kbd, figure svg, .cm-editor, [lang]:not(html)")) return;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) read(element.getAttribute(name) ?? "");
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) read(node.data);
      else if (node.nodeType === Node.ELEMENT_NODE) walk(node);
    }
  };
  walk(document.body);
  return found;
}
