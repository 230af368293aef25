// A button pressed twice sends once: a form under way takes no second press until its answer is there.
const LONGEST = 8000; // milliseconds after which it may be pressed again, whatever became of the first
const free = (form) => form?.removeAttribute("data-under-way");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-under-way")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (form.method === "post" || form.hasAttribute("hx-post")) {
    form.setAttribute("data-under-way", "");
    setTimeout(free, LONGEST, form);
  }
}, { capture: true });

document.addEventListener("htmx:afterRequest", (event) => free(event.target.closest?.("form")));
addEventListener("pageshow", () => document.querySelectorAll("[data-under-way]").forEach(free)); // came back
