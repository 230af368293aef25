// Says on the button what it will do: choose one window by its name, or any of those that are ticked.
// Says softly when the page is so old that its windows may be gone; what is ticked stays.
const form = document.querySelector("[data-window-choice]");

function say() {
  const button = form.querySelector("[data-one]");
  const ticked = form.querySelectorAll("input[name=window]:checked");
  button.dataset.none ??= button.textContent;
  button.textContent =
    ticked.length === 0 ? button.dataset.none
    : ticked.length === 1 ? button.dataset.one.replace("WINDOW", ticked[0].dataset.name)
    : button.dataset.any.replace("NUMBER", ticked.length);
}

const old = document.querySelector("[data-old]");
const opened = Date.now();

function age() {
  if (Date.now() - opened > 15 * 60_000) old.hidden = false;
}

if (old) {
  setInterval(age, 30_000);
  for (const seen of ["visibilitychange", "pageshow"]) addEventListener(seen, age);
}

if (form) {
  say();
  form.addEventListener("change", say);
  for (const drawn of ["htmx:afterSettle", "pageshow"]) addEventListener(drawn, say);
}
