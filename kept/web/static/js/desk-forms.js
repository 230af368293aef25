// Enter sends a line (Shift+Enter starts a new one). Whoever types is never interrupted by an answer that comes in.
{
  const back = () => document.querySelector("[data-back-to]")?.focus();

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!field.matches("textarea[data-enter-sends]") || event.isComposing || event.keyCode === 229) return; // 229: Safari ends a word with it
    event.preventDefault();
    if (field.value.trim()) field.form.querySelector("[type=submit]").click(); // the first button: theirs, not "I said"
  });

  // A line that is sent leaves the field at once, so that the next can be typed; where it was not taken it comes back.
  const sent = new WeakMap(); // form → its words under way

  document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
    if (target.matches("details[data-closes] form")) back();
    const line = target.matches("form[data-clears]") && target.querySelector("[data-enter-sends]");
    if (!line) return;
    const words = detail.requestConfig.formData.get(line.name).replaceAll("\r\n", "\n");
    sent.set(target, words);
    if (line.value === words) line.value = line.defaultValue = ""; // else it waited, and the next is being typed
  });

  document.addEventListener("htmx:afterRequest", ({ target: form, detail }) => {
    if (!form.matches?.("form[data-clears]")) return;
    const line = form.querySelector("[data-enter-sends]");
    if (detail.xhr.status < 200 || detail.xhr.status >= 300) {
      if (line) line.value = [sent.get(form), line.value].filter(Boolean).join("\n");
      return;
    }
    if (!line) form.reset();
    document.querySelector("#timeline > .timeline > .event:last-child")?.scrollIntoView({ block: "nearest" }); // what was just kept
    const details = form.closest("details[data-closes]");
    if (details) details.open = false;
  });

  document.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement === document.body) back();
  });

  // A panel in which somebody is typing is not taken away; it is read anew with the next change.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const typing = document.activeElement?.matches("input, textarea, select") && event.detail.target.contains(document.activeElement);
    if (typing) event.detail.shouldSwap = false;
  });

  // What was just pressed brings the whole page with it: an older look at it that comes in meanwhile is not shown,
  // since it would take away the form whose answer is under way.
  let pressed = 0;
  const brings = ({ requestConfig, target }) => requestConfig.verb === "post" && target?.id === "timeline";

  document.addEventListener("htmx:beforeRequest", (event) => { pressed += brings(event.detail); });
  document.addEventListener("htmx:afterRequest", (event) => { pressed -= brings(event.detail); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (pressed > 0 && event.detail.requestConfig.verb === "get" && event.detail.target.id === "timeline") event.detail.shouldSwap = false;
  });

  // A refusal is shown whole, whatever part of a page was asked for.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status >= 400 && status !== 422) event.detail.selectOverride = "unset";
  });
}
