// Verifies a log with Node's standard library alone: node verify.mjs events.jsonl [checkpoint]
// Prints one line of JSON like the crate's own example; ends with 0 only if the log is self-consistent and no checkpoint
// was given, or consistent with the one that was.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const [LEAF, NODE] = [Buffer.of(0), Buffer.of(1)];
const root = (peaks) => (peaks.length ? peaks.reduceRight((right, left) => sha(NODE, left, right)) : sha());

// member names are ASCII, so JavaScript's order of strings is the canonical one
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
};

const say = (result, rest) => {
  console.log(JSON.stringify({ result, ...rest }));
  process.exit(['self_consistent', 'consistent_with_checkpoint'].includes(result) ? 0 : 1);
};
const must = (holds, why) => {
  if (!holds) throw new Error(why);
};

const [log, checkpointFile] = process.argv.slice(2);
const bytes = readFileSync(log);
const checkpoint = checkpointFile && readFileSync(checkpointFile, 'ascii').split('\n');
let [before, source, recorded, size, atCheckpoint, start] = ['0'.repeat(64), undefined, '', 0, undefined, 0];
const peaks = [];
do {
  const end = bytes.indexOf(10, start);
  try {
    must(end >= 0, 'the line is torn');
    const line = bytes.subarray(start, end);
    const record = JSON.parse(line.toString('utf8'));
    must(Buffer.from(canonical(record)).equals(line), 'the line is not canonical');
    must(record.predecessorhash === before, 'the line does not follow from the one before');
    must(record.sequence === String(size + 1).padStart(19, '0'), 'the sequence is not the next');
    must(record.source === (source ?? record.source), 'the record is of another log');
    must(record.recordedtime >= recorded, 'the record goes back in time');
    must(size || record.data.digest === 'sha-256', 'the log is on a digest that this program does not have');
    let right = sha(LEAF, line);
    [before, source, recorded, start] = [right.toString('hex'), record.source, record.recordedtime, end + 1];
    for (let ones = size; ones % 2 === 1; ones = (ones - 1) / 2) right = sha(NODE, peaks.pop(), right);
    peaks.push(right);
    size += 1;
  } catch (why) {
    say('not_self_consistent', { first_bad_line: size + 1, reason: why.message });
  }
  if (checkpoint && checkpoint[1] === String(size)) atCheckpoint = root(peaks).toString('base64');
} while (start < bytes.length);
const found = { events: size, root: root(peaks).toString('hex') };
if (checkpoint && (checkpoint[0] !== source || checkpoint[2] !== atCheckpoint)) say('contradicts_checkpoint', found);
say(checkpoint ? 'consistent_with_checkpoint' : 'self_consistent', found);
