// Says on the button what it will do: choose one window by its name, or any of those that are ticked.
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

if (form) {
  say();
  form.addEventListener("change", say);
  for (const drawn of ["htmx:afterSettle", "pageshow"]) addEventListener(drawn, say);
}
