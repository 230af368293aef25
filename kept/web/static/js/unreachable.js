// Says what is safe when the server cannot be reached or fails. What was typed stays where it is.
const german = document.documentElement.lang.startsWith("de");

function say(words) {
  const line = document.createElement("p");
  line.className = "message refusal";
  line.textContent = words;
  document.getElementById("messages").replaceChildren(line);
}

document.addEventListener("htmx:sendError", () =>
  say(german ? "Keine Verbindung. Ihr Text ist noch da; bitte gleich noch einmal senden."
             : "No connection. Your text is kept; please send it again in a moment."));

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status < 500) return;
  say(german ? "Bei uns ging etwas schief. Ihr Text ist noch da; bitte gleich noch einmal senden."
             : "Something went wrong on our side. Your text is kept; please send it again in a moment.");
});
