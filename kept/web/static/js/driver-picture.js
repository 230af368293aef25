// Pictures made on the phone: a photo drawn anew, small and without what the camera wrote into it; a signature.
const LONGEST_SIDE = 1600; // pixels: a serial number can still be read
const encoded = (canvas, type) =>
  new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob.arrayBuffer()) : failed(new Error(type))), type, 0.8));

export async function shrunk(file) {
  const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(drawn.width, drawn.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(drawn.width * scale);
  canvas.height = Math.round(drawn.height * scale);
  canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
  return encoded(canvas, "image/jpeg");
}

export const signature = (canvas) => encoded(canvas, "image/png");

export function clear(canvas) {
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // paper stays white in the dark, and so does the picture
  pen.fillRect(0, 0, canvas.width, canvas.height);
  delete canvas.dataset.signed;
}

// Finger, pen or mouse: a line from where it was to where it is.
document.addEventListener("pointerdown", (event) => {
  if (!event.target.matches("[data-pad]")) return;
  event.target.setPointerCapture(event.pointerId);
  if (!event.target.dataset.signed) clear(event.target);
  draw(event);
});
document.addEventListener("pointermove", (event) => {
  if (event.target.matches?.("[data-pad]") && event.buttons) draw(event);
});

function draw({ target, offsetX, offsetY, type }) {
  const scale = target.width / target.clientWidth;
  const pen = target.getContext("2d");
  pen.lineWidth = 5;
  pen.lineCap = "round";
  pen.strokeStyle = "#111";
  const from = type === "pointerdown" ? [offsetX, offsetY] : target.dataset.signed.split(",").map(Number);
  pen.beginPath();
  pen.moveTo(from[0] * scale, from[1] * scale);
  pen.lineTo(offsetX * scale, offsetY * scale);
  pen.stroke();
  target.dataset.signed = `${offsetX},${offsetY}`;
}
