// The map: drawn from the list, so that both say the same. It is of use without pictures of the land.
import { rowOf, select } from "./dispatch-select.js";

const SIZE = 24; // pixels
htmx.config.attributesToSettle = ["class"]; // not "style", which Leaflet sets and our policy forbids to copy
let map = null;
let drawn = null; // the layer with routes and stops
let placing = null; // the form whose address is being placed

const place = ({ latitude, longitude }) => [Number(latitude), Number(longitude)];
function dot(className, words, size = SIZE) {
  const html = document.createElement("span");
  html.textContent = words;
  return L.divIcon({ className, html, iconSize: [size, size] });
}

function open(box) {
  map = L.map(box, { zoomSnap: 0.25, scrollWheelZoom: false });
  map.attributionControl.setPrefix(false);
  map.on("focus", () => map.scrollWheelZoom.enable()); // the wheel scrolls the page until the map is looked at
  map.on("blur", () => map.scrollWheelZoom.disable());
  L.control.scale({ imperial: false }).addTo(map);
  if (box.dataset.tiles) {
    const words = document.createElement("span");
    words.textContent = box.dataset.attribution;
    L.tileLayer(box.dataset.tiles, { attribution: words.innerHTML, maxZoom: 19 }).addTo(map);
  }
  map.setView(place(box.dataset), 12); // a marker has no element before the map has a view
  map.on("click", ({ latlng }) => placing && pin(latlng, "pin"));
}

function draw() {
  const box = document.getElementById("map");
  if (!box) return;
  const first = !map;
  if (first) open(box);
  drawn?.remove();
  drawn = L.featureGroup().addTo(map);
  const home = place(box.dataset);
  for (const truck of document.querySelectorAll("details.truck")) route(truck, home);
  L.marker(home, { icon: dot("map-depot", "⌂"), title: box.dataset.depot, keyboard: false, zIndexOffset: 1000 }).addTo(drawn);
  if (first) fit();
}

function route(truck, home) {
  const stops = [...truck.querySelectorAll(".stop")];
  if (!stops.length) return;
  const look = [...truck.classList].filter((name) => /^(truck|dash)-\d$/.test(name)).join(" ");
  const places = stops.map((stop) => place(stop.dataset));
  const line = L.polyline([home, ...places, home], { className: `map-route ${look}`, interactive: true });
  const words = document.createElement("span"); // of a text Leaflet would make elements
  words.textContent = `${truck.dataset.number} · ${truck.dataset.name}`;
  line.bindTooltip(words, { sticky: true }).addTo(drawn);
  line.getElement().dataset.truck = truck.dataset.truck;
  stops.forEach((stop, at) => {
    const { name, number, state } = stop.dataset;
    const icon = dot(`map-dot map-dot-${state} ${look}`, number);
    const words = `${truck.dataset.name}, ${number}. ${name}`;
    const marker = L.marker(places[at], { icon, title: words, alt: words, keyboard: false }).addTo(drawn);
    Object.assign(marker.getElement().dataset, { stop: stop.dataset.stop, truck: truck.dataset.truck });
    marker.on("click", () => select(stop.dataset.stop));
  });
}

const fit = () => map.fitBounds(drawn.getBounds(), { padding: [24, 24], maxZoom: 14, animate: false });

// The truck of the stop that is looked at stands out, the others step back.
document.addEventListener("stop:selected", ({ detail }) => {
  const row = rowOf(detail.stop);
  const truck = row.closest("details").dataset.truck;
  map.getContainer().querySelectorAll("[data-truck]").forEach((each) => each.classList.toggle("map-back", each.dataset.truck !== truck));
  if (!map.getBounds().contains(place(row.dataset))) map.panTo(place(row.dataset), { animate: false });
});

// An address whose place nobody knows: a click on the map, or a suggestion, fills it in; a person sets it.
let mark = null;

function pin(at, source) {
  mark?.remove();
  mark = L.marker(at, { icon: dot("map-pin", "", 30), draggable: true, keyboard: false }).addTo(map);
  mark.on("dragend", () => fill(mark.getLatLng(), "pin"));
  fill(mark.getLatLng(), source);
}

function fill({ lat, lng }, source) {
  placing.elements.place.value = `${lat.toFixed(6)}, ${L.Util.wrapNum(lng, [-180, 180], true).toFixed(6)}`;
  placing.elements.source.value = source;
}

function startPlacing(form) {
  placing = form;
  form.querySelector("[data-place-words]").hidden = false;
  map.getContainer().classList.add("map-placing");
  map.getContainer().scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-place-by-hand], [data-suggested]");
  if (!button) return;
  startPlacing(button.form);
  if (!button.dataset.suggested) return;
  const at = button.dataset.suggested.split(",").map(Number);
  pin(at, button.dataset.source);
  map.setView(at, 16, { animate: false });
});

function refresh() {
  if (placing && !placing.isConnected) {
    mark?.remove();
    placing = mark = null;
    document.getElementById("map")?.classList.remove("map-placing");
  }
  document.querySelectorAll("[data-place-by-hand]").forEach((each) => { each.hidden = false; });
  draw();
}

document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.elt?.id === "day") refresh(); });
refresh();
