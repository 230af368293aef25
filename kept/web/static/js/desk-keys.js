// Keys beyond the plain ones of shortcuts.js: while somebody is typing, Alt + key; j, k through lists; Esc leaves a field.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

const keyOf = (event) =>
  event.code.startsWith("Digit") ? event.code.slice(5)
  : event.code.startsWith("Key") ? event.code.slice(3).toLowerCase()
  : event.key;

function press(wanted) {
  if (wanted.matches("input, textarea, select")) wanted.focus();
  else wanted.click();
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-step]")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by))].focus();
}

document.addEventListener("keydown", (event) => {
  const field = typing(event.target);
  if (event.key === "Escape" && field) return field.blur();
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    const wanted = document.querySelector(`[data-key="${CSS.escape(keyOf(event))}"]`);
    if (wanted) {
      event.preventDefault();
      press(wanted);
    }
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const button = document.querySelector("[data-ctrl-enter]");
    if (!button) return;
    event.preventDefault();
    return button.form.requestSubmit(button);
  }
  if (event.ctrlKey || event.metaKey) return;
  if (field?.matches("[data-steps]") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    return step(1);
  }
  if (event.target.matches("[data-step]") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    return step(event.key === "ArrowDown" ? 1 : -1);
  }
  if (!field && (event.key === "j" || event.key === "k")) step(event.key === "j" ? 1 : -1);
});

// What opens lets you type at once.
document.addEventListener("toggle", (event) => {
  if (event.target.matches("details[open]")) event.target.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}, true);
