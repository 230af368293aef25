// Whether everything published about a ledger fits one history, or forks that were said aloud: history.py, in short.
import { fold, isConsistent, pieces, revealed, rootOfInclusion } from "./merkle.js";
import { Foreign, Malformed, NotSigned, readCheckpoint, readFork } from "./notes.js";

export const SLACK = 10 * 60 * 1000; // between two clocks, and between what happened and its being written down

export const WITNESS = "witness"; // where a note stood that somebody else kept

export const say = (at) => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

const id = ({ size, root }) => `${size} ${root}`;

export class History {
  constructor(keys, now, add) {
    Object.assign(this, { keys, now, add, forks: [], points: new Map(), joined: [], parts: new Map(), entries: new Map(), foreign: 0 });
  }

  // Notices of restored backups: [{note, where}]. All of them come first.
  async takeForks(written) {
    const forks = new Map();
    for (const { note, where } of written) {
      try {
        const text = await this.keys.open(note);
        const fork = { ...readFork(text), text };
        if (fork.origin !== this.keys.origin || !(await this.keys.inTurn(note, fork.at))) {
          throw new Malformed("it is of another ledger, or of a key out of use");
        }
        forks.set(text, fork);
      } catch (flaw) {
        if (!(flaw instanceof Malformed)) throw flaw;
        if (this.isForeign(flaw, where)) continue;
        this.add("fork_broken", where, { flaw: flaw.message });
      }
    }
    this.forks = [...forks.values()].sort((one, other) => one.at - other.at || (one.text < other.text ? -1 : 1));
    for (const { at, because, kept, lost } of this.forks) {
      this.add("restored", "", { at: say(at), because, kept: kept.size, lost_at: say(lost.at) });
    }
  }

  // The checkpoint of a note; null when it is not one that this ledger signed.
  async take(note, where) {
    let read;
    try {
      read = readCheckpoint(await this.keys.open(note));
    } catch (flaw) {
      if (!(flaw instanceof Malformed)) throw flaw;
      if (this.isForeign(flaw, where)) return null;
      this.add(flaw instanceof NotSigned ? "checkpoint_unsigned" : "checkpoint_unreadable", where, { flaw: flaw.message });
      return null;
    }
    if (read.origin !== this.keys.origin) {
      this.add("checkpoint_elsewhere", where, { origin: read.origin });
      return null;
    }
    const point = { ...read, where };
    const key = `${id(point)} ${point.at}`;
    if (this.points.has(key)) return point;
    if (point.at > this.now + SLACK) this.add("checkpoint_future", where, { at: say(point.at) });
    if (!(await this.keys.inTurn(note, point.at))) this.add("key_out_of_turn", where, { at: say(point.at) });
    this.points.set(key, point);
    return point;
  }

  // An earlier checkpoint, with the proof that `point` contains it.
  async grow({ checkpoint, consistency }, point, where) {
    const old = await this.take(checkpoint, where);
    if (!old || id(old) === id(point)) return;
    if (await isConsistent(old.size, point.size, old.root, point.root, consistency)) {
      this.joined.push([id(old), id(point)]);
      this.add("grown", where, { old: say(old.at), old_size: old.size, at: say(point.at), size: point.size });
    } else if (this.isOfOneLine(old, point)) {
      this.add("rewritten", where, { at: say(point.at), old: say(old.at) });
    }
  }

  // Whether the entry stands under the checkpoint; what its proof shows is held against the others.
  async prove(entry, point, where) {
    if ((await rootOfInclusion(entry.leaf, entry.number, point.size, entry.proof)) !== point.root) return false;
    const life = this.lifeAt(point.at);
    this.compare(entry, life, where);
    const differing = [];
    for (const { level, index, hash } of await revealed(entry.leaf, entry.number, point.size, entry.proof)) {
      const end = (index + 1) * 2 ** level;
      const key = `${this.back(life, end)} ${level} ${index}`;
      if ((this.parts.get(key) ?? hash) !== hash) differing.push(end);
      else this.parts.set(key, hash);
    }
    if (differing.length) this.add("parts_differ", where, { size: Math.min(...differing) });
    return true;
  }

  // An entry, held against what other papers say under its number.
  compare(entry, life, where, { keeps = true } = {}) {
    const mine = this.back(life, entry.number + 1);
    const others = this.entries.get(entry.number) ?? [];
    for (const other of others) {
      if (other.entry.leaf === entry.leaf) continue;
      const facts = { number: entry.number, other: other.where };
      const [newer, older] = mine >= other.life ? [entry, other.life] : [other.entry, mine];
      if (mine === other.life) this.add("two_entries", where, facts);
      else if (newer.at < this.forks[older].lost.at) this.add("rewritten_as_restore", where, { ...facts, at: say(newer.at) });
    }
    if (!keeps) return;
    if (!others.some((other) => other.life === mine && other.entry.leaf === entry.leaf)) others.push({ life: mine, entry, where });
    this.entries.set(entry.number, others);
  }

  life(point) { return this.back(this.lifeAt(point.at), point.size); }

  lifeAt(at) { return this.forks.filter((fork) => fork.at <= at).length; }

  lostIn(number, at) { return this.forks.slice(this.lifeAt(at)).find((fork) => fork.kept.size <= number); }

  // The restore after which the entry was added, if it says that it happened before what was lost.
  restoredAfter(entry, life) {
    const fork = this.forks[life - 1];
    return fork && entry.number >= fork.kept.size && entry.at < fork.lost.at - SLACK ? fork : null;
  }

  // The roots that notices of a restore name for this size, as far as this life still contains them: [root, at].
  keptAt(size, life) {
    const named = this.forks.slice(0, life).filter(({ kept }, born) => kept.size === size && this.holds(born + 1, life, size));
    return named.map(({ kept, at }) => [kept.root, at]);
  }

  // The checkpoints of one life, and those of earlier ones that it still contains; smallest first.
  line(life) {
    const holds = (point) => {
      const born = this.lifeAt(point.at);
      return born <= life && this.holds(born, life, point.size);
    };
    return [...this.points.values()].filter(holds).sort((one, other) => one.size - other.size || one.at - other.at);
  }

  // All checkpoints against each other: one root for one size, and time that does not run back.
  async check() {
    for (const point of this.points.values()) await this.checkRoot(point);
    for (let life = 0; life <= this.forks.length; life += 1) this.checkLine(life);
    for (const [life, fork] of this.forks.entries()) {
      for (const point of this.points.values()) {
        const born = this.lifeAt(point.at);
        if ((born === life && !explains(fork, point)) || (born === life + 1 && !goesOnFrom(fork, point))) {
          this.add("fork_hides", point.where, { restored: say(fork.at), at: say(point.at), size: point.size });
        }
      }
    }
  }

  // How many other checkpoints no proof joins to this one.
  unjoined(point) {
    const reached = new Set([id(point)]);
    for (const pairs of [this.joined, this.joined.map(([old, fresh]) => [fresh, old])]) {
      const waiting = [id(point)];
      while (waiting.length) {
        const here = waiting.pop();
        for (const [from, to] of pairs) if (from === here && !reached.has(to)) { reached.add(to); waiting.push(to); }
      }
    }
    const others = new Set([...this.points.values()].filter((each) => this.isOfOneLine(each, point)).map(id));
    return [...others].filter((each) => !reached.has(each)).length;
  }

  // The root computed again, where the proofs of others happen to show all that it is made of.
  async checkRoot(point) {
    const life = this.life(point);
    const shown = pieces(point.size).map(({ level, index }) => this.parts.get(`${this.back(life, (index + 1) * 2 ** level)} ${level} ${index}`));
    if (!shown.includes(undefined) && (await fold(shown)) !== point.root) this.add("parts_differ", point.where, { size: point.size });
  }

  checkLine(life) {
    let [latest, before] = [null, null];
    for (const point of this.line(life)) {
      if (this.life(point) === life) {
        const at = say(point.at);
        if (before?.size === point.size && before.root !== point.root) {
          this.add("two_roots", point.where, { size: point.size, other: say(before.at), at });
        }
        if (latest && latest.size < point.size && point.at < latest.at) {
          this.add("clock_backwards", point.where, { size: point.size, at, other: say(latest.at) });
        }
      }
      if (!latest || point.at > latest.at || this.life(point) !== life) latest = point;
      before = point;
    }
  }

  // Anybody can add a note of anybody to a list of checkpoints: it accuses nobody.
  isForeign(flaw, where) {
    const isSo = where === WITNESS && flaw instanceof Foreign;
    this.foreign += Number(isSo);
    return isSo;
  }

  // Whether the larger of two checkpoints should contain the smaller: no restore lost what it held.
  isOfOneLine(one, other) {
    const [first, last] = [this.lifeAt(one.at), this.lifeAt(other.at)].sort((left, right) => left - right);
    return this.holds(first, last, Math.min(one.size, other.size));
  }

  holds(born, life, size) { return this.forks.slice(born, life).every((fork) => size <= fork.kept.size); }

  back(life, size) {
    while (life > 0 && size <= this.forks[life - 1].kept.size) life -= 1;
    return life;
  }
}

// When the ledger was last published without this entry; undefined if it never was.
export function lastBefore(number, line) {
  const times = line.filter(({ size }) => size <= number).map(({ at }) => at);
  return times.length ? times.reduce((one, other) => Math.max(one, other)) : undefined;
}

// When it was first published with this entry; undefined if it never was.
export function firstAfter(number, line) {
  const times = line.filter(({ size }) => size > number).map(({ at }) => at);
  return times.length ? times.reduce((one, other) => Math.min(one, other)) : undefined;
}

function explains({ kept, lost }, point) {
  const differs = [kept, lost].some((tree) => tree.size === point.size && tree.root !== point.root);
  return !differs && point.size <= lost.size && point.at <= lost.at;
}

const goesOnFrom = ({ kept }, point) => point.size > kept.size || id(point) === id(kept);
