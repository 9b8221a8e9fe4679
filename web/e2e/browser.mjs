/**
 * A page in Chromium that is watched: any console message of a problem, page error, report of the content security
 * policy or request to another host fails the scenario.
 *
 * `scenario` is given a function that opens a page, and a list for patterns of faults that it brings about itself.
 * In: the server's address and a folder for screenshots, as arguments of the script.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";

export const [base, shots] = process.argv.slice(2);

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function inBrowser(scenario) {
  const executablePath = process.env.CHROMIUM_PATH || "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const faults = [];
  const open = async (options) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: "en-US",
      ...options,
    });
    context.setDefaultTimeout(45_000);
    const page = await context.newPage();
    await watch(page, faults);
    return page;
  };
  try {
    const allowed = [];
    await scenario(open, allowed);
    assert.deepEqual(
      faults.filter((fault) => !allowed.some((pattern) => pattern.test(fault))),
      [],
    );
  } finally {
    await browser.close();
  }
}

async function watch(page, faults) {
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== base) faults.push(`another host: ${url}`);
  });
  await page.exposeFunction("tellViolation", (text) => faults.push(`content security policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      window.tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
}

export async function ask(page, question) {
  await page.getByLabel("Your question").fill(question);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name: question }).last().waitFor();
}

export function latest(page) {
  return page.locator("[data-turn]").last();
}

export async function answered(page) {
  await latest(page).getByRole("button", { name: "Download" }).waitFor();
}

export async function shoot(page, name) {
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

export async function loadSample(page) {
  await page.getByRole("button", { name: "Load sample data" }).click();
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
}

/** Pictures of what looks right are taken only where somebody wants to see them; what fails is always pictured. */
export async function checkLooks(page, name) {
  await settled(page);
  if (process.env.SCREENSHOTS) await shoot(page, name);
  try {
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(sideways <= 0, `${name} scrolls sideways by ${sideways} px`);
    assert.deepEqual(await violations(page), [], `axe on ${name}`);
  } catch (failed) {
    await shoot(page, name);
    throw failed;
  }
}

/** Drawn as it is to be: fonts are there, what a new width or theme set off has been drawn, and nothing moves. */
async function settled(page) {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await document.fonts.ready;
    await frame();
    await frame();
    await Promise.all(document.getAnimations().map((animation) => animation.finished)).catch(() => 0);
  });
}

/** All rules of axe; told is only what breaks one, since thousands of nodes keep them. */
async function violations(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run({ resultTypes: ["violations"] });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
    );
  });
}

/** The file that a menu of the latest answer hands out. */
export async function download(page, item) {
  await latest(page).getByRole("button", { name: "Download" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: item }).click();
  return saved;
}
