// Changes that a curator thinks of: other symbols, wrong entries, more genes, another meaning of a word.

import { say } from "/static/workbench.js";
import { $, $$, cards, current, entryOf, entryShown, figid, go, told } from "/static/desk.js";
import { next, undo } from "/static/deciding.js";
import { fault, inLine, keep } from "/static/keeping.js";
import { Rereading } from "/static/rereading.js";
import { Symbols } from "/static/symbols.js";

let symbols = null;
let submit = async () => {};

/** Ask for symbols; `done(symbols, note)` says whether they were kept, or what is wrong. */
function askSymbols({ title, about = "", chosen = [], refuse, button, done }) {
  const dialog = $("#symbols-dialog");
  $("#symbols-title").textContent = title;
  $("#symbols-about").textContent = about;
  $("#symbols-do").textContent = button;
  $("#symbols-note").value = "";
  fault(dialog, "");
  symbols = new Symbols($("[data-symbols]", fresh(dialog)), {
    figid: figid(),
    refuse,
    wrong: (text) => fault(dialog, text),
  });
  symbols.set(chosen);
  submit = async () => {
    if (!(await symbols.settle())) return;
    const text = await done(symbols.chosen, $("#symbols-note").value);
    if (text === true) dialog.close();
    else if (text) fault(dialog, text);
  };
  dialog.showModal();
  symbols.input.focus();
}

/** The field without the listeners of its last use. */
function fresh(dialog) {
  const old = $("[data-symbols]", dialog);
  const copy = old.cloneNode(true);
  $("input", copy).value = "";
  old.replaceWith(copy);
  return dialog;
}

const same = (one, two) => one.length === two.length && one.every((symbol) => two.includes(symbol));

export function edit(card) {
  const suggestion = told(card);
  const { action, text } = suggestion;
  const { shown } = card.dataset;
  askSymbols({
    title: action === "add" ? "Add these symbols" : `Instead of ${shown}`,
    about: action === "add" ? `For “${shown}” in the caption.` : "Without any symbol the entry is removed.",
    chosen: suggestion.symbols,
    button: "Accept it so",
    done: (found, words) => {
      if (action === "add" && !found.length) return "Choose a symbol, or decline the suggestion.";
      const own = found.length
        ? { action: action === "add" ? "add" : "replace", text, symbols: found }
        : { action: "remove", text, symbols: [] };
      const unchanged = own.action === action && same(found, suggestion.symbols);
      const asked = unchanged ? { ...suggestion, note: words } : { ...own, own: true, note: words };
      return keepFrom($("#symbols-dialog"), [asked], () => next(card, `${unchanged ? "Accepted" : "Changed by you"}: ${changeWords(own, shown)}.`));
    },
  });
}

const changeWords = ({ action, symbols: found }, shown) =>
  ({ add: `add ${found.join(", ")}`, remove: `remove ${shown}`, replace: `replace ${shown} by ${found.join(", ")}` })[action];

/** Keep what a dialog asked for; true once it is. */
async function keepFrom(dialog, decisions, then) {
  let done = false;
  await inLine(async () => {
    const answer = await keep(decisions, $("form", dialog), () => $("form", dialog).requestSubmit());
    if (!answer) return;
    done = true;
    dialog.close();
    then();
  });
  return done;
}

export function remove(item) {
  const text = entryOf(item);
  const card = cards().find((one) => told(one).action === "remove" && told(one).text === text);
  const decision = card ? told(card) : { action: "remove", text, own: true };
  return inLine(async () => {
    const answer = await keep([decision], null);
    if (answer) say(`Marked as wrong: ${entryShown(item)}.`, { undo });
  });
}

export function replace(item) {
  const text = entryOf(item);
  askSymbols({
    title: `Replace ${entryShown(item)}`,
    about: "By the genes that it stands for here.",
    button: "Replace it",
    done: (found, words) => {
      if (!found.length) return "Choose a symbol.";
      const own = { action: "replace", text, symbols: found, own: true, note: words };
      return keepFrom($("#symbols-dialog"), [own], () => {
        go(item);
        say(`Replaced: ${entryShown(item)} by ${found.join(", ")}.`, { undo });
      });
    },
  });
}

export function add() {
  const listed = new Set($$("#list [data-entry]").map(entryOf));
  askSymbols({
    title: "Add a gene",
    about: "To the list of this figure.",
    button: "Add",
    refuse: (symbol) => (listed.has(symbol) ? `${symbol} is in the list.` : ""),
    done: (found, words) => {
      if (!found.length) return "Choose a symbol.";
      const asked = found.map((symbol) => ({ action: "add", text: symbol, symbols: [symbol], own: true, note: words }));
      return keepFrom($("#symbols-dialog"), asked, () => {
        $("#add-gene").focus();
        const there = [...symbols.leftOut].map((symbol) => ` ${symbol} is in the list.`).join("");
        say(`Added: ${found.join(", ")}.${there}`, { undo });
      });
    },
  });
}

// What a word means here

let rereading = null;

export function reread(word) {
  const dialog = $("#word-dialog");
  if (!dialog) return say("No words off the image are known.");
  fresh(dialog);
  fault(dialog, "");
  $("#word-note").value = "";
  rereading = new Rereading(dialog, { figid: figid(), wrong: (text) => fault(dialog, text), against });
  submit = async () => {
    const asked = await rereading.decisions($("#word-note").value);
    if (!asked) return;
    await keepFrom(dialog, asked, () => say(`Done: ${rereading.words()}.`, { undo }));
  };
  rereading.open(word);
}

/** The suggestions that are left to decide, and would take out or change an entry. */
const against = (entry) =>
  cards().filter((card) => "todo" in card.dataset && told(card).action !== "add" && told(card).text === entry).map(told);

export const wordHere = () => {
  const at = current();
  if (at?.matches("[data-row-word]")) return JSON.parse($("button", at).dataset.word);
  return at?.dataset.word ? JSON.parse(at.dataset.word) : undefined;
};

let submitting = false;

/** Do what the open dialog is for, once however often it is asked for; keys wait until it is done. */
export async function submitted() {
  if (submitting) return;
  submitting = true;
  const typed = [];
  const hold = (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || key === "Escape" || key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    typed.push(key);
  };
  addEventListener("keydown", hold, true);
  await submit().finally(() => {
    submitting = false;
    removeEventListener("keydown", hold, true);
  });
  if ($("dialog[open]")) return;
  for (const key of typed) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}
