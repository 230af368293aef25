// Which keys may speak for a ledger, and when: from a pinned key along the handovers signed by both keys.
import { Malformed, NotSigned, opened, readHandover } from "./notes.js";

export class Keyring {
  constructor(origin) {
    this.origin = origin;
    this.trusted = [];
    this.since = new Map();
    this.until = new Map();
    this.handedOver = new Set();
  }

  open(note) { return opened(note, this.trusted); }

  async inTurn(note, at) {
    const usable = this.trusted.filter(({ text }) => at >= (this.since.get(text) ?? -Infinity) && at <= (this.until.get(text) ?? Infinity));
    try {
      await opened(note, usable);
      return true;
    } catch (flaw) {
      if (flaw instanceof NotSigned) return false;
      throw flaw;
    }
  }
}

// The keyring of `origin` from the keys of these receipts; `pinned` is null where the reader holds no key.
export async function gather(origin, receipts, pinned, add) {
  const ring = new Keyring(origin);
  const links = [];
  for (const receipt of receipts) links.push(...(await linksOf(ring, receipt, add)));
  const known = receipts.flatMap((receipt) => receipt.keys);
  const starts = pinned ? pinned.filter((key) => known.some(({ text }) => text === key)) : [receipts[0].keys[0].text];
  const trusted = reach(starts, links);
  for (const receipt of receipts) {
    for (const { text } of receipt.keys) {
      if (!trusted.has(text)) add(pinned ? "key_another" : "key_not_handed_over", receipt.name, { key: text });
    }
  }
  if (pinned && trusted.size) add("key_pinned", "", {});
  else if (!pinned) add("key_unpinned", receipts[0].name, { origin, key: receipts[0].keys.at(-1).text });
  ring.trusted = [...new Map(known.filter(({ text }) => trusted.has(text)).map((key) => [key.text, key])).values()];
  return ring;
}

async function linksOf(ring, { keys, name }, add) {
  const links = [];
  for (const [place, fresh] of keys.entries()) {
    if (place === 0) continue;
    const old = keys[place - 1];
    const read = await readLink(fresh.handover, old, fresh);
    if (!read || read.origin !== ring.origin || read.old !== old.text || read.fresh !== fresh.text) {
      add("handover_broken", name, { key: fresh.text });
      continue;
    }
    const joined = `${old.text} ${fresh.text} ${read.at}`;
    if ([...ring.handedOver].some((each) => each !== joined && each.startsWith(`${old.text} `))) {
      add("handover_twice", name, { key: old.text });
    }
    ring.handedOver.add(joined);
    ring.until.set(old.text, read.at);
    ring.since.set(fresh.text, read.at);
    links.push([old.text, fresh.text]);
  }
  return links;
}

async function readLink(note, old, fresh) {
  try {
    const read = readHandover(await opened(note, [old]));
    await opened(note, [fresh]);
    return read;
  } catch (flaw) {
    if (flaw instanceof Malformed) return null;
    throw flaw;
  }
}

function reach(starts, links) {
  const reached = new Set();
  const waiting = [...starts];
  while (waiting.length) {
    const key = waiting.pop();
    if (reached.has(key)) continue;
    reached.add(key);
    for (const [old, fresh] of links) {
      if (old === key) waiting.push(fresh);
      if (fresh === key) waiting.push(old);
    }
  }
  return reached;
}
