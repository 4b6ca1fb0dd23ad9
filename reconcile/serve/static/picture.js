// The picture, as close as one likes: a click or z opens it, + and − change its size.

const $ = (selector, within = document) => within.querySelector(selector);
const STEP = 1.4;
let size = 1;

function resize(to, event) {
  const canvas = $("#picture-dialog .canvas");
  const image = $("img", canvas);
  const box = canvas.getBoundingClientRect();
  const [x, y] = event ? [event.clientX - box.left, event.clientY - box.top] : [box.width / 2, box.height / 2];
  const [left, top] = [(canvas.scrollLeft + x) / image.width, (canvas.scrollTop + y) / image.height];
  size = Math.min(8, Math.max(1, to));
  image.style.width = size === 1 ? "" : `${fit(image, canvas) * size}px`;
  image.classList.toggle("fits", size === 1);
  canvas.scrollTo(left * image.width - x, top * image.height - y);
}

const fit = (image, canvas) =>
  Math.min(canvas.clientWidth, (canvas.clientHeight * image.naturalWidth) / (image.naturalHeight || 1));

/** Open the picture; false where there is none. */
export function closer() {
  const dialog = $("#picture-dialog");
  if (!dialog) return false;
  if (dialog.open) dialog.close();
  else dialog.showModal();
  resize(1);
  $(".canvas", dialog).focus();
}

const ZOOM = { in: () => size * STEP, out: () => size / STEP, fit: () => 1 };

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-zoom]");
  if (button) resize(ZOOM[button.dataset.zoom]());
  else if (event.target.closest("#picture")) closer();
  else if (event.target.matches("#picture-dialog img")) resize(size === 1 ? STEP ** 3 : 1, event);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !$("#picture-dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
  if (to) resize(ZOOM[to]());
  else if (event.key === "z") closer();
  else return;
  event.preventDefault();
});
