// What receipts, bundles and ledgers prove, what is wrong with them, what stays unknown: as kept/ledger/rules/verify.py.
import { hex, sha256, utf8 } from "./bytes.js";
import { checkLedger, saysWhatWasSealed } from "./export.js";
import { gather } from "./keyring.js";
import { History, lastBefore, SLACK, say, WITNESS } from "./history.js";
import { canonical } from "./json.js";

// Entries that are there to name words, or a case: in any other a customer may have written a hash.
const NAMES_WORDS = new Set(["policy.published", "policy.told", "past.told", "membership.consented"]);
const NAMES_CASE = new Set(["complaint.decided"]);

// Findings {code, where, facts}. `pinned` are keys that the reader holds, `witness` notes that somebody kept.
export async function verify(receipts, { now, ledgers = [], pinned = [], witness = [] }) {
  const found = [];
  const add = (code, where, facts) => found.push({ code, where, facts });
  for (const origin of new Set([...receipts, ...ledgers].map((file) => file.origin))) {
    const mine = receipts.filter((receipt) => receipt.origin === origin);
    const whole = ledgers.filter((ledger) => ledger.origin === origin);
    const keys = await gather(origin, [...mine, ...whole], pinned.length ? pinned : null, add);
    const history = new History(keys, now, add);
    const kept = witness.filter((note) => isOf(note, origin));
    const notices = kept.filter((note) => !isCheckpoint(note)).map((note) => ({ note, where: WITNESS }));
    await history.takeForks([...[...mine, ...whole].flatMap(({ forks, name }) => forks.map((note) => ({ note, where: name }))), ...notices]);
    for (const note of kept.filter(isCheckpoint)) await history.take(note, WITNESS);
    if (history.foreign) add("witness_unknown", WITNESS, { count: history.foreign });
    await checkFiles(mine, whole, history);
  }
  return found;
}

async function checkFiles(receipts, ledgers, history) {
  const [lives, points] = [[], []];
  for (const ledger of ledgers) lives.push(await takeLedger(ledger, history));
  for (const receipt of receipts) points.push(await take(receipt, history));
  for (const [place, receipt] of receipts.entries()) {
    const standing = await checkEntries(receipt, points[place], history);
    await checkTexts(receipt, standing, history.add);
    if (receipt.isStamped) history.add("stamp_unchecked", receipt.name, {});
    for (const file of receipt.files) history.add("file_absent", receipt.name, { file: file.name });
  }
  await history.check();
  for (const [place, ledger] of ledgers.entries()) await checkLedger(ledger, lives[place], history);
  const newest = points.filter(Boolean).reduce((one, other) => (one && one.at >= other.at ? one : other), null);
  const count = newest && !ledgers.length ? history.unjoined(newest) : 0;
  if (count) history.add("not_joined", newest.where, { count, at: say(newest.at) });
}

// Its checkpoints, taken in; how many restores there had been at the newest.
async function takeLedger(ledger, history) {
  const lives = [];
  for (const note of ledger.checkpoints) {
    const point = await history.take(note, ledger.name);
    if (point) lives.push(history.lifeAt(point.at));
  }
  return lives.length ? Math.max(...lives) : history.forks.length;
}

async function take(receipt, history) {
  const point = await history.take(receipt.checkpoint, receipt.name);
  if (!point) return null;
  history.add("signed", receipt.name, { origin: receipt.origin, size: point.size, at: say(point.at) });
  for (const earlier of receipt.earlier) await history.grow(earlier, point, receipt.name);
  return point;
}

// The entries that stand under the checkpoint and do not say anything but what was sealed.
async function checkEntries(receipt, point, history) {
  const standing = [];
  const life = point ? history.lifeAt(point.at) : 0;
  const line = history.line(life);
  for (const entry of receipt.entries) {
    const { number } = entry;
    const add = (code, facts) => history.add(code, receipt.name, { number, ...facts });
    const says = await saysWhatWasSealed(entry);
    if (says === null) add("payload_erased");
    else if (!says) add("payload_changed");
    if (!point) continue;
    if (!(await history.prove(entry, point, receipt.name))) { add("entry_absent"); continue; }
    const at = `${entry.written.slice(0, 19).replace("T", " ")} UTC`;
    add("entry_stands", { kind: entry.kind, at, origin: receipt.origin, checkpoint: say(point.at) });
    if (says !== false) standing.push(entry);
    if (says) add("payload_kept", { hash: entry.hash });
    if (entry.at > point.at + SLACK) add("after_checkpoint", { at, checkpoint: say(point.at) });
    const before = lastBefore(number, line);
    if (entry.at < before - SLACK) add("written_later", { at, checkpoint: say(before) });
    const restored = history.restoredAfter(entry, life);
    if (restored) add("older_than_restore", { at, restored: say(restored.at) });
    const fork = history.lostIn(number, point.at);
    if (fork) add("entry_lost", { at: say(fork.at) });
  }
  return standing;
}

async function checkTexts(receipt, standing, add) {
  const telling = standing.filter(({ kind }) => NAMES_WORDS.has(kind));
  const named = namedBy(telling);
  const isErased = telling.some((entry) => entry.payload === null);
  for (const { title, words, sha256: hash } of receipt.words) {
    if (hex(await sha256(utf8(`${title}\n\n${words}`))) !== hash) add("words_changed", receipt.name, { title });
    else if (named.has(hash)) add("words_kept", receipt.name, { title, number: named.get(hash), sha256: hash });
    else add(isErased ? "words_unknown" : "words_unnamed", receipt.name, { title });
  }
  if (receipt.case) {
    const deciding = namedBy(standing.filter(({ kind }) => NAMES_CASE.has(kind)));
    const number = deciding.get(hex(await sha256(utf8(canonical(receipt.case)))));
    if (number !== undefined) add("case_kept", receipt.name, { number });
    else add("case_unsealed", receipt.name, { origin: receipt.origin });
  }
}

// Every text that a payload holds, with the number of the first entry that does.
function namedBy(entries) {
  return new Map([...entries].reverse().flatMap(({ payload, number }) => texts(payload).map((text) => [text, number])));
}

function texts(tree) {
  if (typeof tree === "string") return [tree];
  if (tree instanceof Map) return [...tree.values()].flatMap(texts);
  return Array.isArray(tree) ? tree.flatMap(texts) : [];
}

function isOf(note, origin) {
  const [name, what] = note.split("\n", 2);
  return name === origin && (what === "fork" || isCheckpoint(note));
}

function isCheckpoint(note) { return /^[0-9]+$/.test(note.split("\n", 2)[1]); }
