// Receipts, bundles, whole ledgers and witness files, read without trust: as kept/ledger/rules/reading.py reads them.
import { fromBase64, hex } from "./bytes.js";
import { canonical, Decimal, parse, Unreadable } from "./json.js";
import { leafHash } from "./merkle.js";
import { checkName, readKey } from "./notes.js";

const LARGEST = 16 * 1024 * 1024;
const LARGEST_LEDGER = 256 * 1024 * 1024; // what a browser holds; the command reads any
const [MOST_KEYS, MOST_FORKS, MOST_EARLIER] = [1000, 100, 1000]; // more would only keep whoever verifies waiting

// What a file is: {receipt}, {ledger} or {notes}. Raises Unreadable.
export async function read(bytes, name) {
  if (beginsALedger(bytes)) return { ledger: await readLedger(bytes, name) };
  if (bytes.length > LARGEST) throw new Unreadable("", "it is larger than any such file is");
  const text = decoded(bytes);
  return text.trimStart().startsWith("{") ? { receipt: await readReceipt(parse(text), name) } : { notes: readWitness(text) };
}

async function readReceipt(tree, name) {
  const kind = objectAt(tree, "").get("kept");
  if (kind !== "receipt/1" && kind !== "bundle/1") throw new Unreadable("kept", "should be receipt/1 or bundle/1");
  const more = kind === "bundle/1" ? ["case", "files"] : [];
  const needed = ["kept", "origin", "keys", "forks", "checkpoint", "entries", "words", ...more];
  const at = fields(tree, "", needed, ["earlier", "timestamp"]);
  const entries = listAt(at("entries"), "entries");
  if (entries.length === 0) throw new Unreadable("entries", "is empty: there is nothing to prove");
  if (at("timestamp") !== undefined) bytesAt(at("timestamp"), "timestamp");
  return {
    name,
    origin: flawAt("origin", () => checkName(textAt(at("origin"), "origin"))),
    keys: await readKeys(listAt(at("keys"), "keys", MOST_KEYS)),
    forks: listAt(at("forks"), "forks", MOST_FORKS).map((note, place) => textAt(note, `forks[${place}]`)),
    checkpoint: textAt(at("checkpoint"), "checkpoint"),
    entries: await Promise.all(entries.map((entry, place) => readEntry(entry, `entries[${place}]`))),
    words: listAt(at("words"), "words").map((words, place) => readWords(words, `words[${place}]`)),
    earlier: listAt(at("earlier") ?? [], "earlier", MOST_EARLIER).map((each, place) => readEarlier(each, `earlier[${place}]`)),
    isStamped: at("timestamp") !== undefined,
    case: (at("case") ?? null) === null ? null : objectAt(at("case"), "case"),
    files: listAt(at("files") ?? [], "files").map((file, place) => readFile(file, `files[${place}]`)),
  };
}

// A ledger's first line is a whole object; a receipt's is not, or says that it is a receipt.
function beginsALedger(bytes) {
  const end = bytes.indexOf(10);
  const line = new TextDecoder().decode(bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, LARGEST)));
  return line.trimEnd().endsWith("}") && line.replaceAll(" ", "").includes('"kept":"ledger/1"');
}

async function readLedger(bytes, name) {
  if (bytes.length > LARGEST_LEDGER) throw new Unreadable("", "it is larger than any such file is");
  const [first, ...lines] = decoded(bytes).replace(/\n$/, "").split("\n");
  const at = fields(parse(first), "", ["kept", "origin", "keys", "forks", "checkpoints"]);
  const entries = [];
  for (const [place, line] of lines.entries()) {
    const where = `line ${place + 2}`;
    try {
      entries.push(await readEntry(parse(line), "", false));
    } catch (flaw) {
      throw flaw instanceof Unreadable ? new Unreadable(flaw.path ? `${where}, ${flaw.path}` : where, flaw.words) : flaw;
    }
  }
  return {
    name,
    origin: flawAt("origin", () => checkName(textAt(at("origin"), "origin"))),
    keys: await readKeys(listAt(at("keys"), "keys", MOST_KEYS)),
    forks: listAt(at("forks"), "forks", MOST_FORKS).map((note, place) => textAt(note, `forks[${place}]`)),
    checkpoints: listAt(at("checkpoints"), "checkpoints").map((note, place) => textAt(note, `checkpoints[${place}]`)),
    entries,
  };
}

// The notes of a witness file, one after the other.
function readWitness(text) {
  const found = [];
  let lines = [];
  for (const line of text.split("\n")) {
    if (!line.startsWith("— ")) lines.push(line);
    else if (lines.some(Boolean)) {
      found.push(`${lines.join("\n").replace(/^\n+|\n+$/g, "")}\n\n${line}\n`);
      lines = [];
    } else if (found.length) found[found.length - 1] += `${line}\n`;
  }
  if (lines.some(Boolean) || found.length === 0) throw new Unreadable("", "it is neither a receipt nor a list of checkpoints");
  return found;
}

async function readKeys(keys) {
  if (keys.length === 0) throw new Unreadable("keys", "is empty: nobody signed this");
  return Promise.all(keys.map(async (key, place) => {
    const path = `keys[${place}]`;
    const at = fields(key, path, ["vkey", "handover"]);
    const written = textAt(at("vkey"), `${path}.vkey`);
    try {
      return { ...(await readKey(written)), handover: textAt(at("handover"), `${path}.handover`) };
    } catch (flaw) {
      throw flaw instanceof Unreadable ? flaw : new Unreadable(`${path}.vkey`, flaw.message);
    }
  }));
}

async function readEntry(tree, within, isProven = true) {
  const path = (name) => (within ? `${within}.${name}` : name);
  const at = fields(tree, within, ["number", "kind", "at", "payload", "salt", "hash", ...(isProven ? ["proof"] : [])]);
  const [payload, salt] = [at("payload"), at("salt")];
  if ((payload === null) !== (salt === null)) throw new Unreadable(path("salt"), "stands with the payload or not at all");
  const entry = {
    number: numberAt(at("number"), path("number")),
    kind: textAt(at("kind"), path("kind")),
    at: instantAt(at("at"), path("at")),
    written: at("at"),
    payload: payload === null ? null : objectAt(payload, path("payload")),
    salt: salt === null ? null : hexAt(salt, path("salt")),
    hash: hexAt(at("hash"), path("hash")),
    proof: isProven ? hashesAt(at("proof"), path("proof")) : [],
  };
  const sealed = new Map([["kind", entry.kind], ["at", entry.written], ["payload", entry.hash]]);
  return { ...entry, leaf: await leafHash(canonical(sealed)) };
}

function readWords(tree, path) {
  const at = fields(tree, path, ["policy", "version", "language", "title", "words", "sha256"]);
  for (const name of ["policy", "language", "title", "words"]) textAt(at(name), `${path}.${name}`);
  numberAt(at("version"), `${path}.version`);
  return { title: at("title"), words: at("words"), sha256: hexAt(at("sha256"), `${path}.sha256`) };
}

function readEarlier(tree, path) {
  const at = fields(tree, path, ["checkpoint", "consistency"]);
  return {
    checkpoint: textAt(at("checkpoint"), `${path}.checkpoint`),
    consistency: hashesAt(at("consistency"), `${path}.consistency`),
  };
}

function readFile(tree, path) {
  const at = fields(tree, path, ["name", "sha256"]);
  return { name: textAt(at("name"), `${path}.name`), sha256: hexAt(at("sha256"), `${path}.sha256`) };
}

function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unreadable("", "it is not UTF-8 text");
  }
}

// The fields of an object that has all of these and none beyond, by name.
function fields(tree, path, needed, optional = []) {
  const found = objectAt(tree, path);
  const under = (name) => (path ? `${path}.${name}` : name);
  for (const name of needed) if (!found.has(name)) throw new Unreadable(under(name), "is missing");
  for (const name of found.keys()) {
    if (!needed.includes(name) && !optional.includes(name)) throw new Unreadable(under(name), "is no field of this kind of file");
  }
  return (name) => found.get(name);
}

const check = (good, path, words) => { if (!good) throw new Unreadable(path, words); };

function objectAt(value, path) { check(value instanceof Map, path, "should be an object"); return value; }
function listAt(value, path, most = Infinity) {
  check(Array.isArray(value), path, "should be a list");
  check(value.length <= most, path, `should be at most ${most}`);
  return value;
}
function textAt(value, path) { check(typeof value === "string", path, "should be text"); return value; }

function numberAt(value, path) {
  check(!(value instanceof Decimal) && typeof value === "number" && value >= 0, path, "should be a whole number, not below 0");
  return value;
}

function hexAt(value, path) {
  check(/^[0-9a-f]{64}$/.test(textAt(value, path)), path, "should be 32 bytes in hex");
  return value;
}

function bytesAt(value, path) {
  const bytes = fromBase64(textAt(value, path));
  check(bytes, path, "it is not base64");
  return bytes;
}

function hashesAt(value, path) {
  const hashes = listAt(value, path).map((each, place) => bytesAt(each, `${path}[${place}]`));
  check(hashes.length <= 64 && hashes.every((each) => each.length === 32), path, "should be at most 64 hashes of 32 bytes");
  return hashes.map(hex);
}

// Milliseconds since 1970, of an instant as an entry is sealed with it: UTC, to the microsecond if there are any.
function instantAt(value, path) {
  const words = "should be an instant like 2026-11-21T10:00:00+00:00";
  const found = /^([12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{6})?\+00:00$/.exec(textAt(value, path));
  check(found && found[2] !== ".000000", path, words);
  const at = Date.parse(`${found[1]}Z`);
  check(!Number.isNaN(at) && new Date(at).toISOString().slice(0, 19) === found[1], path, words);
  return at + Number(found[2] ?? 0) * 1000;
}

function flawAt(path, act) {
  try {
    return act();
  } catch (flaw) {
    throw flaw instanceof Unreadable ? flaw : new Unreadable(path, flaw.message);
  }
}
