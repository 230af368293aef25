// A stop is lifted, held over a place, and told at once whether it fits there. Mouse, finger and keys do the same.
import { rowOf, select } from "./dispatch-select.js";

const FAR = 5; // pixels: less is a click
let lifted = null; // {stop, name, gap, verdicts}

const lines = () => [...document.querySelectorAll(".line-day[data-truck]")];
const lineOf = (truck) => document.querySelector(`.line-day[data-truck="${CSS.escape(truck)}"]`);
const listOf = (truck) => document.querySelector(`.stops[data-truck="${CSS.escape(truck)}"]`);
const others = (truck) => [...listOf(truck).querySelectorAll(".stop")].filter((row) => row.dataset.stop !== lifted.stop);
const stopsAt = () => document.getElementById("day").dataset.stopsAt;
const truckName = (truck) => document.querySelector(`details.truck[data-truck="${CSS.escape(truck)}"]`).dataset.name;

// A gap: a truck, and how many of its other stops come before.
const same = (a, b) => a && b && a.truck === b.truck && a.at === b.at;
function neighbours({ truck, at }) {
  const rest = others(truck);
  return { vehicle: truck, after: rest[at - 1]?.dataset.stop ?? "", before: rest[at]?.dataset.stop ?? "" };
}

function lift(row) {
  const truck = row.closest(".stops").dataset.truck;
  const at = [...row.parentElement.querySelectorAll(".stop")].indexOf(row);
  lifted = { stop: row.dataset.stop, name: row.dataset.name, home: { truck, at }, gap: null, verdicts: new Map() };
  document.body.classList.add("is-moving");
  row.querySelector("[data-handle]")?.setAttribute("aria-pressed", "true");
  document.querySelectorAll(`.visit[data-stop="${CSS.escape(lifted.stop)}"]`).forEach((each) => each.classList.add("visit-lifted"));
  select(lifted.stop, { scroll: false });
  hover(lifted.home);
}

function hover(gap) {
  if (same(gap, lifted.gap)) return;
  lifted.gap = gap;
  mark(gap, "");
  if (same(gap, lifted.home)) return say(words("home"), "");
  const key = `${gap.truck}:${gap.at}`;
  const known = lifted.verdicts.get(key);
  if (known) return show(gap, known);
  say(words("asking"), "");
  ask(gap, key);
}

async function ask(gap, key) {
  const asked = lifted;
  const address = `${stopsAt()}${asked.stop}/try?${new URLSearchParams(neighbours(gap))}`;
  const verdict = await fetch(address).then((answer) => answer.json()).catch(() => ({ fits: false, words: words("unknown") }));
  asked.verdicts.set(key, verdict);
  if (asked === lifted && same(gap, lifted.gap)) show(gap, verdict);
}

function show(gap, { fits, words: why }) {
  mark(gap, fits ? "fits" : "no");
  say(`${truckName(gap.truck)}, ${words("place")} ${gap.at + 1}: ${why}`, fits ? "moving-fits" : "moving-no");
}

const words = (name) => document.getElementById("moving").dataset[name];

function say(said, look) {
  const line = document.getElementById("moving");
  line.hidden = false;
  line.className = `moving ${look}`;
  line.textContent = `${lifted.name}. ${said}`;
}

// Where it would go: a bar on the line of time, a bar in the list.
function mark({ truck, at }, fits) {
  wipe();
  const rest = others(truck);
  const bar = document.createElement("li");
  bar.className = `stop-drop${fits === "no" ? " stop-drop-no" : ""}`;
  bar.setAttribute("aria-hidden", "true");
  rest[at] ? rest[at].before(bar) : listOf(truck).append(bar);
  const line = lineOf(truck);
  const boxes = rest.map((row) => boxOf(line, row.dataset.stop)).filter(Boolean);
  const shift = line.querySelector(".line-shift")?.getBoundingClientRect() ?? line.getBoundingClientRect();
  const left = boxes[at - 1]?.right ?? shift.left;
  const right = boxes[at]?.left ?? Math.min(shift.right, left + 24);
  const x = (left + right) / 2 - line.getBoundingClientRect().left;
  const drop = line.querySelector(".line-drop");
  drop.setAttribute("x1", x);
  drop.setAttribute("x2", x);
  drop.classList.add("line-drop-here");
  drop.classList.toggle("line-drop-no", fits === "no");
  line.classList.add("line-target");
}

function wipe() {
  document.querySelectorAll(".stop-drop").forEach((each) => each.remove());
  document.querySelectorAll(".line-drop-here").forEach((each) => each.classList.remove("line-drop-here", "line-drop-no"));
  document.querySelectorAll(".line-target").forEach((each) => each.classList.remove("line-target"));
}

const boxOf = (line, stop) => line.querySelector(`.visit[data-stop="${CSS.escape(stop)}"] .visit-box`)?.getBoundingClientRect();

function putBack() {
  if (!lifted) return;
  const { stop } = lifted;
  wipe();
  document.body.classList.remove("is-moving");
  document.querySelectorAll(".visit-lifted").forEach((each) => each.classList.remove("visit-lifted"));
  rowOf(stop)?.querySelector("[data-handle]")?.removeAttribute("aria-pressed");
  document.getElementById("moving").hidden = true;
  lifted = null;
}

// A place that does not fit is not sent: the stop goes back, and the reason stays on the page.
function drop() {
  const { stop, gap, home, verdicts, name } = lifted;
  const verdict = verdicts.get(`${gap.truck}:${gap.at}`);
  const values = neighbours(gap);
  putBack();
  if (same(gap, home)) return;
  if (verdict && !verdict.fits) return refuse(`${name}: ${verdict.words}`);
  htmx.ajax("POST", `${stopsAt()}${stop}/move`, { target: "#day", swap: "outerHTML", values });
}

function refuse(why) {
  const line = document.createElement("p");
  line.className = "message refusal";
  line.textContent = why;
  document.getElementById("messages").replaceChildren(line);
}

// Under the pointer: the line of a truck, by time; or its list, by height.
function gapAt(x, y) {
  const line = lines().find((each) => inside(each.parentElement.getBoundingClientRect(), y));
  const over = document.elementFromPoint(x, y);
  if (line && over?.closest(".timeline-card")) {
    const truck = line.dataset.truck;
    const boxes = others(truck).map((row) => boxOf(line, row.dataset.stop));
    return { truck, at: boxes.filter((box) => box && (box.left + box.right) / 2 < x).length };
  }
  const truck = over?.closest("details.truck")?.dataset.truck;
  if (!truck) return null;
  const heights = others(truck).map((row) => row.getBoundingClientRect());
  return { truck, at: heights.filter((box) => (box.top + box.bottom) / 2 < y).length };
}

const inside = ({ top, bottom }, y) => top <= y && y < bottom;

let held = null; // a pointer that is down on a stop, and has not moved yet

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-handle], .visit-movable");
  if (!grip || event.button !== 0) return;
  const row = rowOf(grip.closest("[data-stop]").dataset.stop);
  if (!row?.hasAttribute("data-movable")) return;
  if (event.pointerType !== "mouse" && grip.matches(".visit-movable") && !grip.hasAttribute("aria-current")) return;
  held = { row, x: event.clientX, y: event.clientY, pointer: event.pointerId };
  if (event.pointerType === "mouse" && grip.matches(".visit-movable")) event.preventDefault();
});

document.addEventListener("pointermove", (event) => {
  if (!held || event.pointerId !== held.pointer) return;
  if (!lifted) {
    if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
    lift(held.row);
  }
  const gap = gapAt(event.clientX, event.clientY);
  if (gap) hover(gap);
});

document.addEventListener("pointerup", () => {
  held = null;
  if (!lifted || lifted.byKeys) return;
  drop();
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }));
});
document.addEventListener("pointercancel", () => { held = null; putBack(); });

function swallow(event) { // the click that ends a drag is no click
  event.stopPropagation();
  event.preventDefault();
}

// Keys: Enter or m picks up, arrows carry, Enter puts down, Escape puts back.
function pickUp(row) {
  lift(row);
  lifted.byKeys = true;
}

function carry(key) {
  const { truck, at } = lifted.gap;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const next = at + (key === "ArrowDown" ? 1 : -1);
    return hover({ truck, at: Math.min(others(truck).length, Math.max(0, next)) });
  }
  const trucks = lines().map((line) => line.dataset.truck);
  const step = key === "ArrowRight" ? 1 : -1;
  const next = trucks[(trucks.indexOf(truck) + step + trucks.length) % trucks.length];
  const begins = Number(rowOf(lifted.stop).dataset.begins ?? 0);
  const sooner = others(next).filter((row) => Number(row.dataset.begins ?? 0) < begins).length;
  hover(next === lifted.home.truck ? lifted.home : { truck: next, at: sooner });
  document.querySelector(`details.truck[data-truck="${CSS.escape(next)}"]`).open = true;
  document.querySelector(".stop-drop")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".stop[data-movable]");
  const done = () => { event.preventDefault(); event.stopImmediatePropagation(); };
  if (lifted?.byKeys) {
    if (event.key.startsWith("Arrow")) return done(), carry(event.key);
    if (event.key === "Enter" || event.key === " ") return done(), drop();
    if (event.key === "Escape" || event.key === "Tab") return done(), putBack();
    return undefined;
  }
  if (lifted && event.key === "Escape") return done(), putBack();
  if (event.ctrlKey || event.metaKey || event.altKey || !row) return undefined;
  const pressed = event.target.matches("[data-handle]") && (event.key === "Enter" || event.key === " ");
  if (pressed || (event.key === "m" && !event.target.closest("input, select"))) return done(), pickUp(row);
  return undefined;
}, true);
