// The driver's page: a tap is kept on the phone first, shown at once, and sent as soon as there is network.
import { clear, shrunk, signature } from "./driver-picture.js";
import { send } from "./driver-send.js";
import { clock, nameOf, say, show } from "./driver-shown.js";
import { all, drop, keep } from "./driver-taps.js";

const route = document.getElementById("route");
const me = route.dataset.by;
const AGAIN = 30_000; // milliseconds
let how = "nothing"; // what became of the last sending

// Taps

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-tap]");
  if (!form) return;
  event.preventDefault();
  const what = form.dataset.tap || event.submitter?.value;
  const note = form.elements.note?.value ?? "";
  try {
    await tap(form.closest("[data-stop]"), { what, note });
    form.reset();
    form.removeAttribute("data-under-way");
    form.closest(".stop-otherwise")?.removeAttribute("open"); // it is said now
  } catch { // a phone that keeps nothing: as without a script
    const result = Object.assign(document.createElement("input"), { type: "hidden", name: "result", value: what });
    form.append(result);
    form.submit();
  }
});

document.addEventListener("change", async ({ target }) => {
  if (target.id === "phone-place") localStorage.setItem("place", target.checked ? "on" : "");
  if (!target.matches("[data-photo]") || !target.files.length) return;
  const stop = target.closest("[data-stop]");
  try {
    await tap(stop, { what: "photo", picture: await shrunk(target.files[0]) });
  } catch {
    announce(say("nopicture"));
  }
  target.value = "";
});

document.addEventListener("click", async ({ target }) => {
  if (target.matches("[data-clear]")) clear(target.closest("[data-signing]").querySelector("[data-pad]"));
  if (target.matches("[data-sign]")) await sign(target.closest("[data-signing]"));
  if (target.matches("[data-dismiss]")) {
    await drop(Number(target.dataset.dismiss));
    await look();
  }
});

async function sign(form) {
  const pad = form.querySelector("[data-pad]");
  const name = form.querySelector("[data-signed-by]");
  const missing = !pad.dataset.signed || !name.value.trim();
  form.querySelector("[data-missing]").hidden = !missing;
  if (missing) return;
  await tap(form.closest("[data-stop]"), { what: "signature", signed_by: name.value.trim(), picture: await signature(pad) });
  clear(pad);
  name.value = "";
  form.open = false;
}

async function tap(stop, said) {
  const { stop: number, delivery, name: who } = stop.dataset;
  const made = {
    key: crypto.randomUUID(), by: me, name: route.dataset.byName, state: "waiting", at: new Date().toISOString(),
    stop: Number(number), delivery: Number(delivery), who, ...said,
  };
  made.n = await keep(made);
  navigator.storage?.persist?.();
  navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("taps")).catch(() => {});
  await look();
  const place = await where();
  if (place) await keep({ ...made, ...place });
  sendKept();
}

// Only where the driver switched it on, and only now.
function where() {
  if (localStorage.getItem("place") !== "on" || !navigator.geolocation) return null;
  const asks = { enableHighAccuracy: true, timeout: 5000, maximumAge: 20_000 };
  return new Promise((done) => navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude, longitude } }) => done({ latitude, longitude }), () => done(null), asks));
}

// Sending, and what the page shows of it

async function sendKept() {
  how = await send().catch(() => "later");
  const taken = (await all()).findLast((each) => each.state === "taken" && each.by === me); // perhaps by the worker
  if (taken) tell(`${taken.who}: ${nameOf(taken.what)}. ${say("sent")}`);
  await (taken || how === "sent" ? anew() : look());
}

// The page as the desk has it now; not while somebody writes or signs.
async function anew() {
  const busy = [...route.querySelectorAll("textarea, [data-signed-by]")].some((field) => field.value) || route.querySelector("[data-signed]");
  if (busy || document.activeElement?.matches("textarea, [data-signed-by]")) return look();
  const answer = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("route");
    const open = [...route.querySelectorAll("[data-item]:has(> details[open])")].map((item) => item.dataset.item);
    if (page?.dataset.by === me && Number(page.dataset.madeAt) > Number(route.dataset.madeAt)) {
      route.dataset.madeAt = page.dataset.madeAt;
      route.replaceChildren(...page.childNodes);
      open.forEach((item) => route.querySelector(`[data-item="${item}"] > details`)?.setAttribute("open", ""));
      ready();
    }
  }
  await look();
}

async function look() {
  const kept = await all();
  const known = (each) => each.state === "taken" && each.taken_at < Number(route.dataset.madeAt);
  await Promise.all(kept.filter(known).map((each) => drop(each.n)));
  const taps = kept.filter((each) => !known(each));
  const mine = taps.filter((each) => each.by === me);
  show(mine.filter((each) => each.state === "waiting" || each.state === "taken"));
  announce(...standing(mine.filter((each) => each.state === "waiting").length), ...others(taps));
  document.getElementById("phone-troubles").replaceChildren(...mine.filter((each) => ["refused", "astray"].includes(each.state)).map(trouble));
}

function standing(n) {
  if (n && how === "out") return [say("out", { n }), link()];
  if (!navigator.onLine || how === "offline") return [say("offline", { clock: clock(route.dataset.madeAt * 1000) }), n ? say("waiting", { n }) : ""];
  if (n && how === "later") return [say("later", { n })];
  return n ? [say("waiting", { n })] : [];
}

function others(taps) {
  const names = new Map();
  for (const each of taps) if (each.by !== me && each.state === "waiting") names.set(each.name, (names.get(each.name) ?? 0) + 1);
  return [...names].map(([name, n]) => say("others", { name, n }));
}

function announce(...lines) {
  const rows = lines.filter(Boolean).map((line) => {
    const row = Object.assign(document.createElement("p"), { className: "note" });
    row.append(line);
    return row;
  });
  const phone = document.getElementById("phone");
  if (phone.textContent !== rows.map((row) => row.textContent).join("")) phone.replaceChildren(...rows);
}

// What was done, for a moment, where all pages say it.
function tell(said) {
  const line = Object.assign(document.createElement("p"), { className: "message", textContent: said });
  document.getElementById("messages").replaceChildren(line);
  setTimeout(() => line.remove(), 5000);
}

function link() {
  return Object.assign(document.createElement("a"), { className: "button", href: route.dataset.login, textContent: say("login") });
}

function trouble(each) {
  const box = Object.assign(document.createElement("div"), { className: "note note-soon" });
  const what = Object.assign(document.createElement("strong"), { textContent: `${each.who}: ${nameOf(each.what)} ${clock(each.at)}` });
  const why = Object.assign(document.createElement("p"), { textContent: each.words || say("unreadable") });
  const read = Object.assign(document.createElement("button"), { className: "button", type: "button", textContent: say("dismiss") });
  read.dataset.dismiss = each.n;
  box.append(what, why, read);
  return box;
}

function ready() {
  route.querySelectorAll("[data-taking]").forEach((each) => { each.hidden = false; });
}

// The page is kept for when there is no network, with all that it needs; until somebody logs out.
async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(route.dataset.worker, { type: "module" });
  const parts = performance.getEntriesByType("resource").map((each) => each.name).filter((url) => url.startsWith(`${location.origin}/static/`));
  const cache = await caches.open("driver");
  await Promise.all([location.pathname, ...new Set(parts)].map(async (url) => {
    const answer = await fetch(url);
    if (answer.ok && !answer.redirected) await cache.put(url, answer); // a log-in page is not the driver's page
  }));
  if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
  route.dataset.kept = "whole";
}

addEventListener("online", sendKept);
addEventListener("offline", look);
navigator.serviceWorker?.addEventListener("message", sendKept); // the worker has sent something
document.addEventListener("visibilitychange", () => document.hidden || sendKept().then(anew));
setInterval(async () => {
  if ((await all()).some((each) => each.state === "waiting" && each.by === me)) sendKept();
}, AGAIN);

const place = document.getElementById("phone-place");
place.checked = localStorage.getItem("place") === "on";
document.getElementById("phone-settings").hidden = !navigator.geolocation;
ready();
look().then(sendKept);
addEventListener("load", () => keepPage().catch(() => {}));
