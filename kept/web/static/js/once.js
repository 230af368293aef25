// A button pressed twice sends once: a form under way takes no second press until its answer is there. Where people
// say one line after another (data-enter-sends), what is pressed meanwhile waits for its turn.
// Loaded before the page and not after it, like desk-keys.js and desk-forms.js: no page is shown that does not hear.
{
  const LONGEST = 8000; // milliseconds after which it may be pressed again, whatever became of the first
  const under = new WeakMap(); // form → the button whose answer is under way
  const next = new WeakMap(); // form → the button that waits
  const free = (form) => form?.removeAttribute("data-under-way");
  const waits = (form, button) => {
    const line = form.querySelector("[data-enter-sends]");
    return line && (line.value.trim() || button !== under.get(form));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-under-way")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (waits(form, event.submitter)) next.set(form, event.submitter);
    } else if (form.method === "post" || form.hasAttribute("hx-post")) {
      form.setAttribute("data-under-way", "");
      under.set(form, event.submitter);
      setTimeout(free, LONGEST, form);
    }
  }, { capture: true });

  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    if (!target.matches?.("form")) return; // a draft kept on the way is no answer to its form
    free(target);
    const button = next.get(target);
    next.delete(target);
    const taken = detail.xhr.status >= 200 && detail.xhr.status < 300;
    if (button && taken) setTimeout(() => waits(target, button) && button.click());
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-under-way]").forEach(free)); // came back
}
