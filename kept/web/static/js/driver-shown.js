// Shows on the page what was tapped and is not in it yet: a stop's state, its place in the day, what is kept.
const route = document.getElementById("route");
const words = (name) => document.querySelector("#phone-words").content.querySelector(`[data-word="${name}"]`)?.textContent;

export const say = (name, said = {}) => words(name).replace(/\{(\w+)\}/g, (_whole, key) => said[key] ?? "");

export const clock = (at) =>
  new Intl.DateTimeFormat("de", { hour: "numeric", minute: "2-digit", timeZone: route.dataset.zone }).format(new Date(at));

export const nameOf = (what) => words(what) ?? what;

// All taps that the page does not know yet, in their order; then every stop where it belongs.
export function show(taps) {
  const stops = new Map([...route.querySelectorAll("[data-stop]")].map((stop) => [Number(stop.dataset.stop), stop]));
  stops.forEach((stop) => { stop.querySelector("[data-kept]").hidden = true; });
  route.querySelectorAll("[data-kept-proof]").forEach((each) => each.remove());
  for (const tap of taps) {
    const stop = stops.get(tap.stop);
    if (stop) apply(tap, stop);
  }
  arrange();
}

function apply(tap, stop) {
  stop.querySelector("[data-kept]").hidden &&= tap.state !== "waiting";
  if (tap.what === "photo" || tap.what === "signature") return proof(tap, stop);
  const wasDone = stop.dataset.state === "done";
  if (tap.what !== "arrived" || stop.dataset.state === "ahead") {
    if (stop.dataset.state === "ahead") stop.querySelector("[data-there]").textContent = clock(tap.at);
    stop.dataset.state = tap.what === "arrived" ? "there" : "done";
  }
  if (tap.what === "arrived") return;
  stop.querySelector("[data-result]").textContent = nameOf(tap.what);
  stop.querySelector("[data-ended]").textContent = [clock(tap.at), tap.note].filter(Boolean).join(" · ");
  if (!wasDone) stop.querySelector(".stop-otherwise").open = false;
  const row = stop.closest("[data-item]")?.querySelector("[data-row-end]");
  if (row) row.textContent = `${nameOf(tap.what)} ${clock(tap.at)}`;
}

function proof(tap, stop) {
  const row = document.createElement("li");
  row.dataset.keptProof = "";
  row.textContent = [`${nameOf(tap.what)} ${clock(tap.at)}`, tap.signed_by].filter(Boolean).join(" · ");
  stop.querySelector("[data-proofs]").append(row);
}

// The first stop that is not done is the next one; the others follow, or are done.
function arrange() {
  const lists = Object.fromEntries(["next", "later", "done", "home"].map((part) => [part, route.querySelector(`[data-part="${part}"]`)]));
  if (!lists.next) return; // a day without stops
  const items = [...route.querySelectorAll("[data-item]")].sort((one, other) => one.dataset.number - other.dataset.number);
  const isDone = (item) => item.querySelector("[data-stop]").dataset.state === "done";
  const ahead = items.filter((item) => !isDone(item));
  const next = ahead[0];
  if (next && next.closest("[data-part]") !== lists.next) next.querySelector("details").open = true;
  place(lists.next, ahead.slice(0, 1));
  place(lists.later, ahead.slice(1));
  place(lists.done, items.filter(isDone));
  lists.home.hidden = Boolean(next);
}

function place(part, items) {
  const list = part.querySelector("ol");
  for (const item of items) {
    if (part.dataset.part !== "next" && item.closest("[data-part]") !== part) item.querySelector("details").open = false;
  }
  if (items.some((item, at) => list.children[at] !== item) || list.children.length !== items.length) list.replaceChildren(...items);
  part.hidden = items.length === 0;
}
