// The desk's keys. What stands on the page goes before the navigation; while typing, Alt + key; j, k through lists.
{
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  const keyOf = (event) =>
    event.code.startsWith("Digit") ? event.code.slice(5)
    : event.code.startsWith("Key") ? event.code.slice(3).toLowerCase()
    : event.key;

  const find = (key) =>
    document.querySelector(`#main [data-key="${CSS.escape(key)}"]`) ??
    (key === "n" ? document.querySelector('.nav a[href$="/desk/call"]') : null); // the phone rings on any page

  const first = (details) =>
    details.querySelector("form input:not([type=hidden]), form textarea, form select, form button");

  // At once and not a moment later: the next key is already a letter of the words.
  function press(wanted) {
    if (wanted.matches("input, textarea, select")) return wanted.focus();
    if (!wanted.matches("summary")) return wanted.click();
    const details = wanted.parentElement;
    details.open = !details.open;
    (details.open ? first(details) : wanted)?.focus();
  }

  function step(by) {
    const rows = [...document.querySelectorAll("[data-step]")];
    const at = rows.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
    rows[next]?.focus();
    return rows.length > 0;
  }

  function handle(event) {
    const field = typing(event.target);
    const arrows = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const button = document.querySelector("[data-ctrl-enter]");
      return button && (button.click(), true); // a click, so that htmx sees which button it was
    }
    if (event.ctrlKey || event.metaKey) return false;
    if (event.key === "Escape" && field) return field.blur(), true;
    if (event.altKey || !field) {
      const wanted = find(event.altKey ? keyOf(event) : event.key);
      if (wanted) return press(wanted), true;
    }
    if (arrows && event.target.matches("[data-steps], [data-step]")) return step(arrows);
    if (!field && !event.altKey && (event.key === "j" || event.key === "k")) return step(event.key === "j" ? 1 : -1);
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || !handle(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // Opened by a click, it lets you type as well.
  document.addEventListener("click", (event) => {
    const details = event.target.closest("summary")?.parentElement;
    if (details) setTimeout(() => details.open && first(details)?.focus());
  });
}
