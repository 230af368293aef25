// What the ledger signs: C2SP notes with checkpoints, handovers of its key, notices of a restore.
import { fromBase64, hex, joined, sha256, signed, utf8 } from "./bytes.js";

const LARGEST = 64 * 1024;
const DASH = "— ";
const ED25519 = 1;
// Keys of small order, without their sign bit: with them one signature fits every text (as libsodium lists them).
const ANYBODYS = new Set([
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  `ec${"ff".repeat(30)}7f`,
  `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
]);

export class Malformed extends Error {}
export class NotSigned extends Malformed {}
export class Foreign extends NotSigned {} // by no key that is known here: it may be of anybody

const refuse = (words) => { throw new Malformed(words); };

export function checkName(name) {
  if (!name || /[+\u0000-\u001f\u0085]|(?!\ufeff)\s/.test(name)) refuse("the name of a ledger has no spaces and no plus");
  return name;
}

// {text, name, id, bytes} of "name+id+key".
export async function readKey(text) {
  const [name, id, ...rest] = text.split("+");
  if (rest.length === 0) refuse("a key is written as name+id+key");
  const raw = bytesOf(rest.join("+"));
  if (raw[0] !== ED25519) refuse("the key is not an Ed25519 key");
  if (raw.length !== 33) refuse("a public key has 32 bytes");
  if (ANYBODYS.has(hex(raw.subarray(1, 32)) + hex([raw[32] & 0x7f]))) refuse("with such a key anybody could sign");
  const hashed = await sha256(joined(utf8(`${checkName(name)}\n`), raw));
  if (hex(hashed.subarray(0, 4)) !== id) refuse("the id of the key is not that of the key");
  return { text, name, id, bytes: raw.subarray(1) };
}

// The text of a note that one of these keys signed; none of the known may have signed it wrongly.
export async function opened(note, keys) {
  const { text, signatures } = parts(note);
  let found = false;
  for (const { name, id, bytes } of signatures) {
    const key = keys.find((each) => each.name === name && each.id === id);
    if (!key) continue;
    if (!(await signed(key.bytes, bytes, utf8(text)))) throw new NotSigned("the signature does not fit the text");
    found = true;
  }
  if (!found) throw new Foreign("it is not signed with a key that is known here");
  return text;
}

export function textOf(note) { return parts(note).text; }

export function readCheckpoint(text) {
  const [origin, size, root, at] = lines(text, 4);
  return { origin: checkName(origin), size: sizeOf(size), root: rootOf(root), at: timeOf(after(at, "time ")) };
}

export function readHandover(text) {
  const [origin, kind, from, to, at] = lines(text, 5);
  if (kind !== "handover") refuse("it is no handover");
  return { origin, old: after(from, "from "), fresh: after(to, "to "), at: timeOf(after(at, "time ")) };
}

export function readFork(text) {
  const [origin, kind, lost, kept, at, because] = lines(text, 6);
  if (kind !== "fork") refuse("it is no notice of a restore");
  const [lostSize, lostRoot, lostAt, ...more] = after(lost, "lost ").split(" ");
  const [keptSize, keptRoot, ...most] = after(kept, "kept ").split(" ");
  if (lostAt === undefined || keptRoot === undefined || more.length || most.length) refuse("it names too little");
  const fork = {
    origin: checkName(origin),
    lost: { size: sizeOf(lostSize), root: rootOf(lostRoot), at: timeOf(lostAt) },
    kept: { size: sizeOf(keptSize), root: rootOf(keptRoot) },
    at: timeOf(after(at, "time ")),
    because: after(because, "because "),
  };
  if (fork.kept.size > fork.lost.size) refuse("a restored ledger is not larger than the lost one");
  if (!fork.because.trim()) refuse("a fork notice says why in one line");
  return fork;
}

function parts(note) {
  if ([...note].length > LARGEST) refuse("the note is too long");
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, Math.max(end, 0)) + "\n";
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text) || !text.isWellFormed()) refuse("the text of a note holds no control characters");
  const written = note.slice(end + 2).split("\n");
  if (end < 0 || written.pop() || written.length === 0) refuse("a note has a text, an empty line, and signatures");
  if (written.length > 100) refuse("the note has too many signatures");
  return { text, signatures: written.map(signatureOf) };
}

function signatureOf(line) {
  const [name, ...rest] = line.slice(DASH.length).split(" ");
  if (!line.startsWith(DASH) || rest.length === 0) refuse("a signature stands as: dash, name, signature");
  const raw = bytesOf(rest.join(" "));
  if (raw.length < 5) refuse("a signature is too short");
  return { name: checkName(name), id: hex(raw.subarray(0, 4)), bytes: raw.subarray(4) };
}

function lines(text, count) {
  const found = text.split("\n");
  if (found.pop() || found.length !== count || found.includes("")) refuse("the text has another number of lines");
  return found;
}

function after(line, word) {
  if (!line.startsWith(word)) refuse("a line begins otherwise");
  return line.slice(word.length);
}

function bytesOf(text) { return fromBase64(text) ?? refuse("it is not base64"); }

function rootOf(text) {
  const bytes = bytesOf(text);
  if (bytes.length !== 32) refuse("a root has 32 bytes");
  return hex(bytes);
}

function sizeOf(text) {
  const size = /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(size) ? size : refuse("the size is not a whole number");
}

// Milliseconds since 1970.
function timeOf(text) {
  const at = /^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 19) !== text.slice(0, 19)) refuse("the time is on no calendar");
  return at;
}
