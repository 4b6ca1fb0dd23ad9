// The page of a figure: its cards, its list and its words are decided by key, mouse or screen reader.

import { hush, keys, say, times } from "/static/workbench.js";
import { add, edit, remove, replace, reread, submitted, wordHere } from "/static/changes.js";
import { BY_ITSELF, back, closeNote, decide, draft, keepNote, openNote, undo } from "/static/deciding.js";
import { $, $$, ZONES, cards, current, currentCard, end, go, kept, leave, shown, step, todo, work, zone } from "/static/desk.js";
import { afterIt, busy, inLine, refresh } from "/static/keeping.js";
import { closer } from "/static/picture.js";
import { sentence } from "/static/symbols.js";
import { ahead, trail, walk } from "/static/walking.js";

// The acts of an entry stand below it while it is chosen

function open(item) {
  const [button, shown] = [$("button.plain", item), $(".entry-acts", item)];
  $$(".entry-acts").forEach((acts) => {
    $("button.plain", acts.closest("li")).setAttribute("aria-expanded", "false");
    acts.remove();
  });
  if (shown) return;
  const acts = $("#entry-acts").content.cloneNode(true);
  item.append(acts);
  button.setAttribute("aria-expanded", "true");
  item.scrollIntoView({ block: "nearest" });
}

// From figure to figure

const here = () => location.pathname + location.search;
const onward = (address) => to(address, { behind: [...trail(), here()] });

/** The next figure of the queue; or back to where one came from, which may have left the queue. */
function figureAt(selector) {
  const way = trail();
  if (selector === "#before" && way.length) return to(way.at(-1), { behind: way.slice(0, -1) });
  const address = $(selector)?.getAttribute("href");
  if (address) return selector === "#after" ? onward(address) : to(address);
  return say(`This is the ${selector === "#after" ? "last" : "first"} figure of the queue.`);
}

const to = (address, options) => inLine(() => arrive(address, options));

/** Show a figure; whether that could be done. */
async function arrive(address, options) {
  let old = false;
  try {
    old = await walk(address, options);
  } catch (error) {
    say(sentence(error.message), { wrong: true });
    return false;
  }
  returning = null;
  hush();
  times($("main"));
  adopt();
  if (old) await refresh();
  return true;
}

// Who has gone on by itself is told so, and gets back with u until something is decided anew

let returning = null;

document.addEventListener("go-on", ({ detail: told }) => {
  const [address, from, way] = [$("#after").getAttribute("href"), here(), trail()];
  inLine(async () => {
    if (!(await arrive(address, { behind: [...way, from] }))) return;
    returning = { then: work().dataset.undo, back: () => comeBack(from, way) };
    say(told, { undo: returning.back });
  });
});

const comeBack = (address, behind) =>
  inLine(async () => {
    if (await arrive(address, { behind })) undo();
  });

const takeBack = () => (returning?.then === work().dataset.undo ? returning.back() : undo());

/** Where the picture and the caption stand above the cards: who begins with a figure begins there. */
const NARROW = "(max-width: 60rem)";

/** Make a figure that has just come ready to be worked on. */
function adopt() {
  leave();
  $$("main .scripted").forEach((part) => (part.hidden = false));
  const box = $("#by-itself");
  if (box) box.checked = Boolean(kept(localStorage, BY_ITSELF));
  for (const card of cards()) {
    const value = kept(sessionStorage, draft(card));
    if (!value) continue;
    $("textarea", card).value = value;
    $("form.note", card).hidden = false;
    $("[data-do=note]", card).setAttribute("aria-expanded", "true");
  }
  const linked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const first = returned() || (linked && linked.closest(ZONES.suggestions)) || todo();
  const begun = cards().some((card) => !("todo" in card.dataset));
  if (first) go(first, { scroll: Boolean(linked) || begun || !matchMedia(NARROW).matches });
  else $("#title").focus({ preventScroll: true });
  setTimeout(ahead);
}

/** The card that one left for the same in all figures, or the next one if that is decided now. */
function returned() {
  // Nothing has this name, or the browser would take the focus there.
  const [, name] = /^#from-(c\d+)$/.exec(location.hash) ?? [];
  const card = name && document.getElementById(name);
  if (!card) return null;
  return "todo" in card.dataset ? card : (todo(card) ?? card);
}

// Keys, clicks and forms

const inOrder = (table) =>
  Object.fromEntries(Object.entries(table).map(([key, [words, act]]) => [key, [words, (event) => afterIt(act, event.key)]]));
const onCard = (act) => () => {
  const card = currentCard();
  if (!card) return say("No suggestion is chosen: j goes to the first one.");
  return act(card);
};
const onEntry = (act) => () => {
  const item = current();
  if (!item?.matches("#list [data-entry]")) return say("No entry is chosen: l goes to the gene list.");
  return act === remove && !shown(item, "x") ? undefined : act(item);
};

const entryOrCard = () => (current()?.matches("#list [data-entry]") ? replace(current()) : onCard(edit)());
const ways = {
  accept: (card) => decide(card, "accept"),
  decline: (card) => decide(card, "decline"),
  edit,
  note: (card) => ($("form.note", card).hidden ? openNote(card) : closeNote(card)),
};

keys("The figure", inOrder({
  J: ["Next figure", () => figureAt("#after")],
  "]": ["", () => figureAt("#after")],
  K: ["Previous figure", () => figureAt("#before")],
  "[": ["", () => figureAt("#before")],
  z: ["Look closer at the picture", () => (closer() === false ? say("There is no picture of this figure here.") : undefined)],
  t: ["To the caption: arrows scroll it", () => $("#seen").focus()],
  c: ["To the suggestions", () => zone("suggestions")],
  l: ["To the gene list", () => zone("list")],
  o: ["To the words off the image", () => zone("words")],
  x: ["Mark the entry of the list as wrong", () => onEntry(remove)()],
  "+": ["Add a gene", add],
  w: ["Change what a word means here", () => reread(wordHere())],
}));
const onItem = (act) => () => (document.activeElement.closest(`${ZONES.list}, ${ZONES.words}`) ? act() : false);

keys("Suggestions", inOrder({
  ArrowDown: ["", onItem(() => step(1))],
  ArrowUp: ["", onItem(() => step(-1))],
  Home: ["First entry or word", onItem(() => end(0))],
  End: ["Last entry or word", onItem(() => end(-1))],
  j: ["Next card, or next entry", () => step(1)],
  k: ["Card, or entry, before", () => step(-1)],
  a: ["Accept", () => decide(null, "accept")],
  d: ["Decline", () => decide(null, "decline")],
  e: ["Change the symbols; of an entry, replace it", () => entryOrCard()],
  n: ["Write a note", onCard(openNote)],
  s: ["The same for all figures", onCard((card) => $("[data-do=same]", card).click())],
  u: ["Take my last decision back", () => takeBack()],
}));

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const act = at(".card button[data-do]");
  if (act) return ways[act.dataset.do](act.closest(".card"));
  if (at("button[data-undo]")) return inLine(() => back(at("button[data-undo]").dataset.undo.split(" ").map(Number)));
  if (at("[data-close]")) return at("dialog").close();
  if (at("#add-gene")) return add();
  if (at("#change-word")) return reread();
  if (at("#words button[data-word]")) return reread(JSON.parse(at("#words button[data-word]").dataset.word));
  if (at("[data-entry-do]")) return { remove, replace }[at("[data-entry-do]").dataset.entryDo](at("[data-entry]"));
  if (at("#list button.plain")) return open(at("[data-entry]"));
  const same = at("[data-do=same]");
  if (same) history.replaceState(history.state, "", `#from-${same.closest(".card").id}`);
  const link = at("#after, #before, #go-on");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return undefined;
  if (!link.getAttribute("href").startsWith("/figures/")) return undefined;
  event.preventDefault();
  return link.id === "before" ? figureAt("#before") : onward(link.getAttribute("href"));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form.note")) {
    event.preventDefault();
    keepNote(form.closest(".card"));
  } else if (form.closest("#symbols-dialog, #word-dialog")) {
    event.preventDefault();
    submitted();
  }
});

// What no key is bound to waits in its place too: it may be a letter of what is written next
document.addEventListener("keydown", (event) => {
  const { key, target, defaultPrevented, ctrlKey, metaKey, altKey } = event;
  if (defaultPrevented || !busy() || ctrlKey || metaKey || altKey || $("dialog[open]")) return;
  if (!target.matches("body, .card, h1, h2") || (key.length > 1 && key !== "Enter" && key !== "Backspace")) return;
  event.preventDefault();
  afterIt(() => undefined, key);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form.note");
  if (!form || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea")) {
    event.preventDefault();
    keepNote(form.closest(".card"));
  } else if (event.key === "Escape") {
    event.preventDefault();
    go(form.closest(".card"));
  }
});

document.addEventListener("input", ({ target: field }) => {
  if (field.matches("form.note textarea")) kept(sessionStorage, draft(field.closest(".card")), field.value);
});

document.addEventListener("change", ({ target: field }) => {
  if (field.id === "by-itself") kept(localStorage, BY_ITSELF, field.checked ? "1" : "");
});

history.scrollRestoration = "manual";
addEventListener("popstate", () => to(location.pathname + location.search, { push: false }));
addEventListener("pageshow", (event) => event.persisted && refresh());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});

adopt();
