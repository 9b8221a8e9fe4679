/** The pages of the docs in Chromium, on an origin of their own: `pages.mjs PLAIN CHAT QUESTION RELEASE`. */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [plain, chat, question, release] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM_PATH || "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });

const faults = [];
async function opened(url) {
  const context = await browser.newContext();
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`${error}`));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(url);
  return page;
}

async function ask(page, text) {
  await page.getByLabel("Your question").fill(text);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
}

async function showsAnswer(page) {
  await page.getByText(/Store.*\d/).first().waitFor();
  await page.getByRole("cell", { name: "Store", exact: true }).first().waitFor();
  await page.getByText(/^SELECT /).first().waitFor();
}

async function plainPage() {
  const page = await opened(plain);
  const drawn = () => page.waitForFunction(() => document.querySelector("#chart img")?.naturalWidth > 100);
  await ask(page, question);
  await showsAnswer(page);
  await drawn();
  const told = await page.locator("#answer").innerText();
  await page.reload();
  await showsAnswer(page);
  await drawn();
  assert.equal(await page.locator("#answer").innerText(), told);
  assert.deepEqual(faults.splice(0), []);

  await ask(page, " ");
  await page.getByRole("status").getByText("The question is empty.").waitFor();
  assert.match(faults.splice(0).join(), /422|400/);
  await ask(page, "how many florps per gizmo");
  await page.locator("#answer").getByText(/Nothing .*florps/).waitFor();
  await page.close();
}

async function chatPage() {
  const page = await opened(chat);
  const drawn = () => page.locator("figure canvas, figure svg").first().waitFor();
  await ask(page, question);
  await showsAnswer(page);
  await drawn();
  const said = () => page.locator("article p").allInnerTexts();
  const before = await said();
  await page.reload();
  await showsAnswer(page);
  await drawn();
  assert.deepEqual(await said(), before);
  await ask(page, "only Store");
  await page.waitForFunction(() => document.querySelectorAll("table").length === 2);
  assert.equal(await page.locator("table").last().locator("tbody tr").count(), 1);

  await ask(page, "how many zorps per gizmo");
  await page.waitForFunction(() => document.querySelectorAll("article").length >= 5);
  await page.reload();
  await page.getByText("how many zorps per gizmo").waitFor();
  assert.equal(await page.locator("article.user").count(), 3);
  assert.equal(await page.getByText(/Nothing .*zorps/).count(), 0);
  await fetch(release);
  await page.getByText(/Nothing .*zorps/).waitFor();
  assert.deepEqual(faults.splice(0), []);

  await ask(page, " ");
  await page.getByRole("alert").getByText("There is no question.").waitFor();
  await page.close();
}

try {
  await plainPage();
  await chatPage();
} finally {
  await browser.close();
}
