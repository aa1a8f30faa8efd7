// The board's page as Chromium shows it.
// Usage: browser.mjs MODULES FOLDER...; each folder has a board.html. Ends with 0 only if nothing is wrong with any.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";

const [modules, ...folders] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "node_modules", "x"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const executablePath = execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
const browser = await puppeteer.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

let wrong = 0;
let where = "";
const blame = (what) => {
  wrong += 1;
  console.error(`${where}: ${what}`);
};
const same = (one, other, what) => {
  if (JSON.stringify(one) !== JSON.stringify(other)) blame(`${what}: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`);
};

// what runs in the page
const lib = () => {
  window.text = (query) => Array.from(document.querySelectorAll(query), (element) => element.textContent);
  window.shown = (query) => Array.from(document.querySelectorAll(query)).filter((element) => element.checkVisibility() && getComputedStyle(element).display !== "none");
  window.rows = (query) => window.shown(query).map((row) => Array.from(row.cells, (cell) => cell.textContent));
  window.wide = () => document.documentElement.scrollWidth - window.innerWidth;
  // two texts that lie on each other by more than a little; what is cut where its column ends is left out
  window.overlaps = () => {
    const found = [];
    for (const svg of window.shown("main svg")) {
      const texts = Array.from(svg.querySelectorAll("text"))
        .filter((text) => text.checkVisibility() && text.textContent.trim() && getComputedStyle(text).clipPath === "none")
        .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
        .sort((one, other) => one.box.top - other.box.top);
      texts.forEach(({ text, box }, at) => {
        for (let n = at + 1; n < texts.length && texts[n].box.top < box.bottom; n += 1) {
          const other = texts[n].box;
          const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
          const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
          if (across > 3 && down > 0.5 * Math.min(box.height, other.height)) found.push(`${text} | ${texts[n].text}`);
        }
      });
    }
    return found;
  };
  // each visible piece of text with where it stands; names and numbers are the same in both languages
  window.said = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.checkVisibility() && node.parentElement.tagName !== "SCRIPT") found.push(node.textContent.trim());
    }
    return found.filter(Boolean);
  };
};

async function opened(page, folder, width) {
  await page.setViewport({ width, height: 900 });
  await page.goto(`file://${resolve(folder)}/board.html`);
  await page.waitForFunction(() => document.getElementById("still").hidden, { timeout: 30_000 });
  await page.evaluate(lib);
}

async function still(folder) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto(`file://${resolve(folder)}/board.html`);
  await page.evaluate(lib);
  const told = await page.evaluate(() => ({
    says: window.shown("#still").length,
    // nothing that only the script moves
    dead: window.shown("button, input").length,
    stages: window.rows("#stages tbody tr"),
    figures: window.rows("#figures tbody tr"),
    pictures: window.shown("main svg").length,
  }));
  await page.close();
  same([told.says, told.dead], [1, 0], "a still page says so, and has nothing dead");
  // ratios, funnel, pace, law, wall
  same(told.pictures, 5, "a still page's pictures");
  return told;
}

async function looked(folder) {
  const page = await browser.newPage();
  for (const kind of ["console", "pageerror", "dialog", "requestfailed", "popup"]) {
    page.on(kind, (event) => {
      blame(`${kind}: ${event.text?.() ?? event.message?.call?.(event) ?? event.message ?? event.url?.() ?? ""}`);
      event.dismiss?.();
    });
  }
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) blame(`it asks for ${request.url()}`);
  });
  where = basename(folder);
  const { stages, figures } = await still(folder);
  for (const width of [1500, 390]) {
    where = `${basename(folder)}, ${width} px`;
    await opened(page, folder, width);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    await page.waitForFunction(() => Array.from(document.querySelectorAll(".picture")).every((picture) => picture.hasChildNodes()));
    const tables = () => page.evaluate(() => [window.rows("#stages tbody tr"), window.rows("#figures tbody tr")]);
    same(await tables(), [stages, figures], "the slider's last day and the still tables");
    for (const language of ["zh-CN", "en"]) {
      where = `${basename(folder)}, ${width} px, ${language}`;
      same(await page.evaluate(() => document.documentElement.lang), language, "the language");
      const over = await page.evaluate(() => window.wide());
      if (over > 0) blame(`it is ${over} px wider than the window`);
      for (const pair of (await page.evaluate(() => window.overlaps())).slice(0, 5)) blame(`texts lie on each other: ${pair}`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
      for (const { impact, id, nodes } of violations) {
        if (["serious", "critical"].includes(impact)) blame(`axe-core: ${id}, ${nodes.length} times: ${nodes[0].html.slice(0, 200)}`);
      }
      await page.click("#language");
    }
    where = `${basename(folder)}, ${width} px`;
    same(await tables(), [stages, figures], "there and back");
  }

  where = basename(folder);
  await opened(page, folder, 1500);
  await turned(page);
  await replayed(page);
  await listed(page);
  await page.close();
}

// every text that is not a name or a number is there in the other language
async function turned(page) {
  const before = await page.evaluate(() => window.said());
  // what zones, projects and their people are called; what is a number, a day or a sign is the same in both
  const called = await page.evaluate(() => [
    ...Array.from(document.querySelectorAll("#ratios [data-scope]"), (zone) => zone.dataset.scope),
    ...Array.from(document.querySelectorAll("#projects tbody tr"), (row) =>
      Array.from(row.cells).slice(1, 5).map((cell) => cell.textContent.trim())).flat(),
  ].filter(Boolean));
  await page.click("#language");
  const after = await page.evaluate(() => window.said());
  const han = /\p{Script=Han}/u;
  const isCalled = (text) => called.some((name) => text.includes(name) || name.startsWith(text.replace(/…$/, "")));
  const chinese = after.filter((text) => han.test(text) && !isCalled(text) && !/^(Unit: |中文$)/.test(text));
  for (const text of new Set(chinese)) blame(`still Chinese: ${text.slice(0, 80)}`);
  await page.click("#language");
  same(await page.evaluate(() => window.said()), before, "the texts, there and back");
}

// the slider by its keys, and by the button
async function replayed(page) {
  const day = () => page.evaluate(() => document.getElementById("as-of").textContent);
  const last = await day();
  const most = await page.evaluate(() => Number(document.getElementById("slider").max));
  await page.focus("#slider");
  await page.keyboard.press("ArrowLeft");
  const before = await day();
  if (most > 0 && !(before < last)) blame(`the month before ${last} is ${before}`);
  const told = () => page.evaluate(() => [window.shown("#veiled").length, window.shown("#wall .veil").length]);
  const isCharted = await page.evaluate(() => window.shown("#wall g.r").length > 0);
  same(await told(), [1, isCharted ? 1 : 0], "the veil over what is later, and that it is said");
  await page.keyboard.press("End");
  same([await day(), await told()], [last, [0, 0]], "the last day again");
  const label = () => page.evaluate(() => document.getElementById("play").textContent);
  const rests = await label();
  await page.click("#play");
  const plays = await label();
  if (plays === rests) blame(`the button still says ${rests} while it plays`);
  await page.waitForFunction((last) => document.getElementById("as-of").textContent !== last, {}, last);
  await page.click("#play");
  same(await label(), rests, "the button once it stopped");
  await page.focus("#slider");
  await page.keyboard.press("End");
}

// the list of projects: search, and sorting by each column
async function listed(page) {
  const list = () => page.evaluate(() => window.rows("#projects tbody tr"));
  const all = await list();
  if (all.length === 0) return same(await page.evaluate(() => window.shown("#projects .picture p").length), 1, "no projects, said");
  const word = all[all.length - 1][1].split(/\s/)[0].toLowerCase();
  const wanted = all.filter((cells) => cells.join(" ").toLowerCase().includes(word));
  for (const id of ["search", "search-list"]) {
    await page.focus(`#${id}`);
    await page.keyboard.sendCharacter(word);
    same(await list(), wanted, `what is found by ${word}`);
    same(await page.evaluate(() => window.shown("#wall g.r").length), wanted.length, "as many rows on the chart");
    same(await page.evaluate(() => window.text(".found")), [0, 1].map(() => `${wanted.length} / ${all.length}`), "how many");
    await page.keyboard.sendCharacter("\u{10FFFD}");
    same((await list()).length, 0, "what nothing is called");
    const none = await page.evaluate(() => window.text(".found"));
    if (!none.every((text) => text.startsWith("0 / ") && text.length > `0 / ${all.length}`.length)) blame(`nothing found: ${none}`);
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await page.keyboard.press("Backspace");
    same(await list(), all, "all again");
  }
  const columns = all[0].length;
  for (let column = 0; column < columns; column += 1) {
    const head = `#projects thead th:nth-child(${column + 1})`;
    const read = () => page.evaluate((column) => window.shown("#projects tbody tr").map(({ cells }) => {
      const { textContent: text, dataset: { v } } = cells[column];
      return v ?? text;
    }), column);
    for (const way of ["ascending", "descending"]) {
      await page.focus(`${head} button`);
      await page.keyboard.press("Enter");
      same(await page.evaluate((head) => document.querySelector(head).getAttribute("aria-sort"), head), way, `column ${column}`);
      const found = (await read()).filter((value) => value !== "");
      const isNumber = found.every((value) => /^-?\d+$/.test(value));
      const compare = isNumber ? (one, other) => one - other : new Intl.Collator("zh-CN").compare;
      const sign = way === "ascending" ? 1 : -1;
      const is = found.every((value, at) => at === 0 || sign * compare(found[at - 1], value) <= 0);
      if (!is) blame(`column ${column} is not ${way}`);
      same((await read()).slice(0, found.length).includes(""), false, "what is empty comes last");
    }
  }
  await page.focus("#projects thead th:first-child button");
  await page.keyboard.press("Enter");
  same(await list(), all, "by their numbers they stand as at first");
}

try {
  for (const folder of folders) await looked(folder);
} finally {
  await browser.close();
}
if (wrong > 0) {
  console.error(`${wrong} things are wrong`);
  process.exit(1);
}
console.log(`${folders.length} pages in Chromium, at 1500 and 390 px, in both languages: nothing is wrong`);
