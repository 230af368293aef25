// Enter sends a line (Shift+Enter starts a new one); a form marked data-clears is empty again once it was taken.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!field.matches("textarea[data-enter-sends]") || event.isComposing) return;
  event.preventDefault();
  if (field.value.trim()) field.form.requestSubmit();
});

// A refusal is shown whole, whatever part of a page was asked for.
document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if (status >= 400 && status !== 422) event.detail.selectOverride = "unset";
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-clears]") || event.detail.xhr.status >= 300) return;
  form.reset();
  const details = form.closest("details[data-closes]");
  if (details) details.open = false;
  document.querySelector("[data-back-to]")?.focus();
});
