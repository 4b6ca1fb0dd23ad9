// The queue: filters come after the page, an order is taken as it is chosen.

import { keys, load, say } from "/static/workbench.js";

const filters = document.getElementById("filters");
const WIDE = matchMedia("(min-width: 64.01rem)");

async function fill() {
  const box = document.getElementById("facets");
  if (box.childElementCount) return;
  box.setAttribute("aria-busy", "true");
  try {
    box.replaceWith((await load(filters.dataset.from)).getElementById("facets"));
  } catch (error) {
    box.removeAttribute("aria-busy");
    say(error.message, { wrong: true });
  }
}

filters.addEventListener("toggle", () => filters.open && fill());
if (WIDE.matches) filters.open = true;

document.getElementById("sort").addEventListener("change", ({ target }) => target.form.requestSubmit());
document.getElementById("search").addEventListener("submit", ({ target }) => {
  // An address without what it need not say.
  for (const field of target.elements) {
    if (field.name && !field.value) field.disabled = true;
  }
});

const tab = (number) => () => document.querySelectorAll(".tabs a")[number]?.click();
keys("States", {
  1: ["Open", tab(0)],
  2: ["Done", tab(1)],
  3: ["Curators disagree", tab(2)],
  4: ["All", tab(3)],
});
