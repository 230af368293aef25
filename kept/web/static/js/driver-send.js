// Sends what the phone keeps, in its order, for whoever is logged in; the page and the worker both ask for it.
// Answers nothing, sent, offline, out (nobody is logged in) or later (the desk does not answer as it should).
import { all, keep } from "./driver-taps.js";

const LONGEST = 90_000; // milliseconds; from two minutes on the desk would take the phone's clock to be wrong
const HERE = { who: "/driver/who", taps: "/driver/taps" };
const asks = { credentials: "same-origin", redirect: "manual", cache: "no-store" };

export async function send() {
  return navigator.locks.request("driver-taps", async () => {
    const waiting = (await all()).filter((tap) => tap.state === "waiting");
    if (!waiting.length) return "nothing";
    try {
      return await sendAll(waiting);
    } catch {
      return "offline";
    }
  });
}

async function sendAll(waiting) {
  const answer = await fetch(HERE.who, { ...asks, signal: AbortSignal.timeout(20_000) });
  if (answer.type === "opaqueredirect") return "out";
  if (!answer.ok) return "later";
  const who = await answer.json();
  for (const tap of waiting.filter((each) => each.by === who.by)) {
    const became = await sendOne(tap, who);
    if (!became) return "later";
    await keep(became);
  }
  return "sent";
}

async function sendOne(tap, who) {
  const { stop, delivery, what, at, note = "", signed_by = "", latitude = null, longitude = null } = tap;
  const sent_at = new Date().toISOString();
  const body = new FormData();
  body.set("key", tap.key);
  body.set("by", tap.by);
  body.set("tap", JSON.stringify({ stop, delivery, what, at, sent_at, note, signed_by, latitude, longitude }));
  if (tap.picture) body.set("picture", new Blob([tap.picture]), "picture");
  const headers = { "X-CSRFToken": who.token };
  const answer = await fetch(HERE.taps, { ...asks, method: "POST", body, headers, signal: AbortSignal.timeout(LONGEST) });
  if (answer.status === 200) {
    const { outcome, words, at: taken_at } = await answer.json();
    return outcome ? { ...tap, state: outcome, words, taken_at, picture: null } : null;
  }
  // Too large, or no tap at all: sent again it would be the same. All else may pass.
  return [400, 413].includes(answer.status) ? { ...tap, state: "refused", words: "" } : null;
}
