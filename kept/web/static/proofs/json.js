// JSON from a stranger, read so that it can mean one thing only; the same rules as kept/ledger/rules/strict.py.

const DEEPEST = 50;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SPACE = /[ \t\n\r]*/y;

export class Unreadable extends Error {
  constructor(path, words) {
    super(path ? `${path}: ${words}` : words);
    this.path = path;
    this.words = words;
  }
}

// A number with a fraction or an exponent: never a number of a leaf, but itself inside a case.
export class Decimal {
  constructor(value) { this.value = value; }
}

export function parse(text) {
  const reader = new Reader(text);
  const value = reader.value("", 0);
  reader.skip();
  if (reader.place < text.length) reader.fail();
  return value;
}

class Reader {
  constructor(text) { this.text = text; this.place = 0; }

  fail() { throw new Unreadable("", "it is not JSON, or not all of it"); }

  skip() { this.match(SPACE); }

  match(pattern) {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text);
    if (found) this.place = pattern.lastIndex;
    return found;
  }

  take(char) {
    this.skip();
    if (this.text[this.place] !== char) return false;
    this.place += 1;
    return true;
  }

  value(path, depth) {
    if (depth > DEEPEST) throw new Unreadable(path, "it is nested too deep");
    if (this.take("{")) return this.object(path, depth);
    if (this.take("[")) return this.list(path, depth);
    if (this.text[this.place] === '"') return this.string(path);
    for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
      if (this.text.startsWith(word, this.place)) { this.place += word.length; return value; }
    }
    return this.number(path);
  }

  object(path, depth) {
    const found = new Map();
    if (this.take("}")) return found;
    do {
      this.skip();
      const name = this.string(path);
      const here = path ? `${path}.${name}` : name;
      if (found.has(name)) throw new Unreadable(here, "stands twice");
      if (!this.take(":")) this.fail();
      found.set(name, this.value(here, depth + 1));
    } while (this.take(","));
    if (!this.take("}")) this.fail();
    return found;
  }

  list(path, depth) {
    const found = [];
    if (this.take("]")) return found;
    do found.push(this.value(`${path}[${found.length}]`, depth + 1)); while (this.take(","));
    if (!this.take("]")) this.fail();
    return found;
  }

  string(path) {
    this.skip();
    const start = this.place; // piece by piece: one pattern over many megabytes overflows the stack
    if (!this.take('"')) this.fail();
    do this.match(PLAIN); while (this.match(ESCAPE));
    if (this.text[this.place] !== '"') this.fail();
    this.place += 1;
    const text = JSON.parse(this.text.slice(start, this.place));
    if (!text.isWellFormed()) throw new Unreadable(path, "holds half a character");
    return text;
  }

  number(path) {
    const found = this.match(NUMBER);
    if (!found) this.fail();
    const value = Number(found[0]);
    if (!Number.isFinite(value)) throw new Unreadable(path, "is no number that can be compared");
    if (found[1] || found[2]) return new Decimal(value);
    if (!Number.isSafeInteger(value)) throw new Unreadable(path, "is a larger number than every reader can hold");
    return value;
  }
}

// The one way to write a value (RFC 8785): names by their UTF-16 units, numbers as this language writes them.
export function canonical(value) {
  if (value instanceof Decimal) return JSON.stringify(value.value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  const names = [...value.keys()].sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value.get(name))}`).join(",")}}`;
}
