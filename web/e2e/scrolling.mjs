/** While an answer comes, who is near it is taken along; who has gone further away stays, and is told by a button. */
import assert from "node:assert/strict";
import { answered, ask, base, inBrowser, latest } from "./browser.mjs";
import { slowEvents } from "./slow.mjs";

await inBrowser(async (open) => {
  const page = await open({ viewport: { width: 1280, height: 700 } });
  await page.addInitScript(slowEvents, 120);
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "How many orders per month?");
  await answered(page);

  const button = page.getByRole("button", { name: "New answer" });
  await ask(page, "What is the average order total by channel?");
  const atTop = await top(page);
  await moveBy(page, -40);
  await answered(page);
  await page.waitForFunction((was) => Math.abs(window.topOfLatest() - was) <= 1, atTop);
  assert.equal(await button.count(), 0, "who was taken along is told nothing");

  await ask(page, "What is the average order total by status?");
  await moveBy(page, -300);
  const away = await scrolled(page);
  await answered(page);
  await button.waitFor();
  assert.equal(await scrolled(page), away, "who went away was moved");
  await button.click();
  await button.waitFor({ state: "detached" });
  await page.waitForFunction((was) => Math.abs(window.topOfLatest() - was) <= 1, atTop);

  await ask(page, "How many orders per status?");
  await moveBy(page, -300);
  await answered(page);
  await button.waitFor();
  await moveBy(page, 280);
  await button.waitFor({ state: "detached" });

  await page.getByRole("link", { name: "Data", exact: true }).first().click();
  await page.getByRole("link", { name: "Ask", exact: true }).first().click();
  await latest(page).getByRole("heading", { level: 2 }).waitFor();
  assert.equal(await button.count(), 0, "an answer that was seen is not new");
});

/** Where the latest question stands; an answer that is still coming leaves time to move. */
async function top(page) {
  await page.evaluate(() => {
    window.topOfLatest = () =>
      [...document.querySelectorAll("[data-turn]")].at(-1).getBoundingClientRect().top;
  });
  return page.evaluate(() => window.topOfLatest());
}

function scrolled(page) {
  return page.evaluate(() => window.scroller().scrollTop);
}

/** As a hand does it, in the frame that scrolls. */
async function moveBy(page, distance) {
  const before = await page.evaluate(() => {
    window.scroller = () => {
      let element = document.querySelector("[data-turn]");
      while (element && getComputedStyle(element).overflowY !== "auto") element = element.parentElement;
      return element;
    };
    return window.scroller().scrollTop;
  });
  await page.mouse.move(640, 300);
  await page.mouse.wheel(0, distance);
  await page.waitForFunction(
    ([was, by]) => Math.abs(window.scroller().scrollTop - was - by) <= 1,
    [before, distance],
  );
}
