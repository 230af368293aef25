// A whole ledger, from its first entry to its last, against everything published about it: export.py, in short.
import { fromHex, hex, joined, sha256, utf8 } from "./bytes.js";
import { firstAfter, lastBefore, SLACK, say } from "./history.js";
import { canonical } from "./json.js";
import { Frontier } from "./merkle.js";

// `life` is how many restores there had been when it was exported.
export async function checkLedger(ledger, life, history) {
  const line = history.line(life);
  const times = new Bounds(line);
  const grown = new Frontier();
  const add = (code, facts) => history.add(code, ledger.name, facts);
  let [erased, genuine] = [0, 0];
  const due = new Map();
  for (const { size, root, at } of line) due.set(size, [...(due.get(size) ?? []), [root, at]]);
  let wrong = await compareRoots(grown, due, life, history, add);
  for (const [place, entry] of ledger.entries.entries()) {
    if (entry.number !== place) add("number_wrong", { line: place + 2, number: place, found: entry.number });
    const says = await saysWhatWasSealed(entry);
    erased += Number(says === null);
    genuine += Number(says === true);
    if (says === false) add("payload_changed", { number: place });
    checkTime(entry, place, times, add);
    const fork = history.restoredAfter(entry, life);
    if (fork) add("older_than_restore", { number: place, restored: say(fork.at), at: written(entry) });
    history.compare(entry, life, ledger.name, { keeps: false });
    await grown.append(entry.leaf);
    wrong += await compareRoots(grown, due, life, history, add);
  }
  sumUp(grown.size, line, { wrong, erased, genuine }, add);
}

// Whether the payload is the one that was hashed; null when it was erased.
export async function saysWhatWasSealed({ payload, salt, hash }) {
  if (payload === null) return null;
  return hex(await sha256(joined(fromHex(salt), utf8(canonical(payload))))) === hash;
}

// When the ledger was published without an entry, and with it; entries are asked for in their order.
class Bounds {
  constructor(line) { Object.assign(this, { line, until: -1 }); }

  at(number) {
    if (number >= this.until) {
      this.bounds = [lastBefore(number, this.line), firstAfter(number, this.line)];
      this.until = this.line.find(({ size }) => size > number)?.size ?? Infinity;
    }
    return this.bounds;
  }
}

function checkTime(entry, place, times, add) {
  const [before, after] = times.at(place);
  const facts = { number: place, at: written(entry) };
  if (before !== undefined && entry.at < before - SLACK) add("written_later", { ...facts, checkpoint: say(before) });
  if (after !== undefined && entry.at > after + SLACK) add("after_checkpoint", { ...facts, checkpoint: say(after) });
}

// How many checkpoints over just as many entries do not fit; a fork's kept root counts as one.
async function compareRoots(grown, due, life, history, add) {
  const published = [...(due.get(grown.size) ?? []), ...history.keptAt(grown.size, life)];
  if (!published.length) return 0;
  const root = await grown.root();
  const wrong = published.filter(([signed]) => signed !== root);
  for (const [, at] of wrong) add("root_differs", { size: grown.size, at: say(at) });
  return wrong.length;
}

function sumUp(size, line, { wrong, erased, genuine }, add) {
  for (const point of line) if (point.size > size) add("cut_back", { at: say(point.at), size: point.size, held: size });
  const fitting = line.filter((point) => point.size <= size);
  if (!fitting.length) { add("no_checkpoint", {}); return; }
  const last = fitting.at(-1).size;
  if (last < size) add("unsealed", { count: size - last });
  const times = fitting.map(({ at }) => at).sort((one, other) => one - other);
  if (!wrong) add("ledger_whole", { size: last, count: fitting.length, first: say(times[0]), last: say(times.at(-1)) });
  if (genuine) add("payloads_kept", { count: genuine });
  if (erased) add("payloads_erased", { count: erased });
}

const written = (entry) => `${entry.written.slice(0, 19).replace("T", " ")} UTC`;
