// Says the time of a dragged arrival as a time: the slider itself counts minutes.
document.addEventListener("input", ({ target }) => {
  if (!target.matches(".drag input")) return;
  const minutes = Number(target.value);
  const clock = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  target.setAttribute("aria-valuetext", clock);
});
