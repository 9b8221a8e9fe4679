/** An answer that comes slowly, event by event: what a reader looks at is neither moved nor exchanged. */
import assert from "node:assert/strict";
import { answered, ask, base, inBrowser, latest, shoot } from "./browser.mjs";
import { slowEvents } from "./slow.mjs";

await inBrowser(async (open) => {
  const page = await open();
  await page.addInitScript(slowEvents, 80);
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();

  await watched(page, "a chart", () => ask(page, "Revenue by product category in 2025"));
  assert.equal(await selected(page), "Chart");
  await shoot(page, "steady-chart");

  await latest(page).getByRole("tab", { name: "Table" }).click();
  await latest(page).getByRole("table").waitFor();
  const rows = await latest(page).getByRole("table").innerText();
  const seen = await watched(page, "a change", () => change(page));
  assert.notEqual(await latest(page).getByRole("table").innerText(), rows, "the rows are those of before");
  assert.equal(await selected(page), "Table");
  assert.ok(!seen.includes(null), "the answer went away while it was run again");
  await latest(page).getByRole("button", { name: "Undo" }).waitFor();

  await watched(page, "one value", () => ask(page, "How many orders are there?"));
  await watched(page, "many rows", () => ask(page, "Show the 10 largest orders"));
});

/** To another measure, which leaves as many chips as there were. */
async function change(page) {
  await latest(page)
    .getByRole("button", { name: /^Measure: total amount/ })
    .click();
  await page.getByRole("dialog").getByRole("listitem").getByRole("button").first().click();
}

function selected(page) {
  return latest(page).getByRole("tab", { selected: true }).innerText();
}

/** Gives what was selected in each frame; fails where what was in sight moved, or gave way to something else. */
async function watched(page, name, start) {
  await page.evaluate(() => {
    window.frames = [];
    window.watching = true;
    const look = () => {
      if (!window.watching) return;
      const turn = [...document.querySelectorAll("[data-turn]")].at(-1);
      const tabs = turn?.querySelector("[role=tablist]");
      const top = (element) => Math.round(element.getBoundingClientRect().top);
      const isReady = tabs && turn.querySelector("[role=tabpanel] figure svg, [role=tabpanel] table");
      window.frames.push({
        turn: turn?.dataset.turn ?? null,
        tab: tabs?.querySelector("[aria-selected=true]")?.innerText ?? null,
        places: isReady ? [top(turn.querySelector("h2")), top(tabs)] : null,
      });
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await start();
  await page.waitForFunction(() => {
    const turn = [...document.querySelectorAll("[data-turn]")].at(-1);
    return !document.querySelector("form button .lucide-square") && turn?.innerText.includes("Worked");
  });
  await answered(page);
  const frames = await page.evaluate(() => {
    window.watching = false;
    return window.frames;
  });
  const mine = frames.filter(({ turn }) => turn === frames.at(-1).turn);
  const ready = mine.filter(({ places }) => places !== null);
  const [first] = ready;
  const moved = ready.filter(({ places }) =>
    places.some((place, at) => Math.abs(place - first.places[at]) > 1),
  );
  assert.deepEqual(moved.slice(0, 3), [], `${name}: it stood at ${first?.places}, and moved`);
  assert.deepEqual(
    [...new Set(ready.map(({ tab }) => tab))].length <= 1,
    true,
    `${name}: the tab was exchanged`,
  );
  return mine.map(({ tab }) => tab);
}
