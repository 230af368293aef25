// The tree over the ledger: RFC 6962 hashes, proofs checked as RFC 9162 §2.1 says. Hashes are hex here.
import { fromHex, hex, joined, sha256, utf8 } from "./bytes.js";

export const leafHash = async (text) => hex(await sha256(joined([0], utf8(text))));

// A tree that only grows, as the few hashes on its right edge.
export class Frontier {
  constructor() { Object.assign(this, { size: 0, edge: [] }); }

  async append(leaf) {
    let hash = leaf;
    for (let below = this.size; below % 2 === 1; below = half(below)) hash = await nodeHash(this.edge.pop(), hash);
    this.edge.push(hash);
    this.size += 1;
  }

  root() { return fold(this.edge); }
}

const nodeHash = async (left, right) => hex(await sha256(joined([1], fromHex(left), fromHex(right))));

// The root that an audit path leads to, or null when it cannot be one of this leaf in a tree of this size.
export async function rootOfInclusion(leaf, number, size, proof) {
  if (number >= size) return null;
  let [place, last, hash] = [number, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      hash = await nodeHash(sibling, hash);
      [place, last] = upwards(place, last);
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? hash : null;
}

// Whether the old tree is the beginning of the new one.
export async function isConsistent(old, fresh, oldRoot, newRoot, proof) {
  if (old > fresh) return false;
  if (old === fresh) return oldRoot === newRoot && proof.length === 0;
  if (old === 0) return proof.length === 0 && oldRoot === hex(await sha256(new Uint8Array()));
  let [place, last] = [old - 1, fresh - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  const path = isPower(old) ? [oldRoot, ...proof] : [...proof];
  if (path.length === 0) return false;
  let [before, after] = [path[0], path[0]];
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      before = await nodeHash(sibling, before);
      after = await nodeHash(sibling, after);
      [place, last] = upwards(place, last);
    } else {
      after = await nodeHash(after, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && before === oldRoot && after === newRoot;
}

// The complete subtrees {level, index} that a tree of this size is made of, from left to right.
export function pieces(size) {
  const found = [];
  for (let level = 0, rest = size; rest > 0; level += 1, rest = half(rest)) {
    if (rest % 2 === 1) found.unshift({ level, index: rest - 1 });
  }
  return found;
}

// The root over the hashes of a tree's pieces.
export async function fold(hashes) {
  if (hashes.length === 0) return hex(await sha256(new Uint8Array()));
  let hash = hashes.at(-1);
  for (const left of hashes.slice(0, -1).reverse()) hash = await nodeHash(left, hash);
  return hash;
}

// The hashes over complete subtrees that a path shows: {level, index, hash}. They never change as the tree grows.
export async function revealed(leaf, number, size, proof) {
  let [level, index, hash] = [0, number, leaf];
  const shown = [{ level, index, hash }];
  const isComplete = (at) => (at + 1) * 2 ** level <= size;
  for (const sibling of proof) {
    while (index % 2 === 0 && (index + 1) * 2 ** level >= size) [level, index] = [level + 1, half(index)];
    const beside = index % 2 === 0 ? index + 1 : index - 1;
    if (isComplete(beside)) shown.push({ level, index: beside, hash: sibling });
    hash = index % 2 === 1 ? await nodeHash(sibling, hash) : await nodeHash(hash, sibling);
    [level, index] = [level + 1, half(index)];
    if (isComplete(index)) shown.push({ level, index, hash });
  }
  return shown;
}

function upwards(place, last) {
  while (place % 2 === 0 && place > 0) [place, last] = [half(place), half(last)];
  return [place, last];
}

const half = (number) => Math.floor(number / 2);  // numbers go beyond the 32 bits of >>

function isPower(number) {
  while (number % 2 === 0) number /= 2;
  return number === 1;
}
