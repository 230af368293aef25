// A button pressed twice sends once: a form under way takes no second press until its answer is there. Where people
// say one line after another (data-enter-sends), each line pressed meanwhile waits for its turn with its own button:
// who said it stays with the words, and what is still being typed stays in the field.
// Loaded before the page and not after it, like desk-keys.js and desk-forms.js: no page is shown that does not hear.
// What is pressed before htmx knows its form (the page or a panel has only just come) is held until it does.
{
  const LONGEST = 8000; // milliseconds after which it may be pressed again, whatever became of the first
  const under = new WeakMap(); // form → the button whose answer is under way, and the clock that ends its time
  const waiting = new WeakMap(); // form → the lines that wait: each with its button and its words
  const turn = new WeakMap(); // form → the words of the line whose turn it is
  const known = new WeakSet(); // forms and buttons that htmx sends
  const held = new Map(); // forms and buttons pressed before that → how to press them again
  const lineOf = (form) => form.querySelector("[data-enter-sends]");
  const free = (form) => {
    clearTimeout(under.get(form)?.clock);
    form.removeAttribute("data-under-way");
  };

  function wait(form, button) {
    const line = lineOf(form);
    const before = waiting.get(form) ?? [];
    const last = (before.at(-1) ?? under.get(form))?.button;
    const saysNothing = !line?.value.trim() && (button === last || !button?.hasAttribute("formaction"));
    if (!line || saysNothing) return;
    waiting.set(form, [...before, { button, words: line.value }]);
    line.value = line.defaultValue = "";
  }

  function sayNext(form) {
    const [first, ...later] = waiting.get(form) ?? [];
    if (!first) return;
    waiting.set(form, later);
    turn.set(form, first.words);
    first.button.click();
    turn.delete(form);
  }

  function giveBack(form) {
    const words = (waiting.get(form) ?? []).map((each) => each.words);
    waiting.delete(form);
    const line = lineOf(form);
    if (words.length) line.value = [...words, line.value].filter(Boolean).join("\n");
  }

  function hold(form, button, sends) {
    if (lineOf(form)) wait(form, button);
    const again = () => waiting.get(form)?.length ? sayNext(form) : button ? button.click() : form.requestSubmit();
    held.set(sends, () => { free(form); again(); });
    setTimeout(goWithout, LONGEST, sends);
  }

  function goWithout(sends) { // the browser sends it as it always did
    if (!held.has(sends)) return;
    giveBack(sends.form ?? sends);
    release(sends);
  }

  function release(sends) {
    known.add(sends);
    const again = held.get(sends);
    held.delete(sends);
    if (again && sends.isConnected) again();
  }

  document.addEventListener("htmx:afterProcessNode", ({ target }) => release(target));
  addEventListener("load", () => { if (!window.htmx) [...held.keys()].forEach(goWithout); });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const sends = [event.submitter, form].find((each) => each?.hasAttribute("hx-post"));
    const early = sends && !known.has(sends) && !(document.readyState === "complete" && !window.htmx);
    if (form.hasAttribute("data-under-way")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      wait(form, event.submitter);
    } else if (early) {
      event.preventDefault();
      event.stopImmediatePropagation();
      form.setAttribute("data-under-way", "");
      hold(form, event.submitter, sends);
    } else if (form.method === "post" || form.hasAttribute("hx-post")) {
      form.setAttribute("data-under-way", "");
      under.set(form, { button: event.submitter, clock: setTimeout(() => { free(form); giveBack(form); }, LONGEST) });
    }
  }, { capture: true });

  document.addEventListener("htmx:configRequest", ({ target, detail }) => {
    if (turn.has(target)) detail.parameters[lineOf(target).name] = turn.get(target);
  });

  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    if (!target.matches?.("form")) return; // a draft kept on the way is no answer to its form
    free(target);
    if (detail.xhr.status >= 200 && detail.xhr.status < 300) setTimeout(sayNext, 0, target);
    else giveBack(target);
  });
  addEventListener("beforeunload", (event) => { // whoever leaves while lines wait is asked first
    if ([...document.querySelectorAll("[data-under-way]")].some((form) => waiting.get(form)?.length)) event.preventDefault();
  });
  addEventListener("pageshow", ({ persisted }) => { // came back; a page that has only just loaded sends still
    if (persisted) document.querySelectorAll("[data-under-way]").forEach(free);
  });
}
