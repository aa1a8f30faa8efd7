// Verifies a log with Node's standard library alone: node verify.mjs events.jsonl [checkpoint]
// Prints one line of JSON like the crate's own example; ends with 0 only if the log is self-consistent and no checkpoint
// was given, or consistent with the one that was. It tells the first line that does not follow and stops there; the
// crate's example lists all of them. node verify.mjs --vectors refusals.jsonl asks it for each of the shared vectors.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const [LEAF, NODE] = [Buffer.of(0), Buffer.of(1)];
const root = (peaks) => (peaks.length ? peaks.reduceRight((right, left) => sha(NODE, left, right)) : sha());

const [LIMIT, DEPTH] = [65535, 64];
const NAME = /^[ !#-[\]-~]*$/;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const TIME = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z$/;
const SCHEMA = 'urn:project-lifecycle:schema:';
// white space, and what shows nothing and takes no room; control characters are neither
const SPACE = ' \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const NONE =
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f' +
  '\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}' +
  '\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}';
const SHOWN = new RegExp(`[^${NONE}${SPACE}\\s]`, 'u');
const SHORT = new RegExp(`^[^${NONE}${SPACE}](?:[^${NONE}]*[^${NONE}${SPACE}])?$`, 'u');

// Why a line is refused: a code, and a sentence.
class Refused extends Error {
  constructor(code, why) {
    super(why);
    this.code = code;
  }
}
const must = (holds, code, why) => {
  if (!holds) throw new Refused(code, why);
};

// the one form of a value; member names are ASCII, so JavaScript's order of strings is the canonical one
const canonical = (value, open = 0) => {
  must(open + (value !== null && typeof value === 'object') <= DEPTH, 'not_canonical', 'the line is too deep');
  if (Array.isArray(value)) return `[${value.map((inner) => canonical(inner, open + 1)).join(',')}]`;
  if (typeof value === 'number') must(Number.isSafeInteger(value), 'not_canonical', 'a number is no integer of a double');
  if (typeof value === 'string') must(!/[\ud800-\udfff]/u.test(value), 'not_canonical', 'half of a surrogate pair');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort();
  must(names.every((name) => NAME.test(name)), 'not_canonical', 'a member name is not printable ASCII');
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name], open + 1)}`).join(',')}}`;
};
const parsed = (line) => {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch (why) {
    throw new Refused('not_canonical', `the line is not canonical: ${why.message}`);
  }
};

const form = (pattern) => (text) => new RegExp(`^(?:${pattern})$`).test(text);
const isTime = (text) => {
  const parts = TIME.exec(text)?.slice(1, 4).map(Number);
  if (!parts || parts[0] < 1) return false;
  const day = new Date(0);
  day.setUTCFullYear(parts[0], parts[1] - 1, parts[2]);
  return day.getUTCMonth() === parts[1] - 1 && day.getUTCDate() === parts[2];
};
const isShort = (text) => SHORT.test(text) && Buffer.byteLength(text) <= 256;
const isSource = form('[A-Za-z][A-Za-z0-9.\\-]*:[!#-*,-;=?-\\[\\]-~]+');
const isType = (text) => {
  const version = /^lifecycle\.[a-z_]+\.[a-z_]+\.v(0|[1-9][0-9]{0,9})$/.exec(text)?.[1];
  return version !== undefined && Number(version) < 2 ** 32;
};

// the form of each attribute that is a text
const FORMS = {
  specversion: form('1\\.0'),
  datacontenttype: form('application/json'),
  type: isType,
  dataschema: (text) => text.startsWith(SCHEMA),
  authid: isShort,
  authtype: form('app_user|user|service_account|api_key|system|unauthenticated|unknown'),
  causationid: isShort,
  correlationid: isShort,
  id: form(UUID),
  predecessorhash: form('[0-9a-f]{64}'),
  recordedtime: isTime,
  sequence: (text) => /^[0-9]{19}$/.test(text) && text !== '0'.repeat(19),
  source: (text) => isSource(text) && text.length <= 512,
  subject: form(`(?:project|zone|refusal|log)/${UUID}`),
  time: isTime,
};
const OPTIONAL = ['causationid', 'correlationid'];
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const has = (object, name) => Object.hasOwn(object, name);

// the attributes of a line, each in its form
const envelope = (line) => {
  must(line.length <= LIMIT, 'too_large', `a record has at most ${LIMIT} bytes`);
  const record = parsed(line);
  must(Buffer.from(canonical(record)).equals(line), 'not_canonical', 'the line is not canonical');
  must(isObject(record), 'attributes', 'the line is no object');
  for (const name of Object.keys(record)) {
    must(has(FORMS, name) || name === 'data' || name === 'streamversion', 'attributes', `\`${name}\` is unknown`);
  }
  for (const [name, fits] of Object.entries(FORMS)) {
    if (!has(record, name) && OPTIONAL.includes(name)) continue;
    must(typeof record[name] === 'string', 'attributes', `\`${name}\` is missing or no text`);
    must(fits(record[name]), 'attribute', `\`${name}\` has not the form it must have`);
  }
  must(record.dataschema === SCHEMA + record.type, 'attribute', "`dataschema` is another type's");
  must(has(record, 'data'), 'attributes', '`data` is missing');
  must(isObject(record.data), 'attribute', '`data` is no object');
  const version = record.streamversion;
  must(typeof version === 'number' && version >= 0, 'attributes', '`streamversion` is missing or no number from 1');
  must(version > 0, 'attribute', '`streamversion` is no number from 1');
  return record;
};

// UUIDv5 in the URL namespace
const named = (name) => {
  const space = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

// who acted, as the host asserts it
const isBy = (by) => {
  if (!isObject(by) || Object.keys(by).some((name) => !['organisation', 'roles', 'zone'].includes(name))) return false;
  const { roles = [], ...others } = by;
  return Array.isArray(roles) && [...roles, ...Object.values(others)].every((text) => typeof text === 'string' && isShort(text));
};

// the first record opens the log of its own source, in a format, a law and a digest that this program knows
const opens = ({ type, id, subject, streamversion, source, data }) => {
  const own = named(source);
  const isOpening =
    type === 'lifecycle.log.opened.v1' && id === own && subject === `log/${own}` && streamversion === 1;
  must(isOpening, 'not_opened', 'the first record opens no log');
  const isNumber = (number) => typeof number === 'number' && number >= 0 && number < 2 ** 32;
  const isData =
    Object.keys(data).every((name) => ['by', 'digest', 'format', 'law'].includes(name)) &&
    typeof data.digest === 'string' &&
    isNumber(data.format) &&
    isNumber(data.law) &&
    (!has(data, 'by') || isBy(data.by));
  must(isData, 'data', 'the data are not those of an opening');
  const isKnown = data.format === 1 && data.law === 1 && data.digest === 'sha-256';
  must(isKnown, 'unknown_format', 'the log is of a format, a law or a digest that this program does not know');
};

const QUARANTINED = 'lifecycle.log.quarantined.v1';
const isText = (text) =>
  typeof text === 'string' && !text.includes('\0') && Buffer.byteLength(text) <= 16_384 && SHOWN.test(text);

// a place between the opening and the record itself, behind the one before
const isPlace = (place, before, own) => {
  const names = ['leaf', 'sequence', 'stream', 'streamversion'];
  if (!isObject(place) || !has(place, 'leaf') || Object.keys(place).some((name) => !names.includes(name))) return false;
  const isNumber = (name) => typeof place[name] === 'number' && place[name] >= 0;
  return (
    has(place, 'stream') === has(place, 'streamversion') &&
    (!has(place, 'stream') || (typeof place.stream === 'string' && FORMS.subject(place.stream) && isNumber('streamversion'))) &&
    isNumber('sequence') &&
    before < place.sequence &&
    place.sequence < own &&
    typeof place.leaf === 'string' &&
    /^[0-9a-f]{64}$/.test(place.leaf)
  );
};

// the leaf, the stream and the version there of the places that a record puts in quarantine, by their places
const quarantined = ({ data, sequence, subject, source }) => {
  must(subject === `log/${named(source)}`, 'data', 'a quarantine of another log than its own');
  const isData =
    Object.keys(data).every((name) => ['authority', 'by', 'grounds', 'places'].includes(name)) &&
    isText(data.authority) &&
    isText(data.grounds) &&
    (!has(data, 'by') || isBy(data.by)) &&
    Array.isArray(data.places) &&
    data.places.length > 0;
  must(isData, 'data', 'the data are not those of a quarantine');
  let last = 1;
  for (const place of data.places) {
    must(isPlace(place, last, Number(sequence)), 'data', 'a place of a quarantine is none');
    last = place.sequence;
  }
  return data.places.map(({ sequence, leaf, stream, streamversion }) => [sequence, { leaf, stream, streamversion }]);
};

// the places, none of which is known to be in quarantine in another way
const asKnown = (places, known) => {
  const isSame = (one, other) => ['leaf', 'stream', 'streamversion'].every((name) => one[name] === other[name]);
  const isKnown = places.every(([place, named]) => !known.has(place) || isSame(known.get(place), named));
  must(isKnown, 'data', 'another record names a place with another leaf or stream');
  return places;
};

// whether a line says that it is of a stream and of a version there, if it says of which
const isOf = (line, named) => {
  let said;
  try {
    said = line.length <= LIMIT ? JSON.parse(line.toString('utf8')) : undefined;
  } catch {
    return true;
  }
  if (!isObject(said) || typeof said.subject !== 'string' || !Number.isInteger(said.streamversion) || said.streamversion < 0) return true;
  const isStream = FORMS.subject(said.subject);
  return named.stream === (isStream ? said.subject : undefined) && named.streamversion === (isStream ? said.streamversion : undefined);
};

// what is in quarantine: a first look at the log; what is no record is judged by the second look
const learned = (bytes) => {
  const found = new Map();
  const lineEnd = Buffer.from('"type":"lifecycle.log.quarantined.v1"}\n');
  for (let at = bytes.indexOf(lineEnd); at >= 0; at = bytes.indexOf(lineEnd, at + 1)) {
    try {
      const line = bytes.subarray(bytes.lastIndexOf(10, at) + 1, at + lineEnd.length - 1);
      for (const [place, named] of asKnown(quarantined(envelope(line)), found)) found.set(place, named);
    } catch (why) {
      if (!(why instanceof Refused)) throw why;
    }
  }
  return found;
};

// what another program put around a line, if what is left is a record
const dressed = (line) => {
  const bare = line.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf)) ? line.subarray(3) : line;
  if (bare === line && line.at(-1) !== 13) return;
  try {
    envelope(bare.at(-1) === 13 ? bare.subarray(0, -1) : bare);
  } catch {
    return;
  }
  must(bare === line, 'byte_order_mark', 'a byte order mark: a program saved the file anew');
  must(false, 'carriage_return', 'the line ends in CR LF: an editor, a mail or a transfer as text did that');
};

// what some bytes prove, against the lines of a checkpoint if there are any
const verify = (bytes, checkpoint) => {
  let [before, source, recorded, size, atCheckpoint, start] = ['0'.repeat(64), undefined, '', 0, undefined, 0];
  const peaks = [];
  const quarantine = learned(bytes);
  do {
    const end = bytes.indexOf(10, start);
    try {
      must(bytes.length, 'empty', 'the log is empty');
      must(end >= 0, 'torn', 'the line is torn');
      const line = bytes.subarray(start, end);
      let right = sha(LEAF, line);
      if (quarantine.has(size + 1)) {
        const named = quarantine.get(size + 1);
        must(right.toString('hex') === named.leaf, 'quarantined', 'another line is in quarantine');
        must(isOf(line, named), 'quarantined_stream', 'it is in quarantine as of another stream');
      } else {
        dressed(line);
        const record = envelope(line);
        if (!size) opens(record);
        must(record.source === (source ?? record.source), 'source', 'the record is of another log');
        if (size && record.subject.startsWith('log/')) {
          must(record.type === QUARANTINED, 'opened_again', 'the log is opened once');
          asKnown(quarantined(record), quarantine);
        }
        must(record.sequence === String(size + 1).padStart(19, '0'), 'sequence', 'the sequence is not the next');
        must(record.predecessorhash === before, 'predecessor', 'it does not follow from the line before');
        must(record.recordedtime >= recorded, 'recorded_earlier', 'the record goes back in time');
        [source, recorded] = [record.source, record.recordedtime];
      }
      [before, start] = [right.toString('hex'), end + 1];
      for (let ones = size; ones % 2 === 1; ones = (ones - 1) / 2) right = sha(NODE, peaks.pop(), right);
      peaks.push(right);
      size += 1;
    } catch (why) {
      if (!(why instanceof Refused)) throw why;
      return { result: 'not_self_consistent', first_bad_line: size + 1, code: why.code, reason: why.message };
    }
    if (checkpoint && checkpoint[1] === String(size)) atCheckpoint = root(peaks).toString('base64');
  } while (start < bytes.length);
  const found = { events: size, root: root(peaks).toString('hex') };
  if (checkpoint && (checkpoint[0] !== source || checkpoint[2] !== atCheckpoint)) {
    return { result: 'contradicts_checkpoint', ...found };
  }
  return { result: checkpoint ? 'consistent_with_checkpoint' : 'self_consistent', ...found };
};

// the log of a vector, as tests/interop/refusals.py tells
const vectorLog = ({ hex, line: text, fill, place, end = '\n' }, opening) => {
  let line = hex === undefined ? Buffer.from(text) : Buffer.from(hex, 'hex');
  if (fill) line = Buffer.from(text.replace('@@', 'x'.repeat(fill - line.length + 2)));
  return Buffer.concat([Buffer.from(place === 2 ? `${opening}\n` : ''), line, Buffer.from(end)]);
};

const vectors = (path) => {
  const [{ opening }, ...rest] = readFileSync(path, 'utf8').trimEnd().split('\n').map((row) => JSON.parse(row));
  let wrong = 0;
  for (const vector of rest) {
    const said = verify(vectorLog(vector, opening));
    if ((said.code ?? null) !== vector.code || (said.first_bad_line ?? null) !== (vector.code && vector.place)) {
      console.error(`${vector.what}: expected ${vector.code}, found ${JSON.stringify(said)}`);
      wrong += 1;
    }
  }
  console.log(`Node's verifier: ${rest.length} vectors, ${wrong} of them otherwise`);
  process.exit(wrong || !rest.length ? 1 : 0);
};

const readCheckpoint = (path) => {
  const lines = readFileSync(path, 'utf8').split('\n');
  if (lines[0].startsWith('\ufeff') || lines.slice(0, 3).some((line) => line.endsWith('\r'))) {
    console.error('the checkpoint has a byte order mark or lines that end in CR LF: take it as it was written');
    process.exit(1);
  }
  return lines;
};

const [log, checkpointFile] = process.argv.slice(2);
if (log === '--vectors') vectors(checkpointFile);
const said = verify(readFileSync(log), checkpointFile && readCheckpoint(checkpointFile));
console.log(JSON.stringify(said));
process.exit(['self_consistent', 'consistent_with_checkpoint'].includes(said.result) ? 0 : 1);
