// The same for all: ticking by context, counting what is ticked, deciding by keys.

import { keys, rows, say } from "/static/workbench.js";

const form = document.getElementById("same");
const ticks = [...form.querySelectorAll('input[name="ticked"]')];
const alls = [...form.querySelectorAll("[data-all]")];
const buttons = [...form.querySelectorAll("button[name=verdict]")];
const KEPT = `ticked ${location.pathname}${location.search}`;
let sent = false;
const inContext = (all) => ticks.filter((tick) => all.closest("section").contains(tick));

function count() {
  const number = ticks.filter((tick) => tick.checked).length;
  for (const all of alls) {
    const own = inContext(all);
    const on = own.filter((tick) => tick.checked).length;
    all.checked = on === own.length;
    all.indeterminate = on > 0 && on < own.length;
  }
  const told = document.getElementById("ticked");
  if (told) told.textContent = number ? `${number} ticked` : "Nothing ticked";
  for (const button of buttons) {
    button.disabled = !number;
    button.querySelector(".number").textContent = number || "";
  }
}

function keep() {
  const on = ticks.filter((tick) => tick.checked).map((tick) => tick.value);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(on));
  } catch {
    // A browser that keeps nothing.
  }
}

/** What was ticked before one looked at a figure is ticked again; anew, nothing is. */
function restore() {
  let kept = [];
  try {
    const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (back) kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    else sessionStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing.
  }
  for (const tick of ticks) tick.checked = kept.includes(tick.value);
}

form.addEventListener("change", ({ target }) => {
  if ("all" in target.dataset) for (const tick of inContext(target)) tick.checked = target.checked;
  count();
  keep();
});

function toggle(box) {
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function decide(verdict) {
  const button = buttons.find((one) => one.value === verdict);
  if (!button) return false;
  if (button.disabled) say("Nothing is ticked: x ticks a figure, Shift+X its context.");
  else button.click();
}

const row = () => rows.current()?.closest("li");

function tick() {
  if (!row()) return say("No row is chosen: j goes to the first one.");
  const box = row().querySelector('input[name="ticked"]');
  if (!box) return say("That is decided already, and stays as it is.");
  toggle(box);
}

function tickContext() {
  if (!row()) return say("No row is chosen: j goes to the first one.");
  const box = row().closest("section").querySelector("[data-all], [name=ticked]");
  if (!box) return say("All of this context is decided already, and stays as it is.");
  toggle(box);
}

keys("This decision", {
  x: ["Tick or untick the figure", tick],
  X: ["Tick or untick its context", tickContext],
  a: ["Accept what is ticked", () => decide("accept")],
  d: ["Decline what is ticked", () => decide("decline")],
  n: ["Note", () => document.getElementById("note")?.focus()],
  w: ["The same by whatever word, or by this one", () => document.querySelector(".narrow-head a[href*='/same/class']")?.click()],
  b: ["Back to where you were", () => document.querySelector(".back a").click()],
});

form.addEventListener("submit", () => {
  sent = true;
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing.
  }
});

// A page that the browser kept as it was left has ticks that were sent.
addEventListener("pageshow", ({ persisted }) => persisted && sent && location.reload());

restore();
count();
