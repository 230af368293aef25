// What this phone keeps until the desk has it: taps in the order in which they were made, through reloads and the
// end of the browser. A tap: n (its place), key, by, name, state (waiting, taken, refused, astray), stop, delivery,
// who (the customer), what, at, note, signed_by, latitude, longitude, picture (bytes), words, taken_at.
const opened = new Promise((done, failed) => {
  const asked = indexedDB.open("driver", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("taps", { keyPath: "n", autoIncrement: true });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});
opened.catch(() => {}); // whoever asks is told

async function within(mode, ask) {
  const under = (await opened).transaction("taps", mode, { durability: "strict" });
  const asked = ask(under.objectStore("taps"));
  return new Promise((done, failed) => {
    under.oncomplete = () => done(asked.result);
    under.onabort = under.onerror = () => failed(under.error);
  });
}

export const all = () => within("readonly", (taps) => taps.getAll());
export const keep = (tap) => within("readwrite", (taps) => taps.put(tap)); // answers its place
export const drop = (n) => within("readwrite", (taps) => taps.delete(n));
