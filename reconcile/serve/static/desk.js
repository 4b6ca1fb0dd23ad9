// What lies on the page of a figure, and where on it one is.

import { say } from "/static/workbench.js";

export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

export const work = () => $("#figure");
export const figid = () => JSON.parse(work().dataset.figid);
export const cards = () => $$(".card");
export const told = (card) => JSON.parse(card.dataset.told);
export const words = (card) => $(".change", card).textContent.trim().replace(/\s+/g, " ");
export const entryOf = (item) => JSON.parse(item.dataset.entry);
export const entryShown = (item) => $(".entry", item).textContent;
export const kept = (storage, name, value) => {
  try {
    if (value === undefined) return storage.getItem(name);
    if (value) storage.setItem(name, value);
    else storage.removeItem(name);
  } catch {
    // A browser that keeps nothing.
  }
  return null;
};

// Where one is: a card, an entry or a word. The last one stays it while the focus is elsewhere

export const ZONES = { suggestions: ".card", list: "#list [data-entry]", words: "#words [data-row-word]" };
let last = null;

const zoneOf = (item) => Object.keys(ZONES).find((zone) => item?.matches(ZONES[zone]));
const target = (item) => (item.matches(".card") ? item : $("button", item));
export const current = () => {
  const focused = document.activeElement.closest(Object.values(ZONES).join(", "));
  if (focused) last = focused;
  return last?.isConnected ? last : null;
};
export const currentCard = () => (current()?.matches(".card") ? current() : null);

export function go(item, { scroll = true } = {}) {
  last = item;
  target(item).focus({ preventScroll: true });
  if (scroll) item.scrollIntoView({ block: "nearest", behavior: "instant" });
}

/** Whether one sees what an item is about: its first line is between the bar and the lower edge. */
export function inSight(item) {
  const { top, bottom } = ($(".change", item) ?? target(item)).getBoundingClientRect();
  const bar = $(".bar");
  const above = getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().bottom : 0;
  return top >= above - 1 && bottom <= innerHeight + 1;
}

/** Whether an item may be decided by a key: one that is out of sight is shown first, and that is said. */
export function shown(item, key) {
  if (inSight(item)) return true;
  go(item);
  const what = item.matches(".card") ? words(item) : entryShown(item);
  say(`This was out of sight: ${what}. ${key} once more does it.`);
  return false;
}

export function step(by) {
  const at = current();
  const all = $$(ZONES[zoneOf(at) ?? "suggestions"]);
  const next = at ? all[all.indexOf(at) + by] : all[by > 0 ? 0 : all.length - 1];
  if (next) go(next);
}

/** The first or the last of where one is. */
export const end = (at) => go($$(ZONES[zoneOf(current())]).at(at));

export function zone(name) {
  const first = $(ZONES[name]) ?? $(`#${name}-title`);
  if (name === "suggestions") go(todo() ?? first);
  else if (first.matches("h2")) first.focus();
  else go(first);
}

/** The next card to decide after this one, or from the beginning again. */
export function todo(after = null) {
  const all = cards();
  const from = after ? all.indexOf(after) + 1 : 0;
  return [...all.slice(from), ...all.slice(0, from)].find((card) => "todo" in card.dataset);
}

/** Be nowhere yet, on a figure that has just come. */
export const leave = () => {
  last = null;
};
