// Who logs out, on whatever page, leaves none of the driver's page on this phone (driver-worker.js keeps it).
document.addEventListener("submit", ({ target }) => {
  if (target.getAttribute("action")?.endsWith("/logout/")) globalThis.caches?.delete("driver");
});
