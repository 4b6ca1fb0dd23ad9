// Decisions are sent, and shown once the service has kept them: what fails is said where it was tried.

import { say, send, times } from "/static/workbench.js";
import { $, $$, cards, currentCard, figid, work } from "/static/desk.js";
import { sentence } from "/static/symbols.js";
import { ahead, anew, forget } from "/static/walking.js";

/** What says that the page is of before: another list, or another run of the service. */
const OLD = [403, 409];
/** Where one writes. */
const OPEN = "dialog[open], form.note:not([hidden]):focus-within";

let line = Promise.resolve();
let waiting = 0;
let broken = false;
let inside = false;

/** Do things one after the other; what waits behind one that fails is not done. */
export function inLine(act) {
  if (inside) return act();
  if (!waiting) broken = false;
  waiting += 1;
  line = line.catch(() => null).then(async () => {
    try {
      if (!broken) await act();
    } finally {
      waiting -= 1;
    }
  });
  return line;
}

/**
 * What is pressed while something is being kept is done after it, or not if that fails.
 *
 * Where a key before it has opened a field by then, it is a letter of what is written there.
 */
export function afterIt(act, key) {
  if (!waiting) return act();
  inLine(async () => {
    if ($(OPEN)) return typeInto(document.activeElement, key);
    inside = true;
    const done = act();
    inside = false;
    return done;
  });
  return undefined;
}

/** Whether something is being kept. */
export const busy = () => waiting > 0;

function typeInto(field, key) {
  if (!field.matches("input[type=text], textarea")) return;
  const [from, to] = [field.selectionStart, field.selectionEnd];
  if (key.length === 1) field.setRangeText(key, from, to, "end");
  else {
    const free = field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    if (free && key === "Enter") field.form.requestSubmit();
    if (!free || key !== "Backspace") return;
    field.setRangeText("", from === to ? Math.max(0, from - 1) : from, to, "end");
  }
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** Say what is wrong in a card or a dialog, "" for nothing, with a button to try again. */
export function fault(place, text, again, changed = false) {
  const box = $(".fault", place);
  box.hidden = !text;
  box.textContent = text;
  if (!text) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "quiet", textContent: changed ? "Load the figure again" : "Try again" });
  button.addEventListener("click", () => (changed ? location.reload() : again()));
  if (again || changed) box.append(" ", button);
}

/** Send decisions; what was kept, once it is shown. What fails is said where it was tried. */
export async function keep(decisions, place, again) {
  const asked = { figid: figid(), digest: work().dataset.digest, decisions };
  return post("/decisions", asked, place, again);
}

/** Send something that changes how the figure stands; the answer, or null where it was not kept. */
export async function post(path, asked, place, again) {
  const { query } = work().dataset;
  let answer;
  place?.setAttribute("aria-busy", "true");
  try {
    answer = await send(query ? `${path}?${query}` : path, asked);
  } catch (error) {
    broken = true;
    const text = `Not kept. ${sentence(error.message)}`;
    if (place?.isConnected) fault(place, text, again, OLD.includes(error.status));
    else say(text, { wrong: true });
    return null;
  } finally {
    place?.removeAttribute("aria-busy");
  }
  if (place) fault(place, "");
  if (answer.figure.figid === figid()) take(answer);
  forget();
  setTimeout(ahead, 100);
  return answer;
}

/** Show how the figure stands now, as the service says. */
function take({ figure, queue, parts }) {
  const focused = document.activeElement;
  for (const part of $$("[data-part]")) renew(part, parts[part.id] ?? "");
  for (const id of ["place", "left"]) renew($(`#${id}`), parts[id]);
  for (const card of cards()) show(card, figure.cards[card.id]);
  work().dataset.undo = figure.undo.join(" ");
  progress(queue);
  if (!focused.isConnected) (currentCard() ?? $("#suggestions-title")).focus({ preventScroll: true });
}

const shown = new WeakMap();

/** Text of records in it was escaped by the service. */
function renew(part, html) {
  if (shown.get(part) === html) return;
  shown.set(part, html);
  const made = document.createElement("template");
  made.innerHTML = html;
  if (made.innerHTML.trim() === part.innerHTML.trim()) return;
  part.innerHTML = html;
  times(part);
}

function show(card, { mine, todo }) {
  card.dataset.mine = mine;
  if (todo) card.dataset.todo = "";
  else delete card.dataset.todo;
  for (const verdict of ["accept", "decline"]) $(`[data-do=${verdict}]`, card).setAttribute("aria-pressed", String(mine === verdict));
}

function progress({ open, suggestions }) {
  const bar = $(".bar .progress");
  if (!bar) return;
  $("b", bar).textContent = (suggestions - open).toLocaleString("en");
  $(".bar", bar).setAttribute("width", String(suggestions ? (100 * (suggestions - open)) / suggestions : 0));
}

/** The page as it stands now elsewhere: in another tab, or by another curator. */
export async function refresh() {
  const figure = work();
  const page = await anew().catch(() => null);
  const now = page && $("#figure", page);
  if (!now || figure !== work() || now.dataset.figid !== figure.dataset.figid) return;
  const suggested = (within) => $$(".card", within).map((card) => card.dataset.told).join();
  if (now.dataset.digest !== figure.dataset.digest || suggested(now) !== suggested(figure)) {
    say("The report of this figure is a new one. Load the figure again.", { wrong: true });
    return;
  }
  for (const part of $$("[data-part], #place, #left")) renew(part, $(`#${CSS.escape(part.id)}`, page)?.innerHTML ?? "");
  for (const card of cards()) {
    const { mine } = $(`#${card.id}`, page).dataset;
    show(card, { mine, todo: "todo" in $(`#${card.id}`, page).dataset });
  }
  figure.dataset.undo = now.dataset.undo;
}
