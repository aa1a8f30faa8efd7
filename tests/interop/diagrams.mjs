// The law's diagrams as Graphviz, Mermaid and an XML parser read them, against the law as tests/law.rs has it by hand.
// Usage: diagrams.mjs MODULES tests/law.rs LAW_EXAMPLE LOG.jsonl; ends with 0 only if all agree.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const [modules, table, law, log] = process.argv.slice(2);
const require = createRequire(join(modules, "node_modules", "x"));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<!DOCTYPE html>");
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import(join(dirname(require.resolve("mermaid/package.json")), "dist/mermaid.core.mjs"));

// by hand: verb, moves, evidence, event type, Chinese
const rows = /const VERBS: &str = "\n([^"]*)"/.exec(readFileSync(table, "utf8"))[1].trim().split("\n");
const moves = rows.flatMap((row) => {
  const [, pairs, , , chinese] = row.split("|").map((cell) => cell.trim());
  return pairs.split(" ").map((pair) => [...pair.split(">"), chinese].join(" "));
});
const bare = (move) => move.split(" ").slice(0, 2).join(" ");
const stages = [...new Set(moves.flatMap((move) => bare(move).split(" ")))].sort();
assert.deepEqual([stages.length, moves.length], [10, 31]);

// a text's own lines; those after the first are numbers and days
const first = (label) => label.split(/<br\s*\/?>|\\n/)[0];

async function ofMermaid(text) {
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const { nodes, edges } = db.getData();
  const [start, end] = ["stateStart", "stateEnd"].map((shape) => nodes.filter((node) => node.shape === shape).map(({ id }) => id));
  assert.deepEqual([start.length, end.length], [1, 1], "one start and one end");
  const known = nodes.filter(({ id }) => ![...start, ...end].includes(id));
  return {
    stages: known.map(({ id }) => id),
    moves: edges.filter((edge) => edge.start !== start[0] && edge.end !== end[0])
      .map((edge) => [edge.start, edge.end, first(edge.label)].join(" ")),
    begins: edges.filter((edge) => edge.start === start[0]).map((edge) => edge.end),
    ends: edges.filter((edge) => edge.end === end[0]).map((edge) => edge.start),
    // the head is YAML, which Mermaid has read; what it holds is one text in the form of JSON, too
    said: JSON.parse(/^---\ntitle: (.*)\n---\n/.exec(text)?.[1] ?? '""'),
  };
}

function ofDot(text) {
  const { objects, edges, label } = JSON.parse(execFileSync("dot", ["-Tjson"], { input: text }));
  const name = (at) => objects.find((object) => object._gvid === at).name;
  const steps = edges.map((edge) => [name(edge.tail), name(edge.head), edge]);
  return {
    stages: objects.map((object) => object.name).filter((found) => found !== "start"),
    moves: steps.filter(([from]) => from !== "start").map(([from, to, edge]) => [from, to, first(edge.label)].join(" ")),
    begins: steps.filter(([from]) => from === "start").map(([, to]) => to),
    ends: objects.filter((object) => object.peripheries === "2").map((object) => object.name),
    said: label,
  };
}

function ofSvg(text) {
  const { document } = new JSDOM(text, { contentType: "image/svg+xml" }).window;
  const all = (query) => [...document.querySelectorAll(query)];
  const told = (group) => group.querySelector("title").textContent.split(/: |：/)[1].split(" · ")[0];
  for (const id of document.documentElement.getAttribute("aria-labelledby").split(" ")) {
    assert.ok(document.getElementById(id).textContent, id);
  }
  assert.equal(all("script").length, 0);
  return {
    stages: all("[data-stage]").map((group) => group.dataset.stage),
    moves: all("[data-verb]").map((group) => [group.dataset.from, group.dataset.to, told(group)].join(" ")),
    begins: ["planned"],
    ends: ["closed"],
    said: document.documentElement.textContent,
  };
}

const read = { mermaid: ofMermaid, dot: ofDot, svg: ofSvg };
const hostile = `"]; a -> b & <script>alert('1')</script> \\ %%{init: {}}%% #quot; 开发区`;
const projects = new Set(readFileSync(log, "utf8").split("\n").map((line) => /"subject":"project\/([^"]*)"/.exec(line)?.[1]));
projects.delete(undefined);
const laid = [[], ["--counts"], ["--counts", "--year", "2018"], ...[...projects].slice(0, 5).map((id) => ["--project", id])];
let compared = 0;
for (const over of laid) {
  const options = over.length > 0 ? ["--events", log, "--unit", hostile, "--simulated", ...over] : [];
  for (const language of ["en", "zh"]) {
    for (const format of Object.keys(read)) {
      const what = [format, language, ...over].join(" ");
      const text = execFileSync(law, ["--format", format, "--language", language, ...options], { encoding: "utf8" });
      const found = await read[format](text);
      assert.deepEqual(found.stages.sort(), stages, what);
      assert.deepEqual(found.moves.map(bare).sort(), moves.map(bare).sort(), what);
      assert.deepEqual([found.begins, found.ends], [["planned"], ["closed"]], what);
      // the number of a step stands before a move's name in Mermaid
      const named = found.moves.map((move) => move.replace(/ [0-9, ]+ · /, " "));
      if (language === "zh") assert.deepEqual(named.sort(), [...moves].sort(), what);
      if (options.length > 0) {
        // Graphviz tells its labels as they were written
        const unit = format === "dot" ? hostile.replaceAll("&", "&amp;").replaceAll("\\", "\\\\") : hostile;
        assert.ok(found.said.includes(unit), `${what}: ${found.said}`);
        assert.ok(found.said.includes(language === "zh" ? "模拟数据" : "SYNTHETIC DATA"), what);
      }
      compared += 1;
    }
  }
}
console.log(`Graphviz, Mermaid and XML read the law's ${stages.length} stages and ${moves.length} moves out of ${compared} diagrams`);
