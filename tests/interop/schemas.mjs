// Holds cases to schemas by ajv, in its strict mode.
// Usage: schemas.mjs MODULES SCHEMAS CASES.jsonl; ends with 0 only if every case comes out as it says.

import { createReadStream, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join } from "node:path";

const [modules, schemas, cases] = process.argv.slice(2);
const require = createRequire(join(modules, "node_modules", "x"));
const Ajv = require("ajv/dist/2020.js").default;
const addFormats = require("ajv-formats").default;

const english = new Ajv({ strict: true });
const chinese = new Ajv({ strict: true });
let compiled = 0;
for (const [language, ajv] of [["en", english], ["zh", chinese]]) {
  addFormats(ajv);
  for (const name of readdirSync(join(schemas, language), { recursive: true })) {
    if (!name.endsWith(".json")) continue;
    ajv.compile(JSON.parse(readFileSync(join(schemas, language, name), "utf8")));
    compiled += 1;
  }
}

let [accepted, refused] = [0, 0];
const wrong = [];
for await (const line of createInterface({ input: createReadStream(cases) })) {
  const { schema, instance, refused: mustRefuse, what } = JSON.parse(line);
  const validate = english.getSchema(schema);
  if (validate === undefined) {
    wrong.push(`${what}: there is no schema ${schema}`);
    continue;
  }
  if (validate(instance) === mustRefuse) {
    wrong.push(`${what}: ${mustRefuse ? "accepted" : JSON.stringify(validate.errors)}`);
  } else if (mustRefuse) refused += 1;
  else accepted += 1;
}
for (const what of wrong.slice(0, 20)) console.error(what);
if (wrong.length > 0) {
  console.error(`ajv: ${wrong.length} cases came out wrong`);
  process.exit(1);
}
console.log(`ajv: ${compiled} schemas compiled in strict mode; ${accepted} parts of records accepted, ${refused} mutants refused`);
