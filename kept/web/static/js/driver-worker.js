// Keeps the driver's page on the phone and sends what is kept there, also when the page is closed.
import { send } from "./driver-send.js";

const CACHE = "driver";
const PATIENCE = 4000; // milliseconds after which what is kept is shown instead
const PAGE = new URL(self.registration.scope).pathname;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (pathname === PAGE || pathname.startsWith("/static/")) event.respondWith(freshOrKept(event));
});

// Sent later by the browser itself, where it can; what is still there makes it try again.
self.addEventListener("sync", (event) => event.waitUntil(send().then(async (how) => {
  if (how === "offline" || how === "later") throw new Error(how);
  if (how === "sent") (await self.clients.matchAll()).forEach((page) => page.postMessage(how));
})));

async function freshOrKept(event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(event.request, { ignoreVary: true });
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await cache.put(event.request, answer.clone());
    if (answer.type === "opaqueredirect") await cache.delete(event.request, { ignoreVary: true }); // nobody is logged in
    return answer.status >= 500 && kept ? kept : answer;
  });
  event.waitUntil(fresh.catch(() => {})); // what comes late is kept for the next time
  if (!kept) return fresh;
  const late = new Promise((show) => setTimeout(show, PATIENCE, kept));
  return Promise.race([fresh, late]).catch(() => kept);
}
