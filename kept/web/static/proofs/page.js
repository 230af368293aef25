// The page: papers come in by choice or by drop, are verified together, and what was found is said in words.
import { canonical, Unreadable } from "./json.js";
import { readKey } from "./notes.js";
import { read } from "./reading.js";
import { verify } from "./verify.js";

const by = (id) => document.getElementById(id);
const sentences = JSON.parse(by("sentences").textContent);
let held = []; // {name, receipt} or {name, ledger} or {name, notes} or {name, flaw}

const files = by("files");
files.addEventListener("change", () => take([...files.files]));
by("key").addEventListener("input", show);
by("again").addEventListener("click", startAgain);
files.disabled = !globalThis.crypto?.subtle; // a page that came unencrypted over the network gets none
by("helpless").hidden = !files.disabled;

const drop = by("drop");
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
document.addEventListener("dragover", () => drop.classList.add("is-over"));
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("is-over"); });
document.addEventListener("drop", (event) => {
  drop.classList.remove("is-over");
  take([...event.dataTransfer.files]);
});

async function take(papers) {
  by("verdict").ariaBusy = "true";
  for (const paper of papers) {
    held = held.filter(({ name }) => name !== paper.name);
    held.push({ name: paper.name, ...(await opened(paper)) });
  }
  files.value = "";
  await show();
  by("verdict").focus();
}

async function opened(paper) {
  try {
    return await read(new Uint8Array(await paper.arrayBuffer()), paper.name);
  } catch (flaw) {
    if (flaw instanceof Unreadable) return { flaw };
    throw flaw;
  }
}

async function show() {
  const pinned = await pinnedKey();
  if (held.length === 0) return;
  const receipts = held.flatMap(({ receipt }) => receipt ?? []);
  const ledgers = held.flatMap(({ ledger }) => ledger ?? []);
  const witness = held.flatMap(({ notes }) => notes ?? []);
  const flaws = held.filter(({ flaw }) => flaw);
  const found = (await verify(receipts, { now: Date.now(), ledgers, pinned, witness })).map(inWords);
  const wrong = found.some(({ outcome }) => outcome === "wrong");
  const answer = flaws.length || !(receipts.length + ledgers.length) ? "unreadable" : wrong ? "wrong" : "ok";
  for (const each of document.querySelectorAll("[data-answer]")) each.hidden = each.dataset.answer !== answer;
  by("held").replaceChildren(...held.map(paperLine));
  for (const section of document.querySelectorAll("[data-outcome]")) fill(section, found, receipts.length + ledgers.length > 1);
  showWords(receipts, found);
  showEntries(receipts);
  by("verdict").hidden = false;
  by("verdict").ariaBusy = "false";
}

async function pinnedKey() {
  const text = by("key").value.trim();
  const isKey = text === "" || (await readKey(text).then(() => true, () => false));
  by("key-wrong").hidden = isKey;
  by("key").ariaInvalid = String(!isKey);
  return text && isKey ? [text] : [];
}

function inWords({ code, where, facts }) {
  const [outcome, words] = sentences.findings[code];
  const said = { ...facts, kind: sentences.kinds[facts.kind] ?? facts.kind, flaw: sentences.flaws[facts.flaw] ?? facts.flaw };
  if (facts.other === "witness") said.other = sentences.witness;
  return { code, facts, outcome, where, words: words.replaceAll(/\{(\w+)\}/g, (_, name) => said[name]) };
}

function fill(section, found, isNamed) {
  const mine = found.filter(({ outcome }) => outcome === section.dataset.outcome);
  section.querySelector("ul").replaceChildren(...mine.map(({ words, where }) => {
    const name = where === "witness" ? sentences.witness : where;
    const line = element("li", "");
    line.append(...pieces(words), ...(isNamed && name ? [" ", element("span", `[${name}]`, "soft")] : []));
    return line;
  }));
  section.hidden = mine.length === 0;
}

// A sentence, its times and hashes marked as such: times do not break, hashes may.
function pieces(words) {
  return words.split(/(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC|[0-9a-f]{64})/).map((piece, place) => {
    if (place % 2 === 0) return piece;
    return element(piece.endsWith("UTC") ? "time" : "code", piece);
  });
}

function paperLine({ name, flaw }) {
  const words = flaw && `${flaw.path ? `${flaw.path} ` : ""}${sentences.flaws[flaw.words] ?? flaw.words}`;
  return element("li", flaw ? `${name}: ${words}` : name);
}

// Only what an entry names: anybody can put other words into a file.
function showWords(receipts, found) {
  const kept = new Set(found.flatMap(({ code, where, facts }) => (code === "words_kept" ? [`${where} ${facts.sha256}`] : [])));
  const proven = receipts.flatMap(({ name, words }) => words.filter((each) => kept.has(`${name} ${each.sha256}`)));
  const texts = new Map(proven.map((each) => [`${each.title}\n${each.words}`, each]));
  const letters = [...texts.values()].map(({ title, words }) => {
    const letter = element("div", "", "letter");
    letter.append(element("h4", title), element("p", words, "proof-words"));
    return letter;
  });
  replaceAfterHead(by("words"), letters);
}

function showEntries(receipts) {
  replaceAfterHead(by("entries"), receipts.flatMap((receipt) => receipt.entries).map((entry) => {
    const part = by("entry").content.cloneNode(true);
    part.querySelector("strong").textContent = `${by("number").content.textContent} ${entry.number}: ${sentences.kinds[entry.kind] ?? entry.kind}`;
    part.querySelector("time").textContent = `${entry.written.slice(0, 19).replace("T", " ")} UTC`;
    if (entry.payload === null) part.querySelector("dl").replaceWith(by("erased").content.cloneNode(true));
    else part.querySelector("dl").append(...[...entry.payload].flatMap(([name, value]) => [element("dt", name), element("dd", typeof value === "string" ? value : canonical(value))]));
    return part;
  }));
}

function replaceAfterHead(section, parts) {
  section.replaceChildren(section.firstElementChild, ...parts);
  section.hidden = parts.length === 0;
}

function element(name, text, style) {
  const made = document.createElement(name);
  made.textContent = text;
  if (style) made.className = style;
  return made;
}

function startAgain() {
  held = [];
  by("verdict").hidden = true;
  files.focus();
}
