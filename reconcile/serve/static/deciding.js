// A suggestion is accepted or declined, with a note or without, and all of it can be taken back.

import { say } from "/static/workbench.js";
import { $, cards, currentCard, figid, go, kept, shown, todo, told, words, work } from "/static/desk.js";
import { inLine, keep, post } from "/static/keeping.js";

export const BY_ITSELF = "reconcile goes on by itself";
const DONE = { accept: "Accepted", decline: "Declined" };
const KEYS = { accept: "a", decline: "d" };

export const decide = (card, verdict) =>
  inLine(async () => {
    const at = card ?? currentCard();
    if (!at) return say("No suggestion is chosen: j goes to the first one.");
    if (!card && !shown(at, KEYS[verdict])) return undefined;
    const note = $("textarea", at).value;
    if (at.dataset.mine === verdict && !note.trim()) return next(at, `${DONE[verdict]} already: ${words(at)}.`);
    const answer = await keep([{ ...told(at), verdict, note }], at, () => decide(at, verdict));
    if (!answer) return undefined;
    closeNote(at);
    return next(at, `${DONE[verdict]}: ${words(at)}.`);
  });

/** Say what was kept, and go on from a card. */
export function next(card, text) {
  const following = todo(card);
  const onward = $("#go-on");
  const left = cards().filter((one) => "todo" in one.dataset).length;
  say(left || !onward ? text : `${text} All are decided.`, { undo });
  if (following) {
    if (card.contains(document.activeElement) || document.activeElement === document.body) go(following);
  } else if (onward) {
    onward.focus({ preventScroll: true });
    onward.scrollIntoView({ block: "nearest", behavior: "instant" });
    if (kept(localStorage, BY_ITSELF) && $("#after")) goOn();
  }
}

const SAID = [["accept", "accepted"], ["change", "changed"], ["decline", "declined"]];

/** Go to the next figure by itself, with word of this one. */
function goOn() {
  const counted = SAID.map(([mine, said]) => [cards().filter((card) => card.dataset.mine === mine).length, said]);
  const all = counted.filter(([count]) => count).map((part) => part.join(" ")).join(", ");
  document.dispatchEvent(new CustomEvent("go-on", { detail: `${figid()} done: ${all || "by others"}. u goes back to it.` }));
}

/** Take the last decision in this figure back. */
export function undo() {
  return inLine(async () => {
    const ids = work().dataset.undo.split(" ").filter(Boolean).map(Number);
    if (ids.length) await back(ids);
    else say("You have decided nothing in this figure that could be taken back.");
  });
}

export async function back(ids) {
  const before = new Map(cards().map((card) => [card.id, card.dataset.mine]));
  const answer = await post("/decisions/undo", { figid: figid(), ids }, null);
  if (!answer) return;
  const changed = cards().find((card) => card.dataset.mine !== before.get(card.id));
  const [one] = answer.decisions;
  const what = one ? `${one.action} ${one.action === "add" ? one.symbols.join(", ") : one.shown}` : "nothing";
  if (changed) go(changed);
  say(`Taken back: ${what}${answer.decisions.length > 1 ? `, and ${answer.decisions.length - 1} with it` : ""}.`);
}

// Notes

export const draft = (card) => `reconcile note ${figid()} ${card.id}`;

export function openNote(card) {
  const form = $("form.note", card);
  form.hidden = false;
  $("[data-do=note]", card).setAttribute("aria-expanded", "true");
  $("textarea", form).focus();
}

export function closeNote(card) {
  const form = $("form.note", card);
  kept(sessionStorage, draft(card), "");
  $("textarea", form).value = "";
  form.hidden = true;
  $("[data-do=note]", card).setAttribute("aria-expanded", "false");
}

export function keepNote(card) {
  const { value } = $("textarea", card);
  if (!value.trim()) {
    closeNote(card);
    return go(card);
  }
  return inLine(async () => {
    const verdict = card.dataset.mine || "note";
    const answer = await keep([{ ...told(card), verdict, note: value }], card, () => keepNote(card));
    if (!answer) return;
    closeNote(card);
    go(card);
    say("Note kept.", { undo });
  });
}

