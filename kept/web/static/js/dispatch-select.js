// One stop is looked at at a time: in the list, on the line and on the map. Others listen to "stop:selected".
export const rows = () => [...document.querySelectorAll(".stop[data-stop]")];
export const rowOf = (stop) => document.querySelector(`.stop[data-stop="${CSS.escape(stop)}"]`);

let selected = "";

export function select(stop, { scroll = true, focus = false } = {}) {
  selected = stop;
  document.querySelectorAll("[data-stop][aria-current]").forEach((each) => each.removeAttribute("aria-current"));
  document.querySelectorAll(`[data-stop="${CSS.escape(stop)}"]`).forEach((each) => each.setAttribute("aria-current", "true"));
  const row = rowOf(stop);
  if (!row) return;
  bracket(stop);
  tell(row);
  row.closest("details").open = true;
  if (scroll) row.scrollIntoView({ block: "nearest" });
  if (focus) row.querySelector("[data-handle], a")?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("stop:selected", { detail: { stop } }));
}

// Its window stands out on the line.
function bracket(stop) {
  document.querySelectorAll(".line-looked-at").forEach((each) => ["x1", "x2"].forEach((end) => each.setAttribute(end, 0)));
  const visit = document.querySelector(`.visit[data-stop="${CSS.escape(stop)}"]`);
  const line = visit?.parentElement.querySelector(".line-looked-at");
  line?.setAttribute("x1", visit.dataset.opens);
  line?.setAttribute("x2", visit.dataset.closes);
}

// What the list says of it stands under the line as well: nobody has to leave the line to read it.
function tell(row) {
  const box = document.getElementById("looked-at");
  if (!box) return;
  box.querySelector(".looked-at-words").replaceChildren(row.querySelector(".stop-body").cloneNode(true));
  box.querySelector("button").hidden = false;
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("#looked-at button")) return select(selected, { focus: true });
  const stop = event.target.closest?.("[data-stop]")?.dataset.stop;
  if (stop && !event.target.closest("a, button, form")) select(stop, { scroll: Boolean(event.target.closest(".map")) });
  return undefined;
});
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(".stop[data-stop]");
  if (row && row.dataset.stop !== selected) select(row.dataset.stop, { scroll: false });
});

// j and k walk through the stops that are unfolded.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (event.key !== "j" && event.key !== "k") return;
  const seen = rows().filter((row) => row.closest("details").open);
  const at = seen.findIndex((row) => row.dataset.stop === selected);
  const next = seen[at < 0 ? 0 : Math.min(seen.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
  if (!next) return;
  event.preventDefault();
  select(next.dataset.stop, { focus: true });
});

// A new look at the day keeps what was unfolded and what was looked at.
let unfolded = null;
let focused = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "day") return;
  unfolded = new Map([...document.querySelectorAll("details.truck")].map((each) => [each.id, each.open]));
  focused = document.activeElement?.closest?.(".stop") && document.activeElement.matches("[data-handle]") ? selected : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!unfolded) return;
  unfolded.forEach((open, id) => { const each = document.getElementById(id); if (each) each.open = open; });
  unfolded = null;
  if (selected) select(selected, { scroll: false, focus: focused === selected });
});

// Somebody else works on the same day: now and then the page asks whether it has changed.
const EVERY = 15000; // milliseconds
const busy = () => document.hidden || document.querySelector(".is-moving, .places table, .map-placing, p#improving") || document.activeElement?.matches("input, select, textarea");
setInterval(() => {
  const day = document.getElementById("day");
  if (!day || busy()) return;
  htmx.ajax("GET", `${day.dataset.address}&since=${day.dataset.version}`, { target: "#day", swap: "outerHTML" });
}, EVERY);
