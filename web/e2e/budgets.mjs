/** What the page promises of its speed, measured: medians of three. First paint and layout shift on a processor four
 * times slower behind 1.6 Mbit/s and 150 ms, scrolling on that processor, the rest as people have it. The default
 * workspace holds a table `big` of a million rows with two dates. Where CI is set, twice the time is allowed, since
 * its machine is shared; shifts of the layout are not a matter of time. */
import assert from "node:assert/strict";
import { answered, ask, base, inBrowser, latest } from "./browser.mjs";

const SLACK = process.env.CI ? 2 : 1;
const SLOW_LINE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 };
const found = [];

await inBrowser(async (open) => {
  const loads = [];
  for (let at = 0; at < 3; at++) loads.push(await slowLoad(open));
  note("first paint, slowed", 2500 * SLACK, median(loads.map(({ paint }) => paint)), "ms");
  note("layout shift of a load", 0.05, median(loads.map(({ shift }) => shift)), "");

  const paints = [];
  for (let at = 0; at < 3; at++) paints.push((await load(open)).paint);
  note("first paint", 1000 * SLACK, median(paints), "ms");

  const page = await open();
  await watchShifts(page);
  await watchAnswers(page);
  await page.goto(`${base}/?workspace=sample`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  const steps = [];
  const shifts = [];
  const drawn = [];
  for (const by of ["channel", "status", "shipping city"]) {
    await page.evaluate(() => {
      window.shifted = 0;
    });
    steps.push(await untilFirstStep(page, by));
    shifts.push(await page.evaluate(() => window.shifted));
    await latest(page).locator("figure svg").waitFor();
    drawn.push(await page.evaluate(() => window.arrivals));
  }
  note("send to first step", 300 * SLACK, median(steps), "ms");
  note("layout shift of an answer", 0.05, median(shifts), "");
  note("chart event to chart", 300 * SLACK, median(drawn.slice(1).map(({ chart }) => chart)), "ms");
  note("rows event to table", 150 * SLACK, await untilTable(page), "ms");
  console.log(`layout shifts of the three answers: ${shifts.map((shift) => shift.toFixed(3)).join(", ")}`);

  note("key or click to response", 200 * SLACK, await page.evaluate(() => worst(window.responses)), "ms");

  await page.goto(`${base}/`);
  await page.getByRole("heading", { name: "What do you want to know?" }).waitFor();
  await ask(page, "How many rows of big per month?");
  await answered(page);
  const changes = [];
  for (let at = 0; at < 3; at++) changes.push(await untilRowsOfChange(page));
  note("chip change to rows, of a million", 700 * SLACK, median(changes), "ms");

  note("stop to idle", 500 * SLACK, await untilIdle(page), "ms");
  const board = await untilTiles(page);
  note("first of 12 tiles", 1000 * SLACK, board.first, "ms");
  note("all 12 tiles", 4000 * SLACK, board.all, "ms");
  note("frame while scrolling, slowed", 33 * SLACK, await scrolled(page), "ms");
});

assert.deepEqual(
  found.filter(({ most, value }) => !(value <= most)),
  [],
);

function note(name, most, value, unit) {
  found.push({ name, most, value });
  console.log(`${name}: ${Number(value.toFixed(3))} ${unit} of ${most}`);
}

function median(values) {
  return values.toSorted((one, other) => one - other)[values.length >> 1];
}

/** Shifts that follow a press are not counted, as Chromium counts them. */
async function watchShifts(page) {
  await page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
}

function slowLoad(open) {
  return load(open, async (devtools) => {
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", SLOW_LINE);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  });
}

async function load(open, slowed = async () => undefined) {
  const page = await open();
  await watchShifts(page);
  await slowed(await page.context().newCDPSession(page));
  await page.goto(`${base}/?workspace=sample`, { waitUntil: "commit" });
  const heading = page.getByRole("heading", { name: "What do you want to know?" });
  await heading.waitFor();
  const [paint, shift] = await page.evaluate(() => [
    performance.getEntriesByName("first-contentful-paint")[0].startTime,
    window.shifted,
  ]);
  await page.context().close();
  return { paint, shift };
}

/** When rows and charts arrive and when they stand, and how long keys and clicks wait for their frame. */
async function watchAnswers(page) {
  await page.addInitScript(() => {
    window.responses = [];
    window.worst = (times) => times.toSorted((one, other) => one - other).at(-1) ?? 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.interactionId) window.responses.push(entry.duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: true });
    const decode = TextDecoder.prototype.decode;
    const until = (name, stands) => {
      const came = performance.now();
      const look = () => {
        const turn = [...document.querySelectorAll("[data-turn]")].at(-1);
        if (stands(turn)) window.arrivals[name] = performance.now() - came;
        else requestAnimationFrame(look);
      };
      look();
    };
    TextDecoder.prototype.decode = function (...given) {
      const text = decode.apply(this, given);
      if (text.includes("event: run.started")) window.arrivals = {};
      if (text.includes("event: table"))
        until("table", (turn) => turn?.querySelector("[role=tabpanel] table"));
      if (text.includes("event: chart")) until("chart", (turn) => turn?.querySelector("figure svg"));
      return text;
    };
  });
}

/** Of answers that are not drawn, where the table is what comes first. */
async function untilTable(page) {
  const waits = [];
  for (const most of [10, 12, 15]) {
    await ask(page, `Show the ${most} largest orders`);
    await answered(page);
    waits.push(await page.evaluate(() => window.arrivals.table));
  }
  return median(waits);
}

/** In the page's own time, from the key to the first step that the server tells. */
async function untilFirstStep(page, by) {
  await page.getByLabel("Your question").fill(`What is the average order total by ${by}?`);
  await page.evaluate(() => {
    const before = document.querySelectorAll("[data-turn]").length;
    window.waited = new Promise((resolve) => {
      document.addEventListener(
        "keydown",
        () => {
          const sent = performance.now();
          const seen = new MutationObserver(() => {
            const turns = document.querySelectorAll("[data-turn]");
            if (turns.length <= before) return;
            const turn = turns[turns.length - 1];
            const told = turn.querySelector("li")?.innerText ?? "";
            const isThrough = turn.innerText.includes("Worked ");
            if (!isThrough && (told === "" || told.includes("Reading the question"))) return;
            seen.disconnect();
            resolve(performance.now() - sent);
          });
          seen.observe(document.body, { childList: true, subtree: true });
        },
        { once: true, capture: true },
      );
    });
  });
  await page.keyboard.press("Enter");
  const waited = await page.evaluate(() => window.waited);
  await answered(page);
  return waited;
}

/** From the choice to the rows that are not those of before; undone afterwards, so that it can be chosen again. */
async function untilRowsOfChange(page) {
  await latest(page).getByRole("tab", { name: "Table" }).click();
  await latest(page).getByRole("table").waitFor();
  await latest(page)
    .getByRole("button", { name: /^Time: big\./ })
    .click();
  const other = page.getByRole("dialog").getByRole("listitem").getByRole("button").first();
  await other.waitFor();
  await page.evaluate(() => {
    const rows = () =>
      [...document.querySelectorAll("[data-turn]")].at(-1)?.querySelector("table")?.innerText;
    const before = rows();
    window.waited = new Promise((resolve) => {
      document.addEventListener(
        "click",
        () => {
          const chosen = performance.now();
          const look = () => {
            const now = rows();
            if (now && now !== before) resolve(performance.now() - chosen);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        },
        { once: true, capture: true },
      );
    });
  });
  await other.click();
  const waited = await page.evaluate(() => window.waited);
  await latest(page).getByRole("button", { name: "Undo" }).click();
  await latest(page)
    .getByRole("button", { name: /^Time: big\.ordered_on/ })
    .waitFor();
  return waited;
}

/** From pressing Stop until the next statement may be run. */
async function untilIdle(page) {
  await page.goto(`${base}/query?view=sql`);
  const editor = page.locator("[data-sql-editor] .cm-content");
  await editor.click();
  await page.keyboard.insertText(
    "SELECT count(*) FROM big a, big b WHERE (a.order_id * 7 + b.order_id) % 11 = 3",
  );
  await page.getByRole("button", { name: /^Run/ }).click();
  const stop = page.getByRole("button", { name: "Stop" });
  await stop.waitFor();
  await page.waitForURL(/run=\w+/);
  const before = performance.now();
  await stop.click();
  await page.getByRole("button", { name: /^Run/ }).waitFor();
  return performance.now() - before;
}

/** Of dashboards over a million rows that were not read before, from going to one until its tiles show their figures. */
async function untilTiles(page) {
  const rounds = [];
  for (let at = 0; at < 3; at++) {
    const title = `Twelve tiles, ${at}`;
    const name = await madeBoard(title, at / 1000);
    await page.goto(`${base}/dash`);
    const link = page.getByRole("link", { name: title });
    await link.waitFor();
    await page.evaluate(() => {
      window.waited = new Promise((resolve) => {
        document.addEventListener(
          "click",
          () => {
            const gone = performance.now();
            const told = {};
            const look = () => {
              const stand = document.querySelectorAll("article footer").length;
              if (stand > 0) told.first ??= performance.now() - gone;
              if (stand >= 12) resolve({ ...told, all: performance.now() - gone });
              else requestAnimationFrame(look);
            };
            look();
          },
          { once: true, capture: true },
        );
      });
    });
    await link.click();
    await page.waitForURL(`**/dash/${name}*`);
    rounds.push(await page.evaluate(() => window.waited));
  }
  return {
    first: median(rounds.map(({ first }) => first)),
    all: median(rounds.map(({ all }) => all)),
  };
}

async function madeBoard(title, least) {
  const groups = ["region", "date_trunc('month', ordered_on)", "date_trunc('month', shipped_on)"];
  const measures = ["count(*)", "sum(amount)", "avg(amount)", "max(amount)"];
  const tiles = [];
  for (const group of groups)
    for (const measure of measures) {
      const sql = `SELECT ${group} AS part, ${measure} AS value FROM big WHERE amount >= ${least} GROUP BY part ORDER BY part`;
      const { name: query } = await sent("/api/queries", {
        title: `${measure} by ${group} from ${least}`,
        sql,
      });
      const place = tiles.length;
      const spot = { x: (place % 3) * 4, y: Math.floor(place / 3) * 4, w: 4, h: 4 };
      tiles.push({ kind: "query", id: `t${place}`, query, ...spot });
    }
  return (await sent("/api/dashboards", { title, tiles })).name;
}

async function sent(path, body) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${base}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

/** The 95th percentile of the frames while 20,000 rows go by, in ms; of three passes the one least disturbed. */
async function scrolled(page) {
  await page.goto(`${base}/data/big?tab=rows`);
  const table = page.getByRole("table", { name: "Rows of big" });
  await table.getByRole("row").nth(10).waitFor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const passes = [];
  for (let at = 0; at < 3; at++) passes.push(await table.evaluate(scrollPast));
  return Math.min(...passes);
}

async function scrollPast(scroller) {
  const frames = [];
  const height = [...scroller.querySelectorAll("[role=row]")].at(-1).offsetHeight;
  const last = height * 20_000;
  let before = await new Promise(requestAnimationFrame);
  for (let at = 0; at <= 120; at++) {
    scroller.scrollTop = (last * at) / 120;
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - before);
    before = now;
  }
  return frames.toSorted((one, other) => one - other)[Math.floor(frames.length * 0.95)];
}
